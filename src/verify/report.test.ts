import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { type CheckResult, formatReport, type Report } from './index.ts'

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
  ignored: [
    {
      check: 'serial',
      severity: 'info',
      object: 'public.notes.id',
      message: 'column public.notes.id is a serial; make it an identity column',
      reason: 'an old client writes the default itself',
    },
  ],
  known: [],
  unused: ['json-instead-of-jsonb:public.notes.tags'],
  checks: [
    result('primary-key', { status: 'findings', why: 'Without a primary key no single row can be named.' }),
    result('drift', { status: 'findings', why: 'What was changed by hand is on this server alone.' }),
    result('orphan-rows', { status: 'skipped', reason: 'it reads whole tables (--deep)' }),
    result('corrupt-index', { status: 'skipped', reason: 'it reads whole tables (--deep)' }),
  ],
}

function result(id: string, facts: Partial<CheckResult>): CheckResult {
  return { id, kind: 'static', title: id, why: id, status: 'ok', ...facts }
}

test('a report shows each check with its findings and their fixes, what was skipped and why, and sums up in one line', () => {
  expect(formatReport(report)).toBe(
    `error  primary-key
  Without a primary key no single row can be named.
  - table public.notes has no primary key

warning  drift
  What was changed by hand is on this server alone.
  - index public.a_idx is in no migration; write one that makes it, or drop it
      drop index "public"."a_idx";
      select 1

skipped  orphan-rows, corrupt-index: it reads whole tables (--deep)

unused  json-instead-of-jsonb:public.notes.tags is found no more; take it out of what is ignored or known

1 error, 1 warning; 1 ignored, 2 of 4 checks ran`,
  )
})

test('what is ignored is shown with its reason when asked for', () => {
  expect(formatReport(report, { verbose: true })).toContain(
    '\nignored  serial:public.notes.id: an old client writes the default itself\n',
  )
})

test('a report of a sound database is one line', () => {
  const sound = { ...report, ok: true, findings: [], ignored: [], unused: [], checks: report.checks.slice(0, 2) }
  expect(formatReport(sound)).toBe('nothing found; 2 of 2 checks ran')
})

test('colours are there only when asked for, and change nothing else', () => {
  const coloured = formatReport(report, { colour: true })
  expect(coloured).toContain('\u001b[31merror\u001b[39m')
  expect(stripVTControlCharacters(coloured)).toBe(formatReport(report))
})
