import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createOnServer } from '../../../test/support/databases.ts'
import { rowhouse, writeFiles } from '../testing-support/command.ts'

let folder: string
let home: string

beforeEach(() => {
  home = process.cwd()
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'rowhouse-cli-')))
})

afterEach(() => {
  process.chdir(home)
  rmSync(folder, { recursive: true })
})

const check = (...args: string[]) => rowhouse('migrate', 'check', '--project', folder, ...args)

const levels = {
  'migrations/1_levels/up.sql': 'create table levels (id bigint primary key, name text not null);',
  'migrations/1_levels/down.sql': 'drop table levels;',
}

const index = {
  'migrations/2_index/up.sql': '-- by name\ncreate index levels_name on levels (name);',
  'migrations/2_index/down.sql': 'drop index levels_name;',
}

test('tells of each migration whether it is proved, and makes no database', async () => {
  writeFiles(folder, levels)
  const { code, out, err } = await check()
  expect(out).toMatch(
    /^tried on PostgreSQL 18\.\S+ \(embedded database in memory\); no server is named to compare its version with\n\n1_levels {2}up, down and up again\n\n1 migration checked: 0 errors, 0 warnings\n$/,
  )
  expect(err).toMatch(/check …\ncheck: 1, /)
  expect(code).toBe(0)
  expect(readdirSync(folder)).toEqual(['migrations'])
})

test('prints what each statement locks, and exits with 1 with the SQL that does not', async () => {
  writeFiles(folder, { ...levels, ...index })
  const { code, out } = await check('--only', '2')
  expect(code).toBe(1)
  expect(out).toContain(`
2_index  up, down and up again
  line  table   lock   blocks  rewrite  scan  verdict
     2  levels  SHARE  writes           yes   for each row
  migrations/2_index/up.sql:2:1  error  levels is read from end to end under SHARE: writes wait for as long as that takes  [blocking-scan]
      -- alone in a migration of its own
      create index concurrently levels_name on levels (name);

1 migration checked: 1 error, 0 warnings
`)
})

test('--json prints the value of the library, and the exit code is the same', async () => {
  writeFiles(folder, { ...levels, ...index })
  const { code, out } = await check('--json')
  expect(code).toBe(1)
  expect(JSON.parse(out)).toMatchObject({
    ok: false,
    scratch: { version: expect.stringMatching(/^18\./) },
    migrations: [
      { name: '1_levels', reversible: 'proved', effects: [], findings: [] },
      {
        name: '2_index',
        effects: [{ line: 2, table: 'levels', lock: 'SHARE', blocks: 'writes', scanned: true, verdict: 'long' }],
        findings: [{ rule: 'blocking-scan', severity: 'error', line: 2, column: 1 }],
      },
    ],
    notChecked: [],
  })
})

test('a failing migration is shown with file, line and a caret', async () => {
  writeFiles(folder, { 'migrations/1_typo/up.sql': 'create table t (\n  id intt\n);' })
  const { code, out } = await check()
  expect(code).toBe(1)
  expect(out).toMatch(
    /1_typo\/up\.sql:2:6 {2}error {2}type "intt" does not exist {2}\[up-failed\]\n {2}2 \| {3}id intt\n {11}\^/,
  )
})

test('warnings alone exit with 0, and with 1 under --strict', async () => {
  writeFiles(folder, { 'migrations/1_levels/up.sql': levels['migrations/1_levels/up.sql'] })
  expect((await check()).code).toBe(0)
  expect((await check('--strict')).code).toBe(1)
  expect((await check('--require-down')).code).toBe(1)
})

test('the version of the target is compared, with a way to try on the same', async () => {
  writeFiles(folder, levels)
  const { url, drop } = await createOnServer()
  const shadow = await createOnServer()
  try {
    const { out } = await check('--url', url)
    expect(out).toMatch(/the target is PostgreSQL \d+[^\n]*--shadow-url|, as the target: PostgreSQL 18/)
    const same = await check('--url', url, '--shadow-url', shadow.url)
    expect(same.out).toMatch(/^tried on PostgreSQL \S+ \(PostgreSQL at [^\n]*\), as the target: PostgreSQL \d/)
    expect(same.code).toBe(0)
    const { code, err } = await check('--url', url, '--shadow-url', url)
    expect(err).toContain('is the database that the migrations are for')
    expect(code).toBe(1)
  } finally {
    await drop()
    await shadow.drop()
  }
})

test('a target that cannot be reached is told, and hinders nothing', async () => {
  writeFiles(folder, levels)
  const { code, out } = await check('--url', 'postgres://me:hunter2@127.0.0.1:1/app')
  expect(out).toMatch(/warning {2}the target's version is not known: .*127\.0\.0\.1:1/)
  expect(out).not.toContain('hunter2')
  expect(code).toBe(0)
})

test('rules can be left out, and unknown ones are told', async () => {
  writeFiles(folder, { ...levels, ...index })
  expect((await check('--without', 'blocking-scan, drop-table')).code).toBe(0)
  expect((await check('--without', 'blocking-scn')).err).toContain('there is no rule blocking-scn')
})

test('wrong usage exits with 2, and help has an example', async () => {
  expect((await check('--onyl', '1')).code).toBe(2)
  expect((await check('--without', ',')).code).toBe(2)
  expect((await rowhouse('migrate', 'check', '--help')).out).toContain('Example:\n  $ rowhouse migrate check')
})
