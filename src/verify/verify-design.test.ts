import { describe, expect, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import { checks, type Report, type VerifyOptions, verify } from './index.ts'
import { badDesign, badDesignFindings } from './testing-support/bad-design.ts'

// Checks of the server find what the server is, and have tests of their own.
const everything: VerifyOptions = {
  deep: true,
  checks: checks
    .filter(({ kind, id }) => kind !== 'runtime' && id !== 'role-bypasses-row-security')
    .map(({ id }) => id),
}

describe.each(engines)('on $name', ({ open }) => {
  test('each check of design, rights and rows finds what is wrong', async () => {
    await using db = await open()
    await db.script(badDesign)
    const report = await verify(db, everything)
    expect(
      found(report)
        .filter((x) => !x.startsWith('empty-table'))
        .toSorted(),
    ).toEqual(badDesignFindings.filter((x) => !x.startsWith('empty-table')).toSorted())
  })
})

function found({ findings }: Report): string[] {
  return findings.map((finding) => `${finding.check} ${finding.object}`)
}
