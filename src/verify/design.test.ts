import { describe, expect, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import type { Database } from '../database/index.ts'
import { splitStatements } from '../sql/index.ts'
import { checks, type Report, verify } from './index.ts'
import { badDesign, badDesignFindings } from './testing-support/bad-design.ts'

describe.each(engines)('on $name', ({ open }) => {
  test('each check of design, rights and rows finds what is wrong, and nothing beside it', async () => {
    await using db = await open()
    await db.script(badDesign)
    expect(found(await verifyDesign(db)).toSorted()).toEqual(badDesignFindings.toSorted())
  })

  test('each finding goes away when its fix is run', async () => {
    await using db = await open()
    await db.script(`${badDesign}; delete from bad.visits where pet_id = 99; reset search_path`)
    const mended: string[] = []
    // A fix may take another finding along, or change its SQL.
    for (;;) {
      const next = (await verifyDesign(db)).findings.find(
        ({ fix, ...finding }) => fix && !mended.includes(keyOf(finding)),
      )
      if (next === undefined) break
      for (const { text } of splitStatements(next.fix!)) await db.script(text)
      mended.push(keyOf(next))
    }
    const left = found(await verifyDesign(db))
    expect(left.filter((key) => mended.includes(key))).toEqual([])
    expect(mended.length).toBeGreaterThan(25)
  })
})

// The server's own findings, and tables that are merely empty, have tests of their own.
const design = checks
  .filter(({ kind, id }) => kind !== 'runtime' && id !== 'role-bypasses-row-security' && id !== 'empty-table')
  .map(({ id }) => id)

function verifyDesign(db: Database): Promise<Report> {
  return verify(db, { checks: design, deep: true })
}

function found({ findings }: Report): string[] {
  return findings.map(keyOf)
}

function keyOf({ check, object }: { readonly check: string; readonly object: string }): string {
  return `${check} ${object}`
}
