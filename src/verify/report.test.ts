import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { formatReport, type Report } from './index.ts'

const report: Report = {
  ok: false,
  findings: [
    {
      check: 'primary-key',
      severity: 'error',
      object: 'public.notes',
      message: 'table public.notes has no primary key',
    },
    {
      check: 'drift',
      severity: 'warning',
      object: 'public.a_idx',
      message: 'index public.a_idx is in no migration; write one that makes it, or drop it',
      fix: 'drop index "public"."a_idx";\nselect 1',
    },
  ],
  checks: [
    { id: 'primary-key', title: 'every table has a primary key', status: 'findings', ms: 3 },
    { id: 'drift', title: 'the schema is what the migrations make', status: 'findings', ms: 900 },
    {
      id: 'orphan-rows',
      title: 'no row refers to one that is not there',
      status: 'skipped',
      reason: 'no rights',
      ms: 1,
    },
  ],
}

test('a report shows each finding with its fix, what was skipped and why, and sums up in one line', () => {
  expect(formatReport(report)).toBe(
    `error  table public.notes has no primary key  [primary-key]

warning  index public.a_idx is in no migration; write one that makes it, or drop it  [drift]
    drop index "public"."a_idx";
    select 1

skipped  no row refers to one that is not there: no rights  [orphan-rows]

1 error, 1 warning; 2 of 3 checks ran`,
  )
})

test('a report of a sound database is one line', () => {
  expect(formatReport({ ok: true, findings: [], checks: report.checks.slice(0, 2) })).toBe(
    'nothing found; 2 of 2 checks ran',
  )
})

test('colours are there only when asked for, and change nothing else', () => {
  const coloured = formatReport(report, { colour: true })
  expect(coloured).toContain('\u001b[31merror\u001b[39m')
  expect(stripVTControlCharacters(coloured)).toBe(formatReport(report))
})
