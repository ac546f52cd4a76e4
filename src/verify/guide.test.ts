import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Check, type CheckKind, checks } from './index.ts'

const guide = readFileSync(new URL('../../docs/verify.md', import.meta.url), 'utf8')

const kinds: readonly CheckKind[] = ['static', 'security', 'data', 'runtime']

test.each(kinds)('the guide lists the checks of the kind %s as they are', (kind) => {
  const title = kind[0]!.toUpperCase() + kind.slice(1)
  const section = guide.split(/^### /m).find((part) => part.startsWith(title)) ?? ''
  const rows = section.split('\n').filter((line) => line.startsWith('| `'))
  expect(rows).toEqual(checks.filter((check) => check.kind === kind).map(rowOf))
})

test('no two checks have one name', () => {
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length)
})

function rowOf(check: Check): string {
  const title = check.title[0]!.toUpperCase() + check.title.slice(1)
  const terms = [check.severity, conditions(check)].filter((term) => term !== '').join('; ')
  return `| \`${check.id}\` | ${terms} | ${title}. ${check.why} |`
}

function conditions({ deep, profile, needs }: Check): string {
  return [
    deep ? ['`--deep`'] : [],
    profile === undefined ? [] : [`\`--profile ${profile}\``],
    needs?.version === undefined ? [] : [`PostgreSQL ${needs.version / 10_000}`],
    needs?.extension === undefined ? [] : [`extension ${needs.extension}`],
  ]
    .flat()
    .join(', ')
}
