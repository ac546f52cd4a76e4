import { describe, expect, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import type { Database } from '../database/index.ts'
import { ask, readTogether } from './ask.ts'
import type { CatalogCheck, Subject } from './check.ts'
import { checks } from './checks.ts'
import { rowCheck } from './define.ts'
import { defaultLimits } from './limits.ts'

describe.each(engines)('on $name', ({ open }) => {
  test('what the checks need of the catalog is one statement, which the server accepts', async () => {
    await using db = await open()
    const texts = new Set(checks.flatMap((check) => ('sql' in check ? [check.sql] : [])))
    const rows = await readTogether(checks, subjectOf(db))
    expect([...rows.keys()].toSorted()).toEqual([...texts].toSorted())
    // PostgreSQL calls no function with more arguments.
    expect(texts.size).toBeLessThan(100)
  })

  test('when the server refuses one of them, that check is skipped and the others answer', async () => {
    await using db = await open()
    const [good, bad] = [checkOf('good', `select 'found' as object`), checkOf('bad', 'select nothing from nowhere')]
    const subject = subjectOf(db)
    const rows = await readTogether([good, bad], subject)
    expect(rows.size).toBe(0)
    expect(await ask(good, subject, rows)).toEqual({ found: [{ object: 'found', message: 'found' }] })
    expect(await ask(bad, subject, rows)).toEqual({ skipped: 'relation "nowhere" does not exist (42P01)' })
  })

  test('a lost connection is an error, not a check that was skipped', async () => {
    const db = await open()
    await db.close()
    await expect(readTogether([checkOf('good', 'select 1 as object')], subjectOf(db))).rejects.toMatchObject({
      code: 'POOL_CLOSED',
    })
  })
})

function checkOf(id: string, sql: string): CatalogCheck {
  return rowCheck<{ readonly object: string }>({
    id,
    kind: 'static',
    title: id,
    severity: 'info',
    why: id,
    sql,
    find: ({ object }) => ({ object, message: object }),
  })
}

function subjectOf(db: Database): Subject {
  return {
    db,
    schemas: ['public'],
    chosen: false,
    migrations: undefined,
    project: undefined,
    shardKey: undefined,
    limits: defaultLimits,
    deep: false,
    timeout: 60_000,
  }
}
