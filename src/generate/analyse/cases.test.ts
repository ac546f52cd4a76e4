import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import type { Database } from '../../index.ts'
import { type Analyser, createAnalyser } from './index.ts'
import { type Case, expectClaims, falseClaims, rowsOf, unwitnessed } from './testing-support/case.ts'
import { cases } from './testing-support/cases/index.ts'
import { library } from './testing-support/library.ts'

const databases: Database[] = []
const analysers: Analyser[] = []

beforeAll(async () => {
  for (const engine of engines) databases.push(await engine.open())
  for (const db of databases) await db.script(library)
  for (const db of databases) analysers.push(await createAnalyser(db))
})

afterAll(async () => {
  for (const db of databases) await db.close()
})

describe.each(Object.entries(cases))('%s', (_subject, list) => {
  for (const each of list) test(each.text, () => expectTrue(each))
})

async function expectTrue(each: Case): Promise<void> {
  for (const [index, db] of databases.entries()) {
    const columns = await expectClaims(analysers[index]!, each)
    const rows = await rowsOf(db, each.text, each.args)
    expect(falseClaims(rows, columns)).toEqual([])
    expect(unwitnessed(rows, columns)).toEqual(each.loose ?? [])
  }
}
