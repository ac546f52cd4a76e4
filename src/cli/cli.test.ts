import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createOnServer } from '../../test/support/databases.ts'
import { rowhouse, writeFiles } from './testing-support/command.ts'

let folder: string
let url: string
let drop: () => Promise<void>
let home: string

beforeEach(async () => {
  home = process.cwd()
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'rowhouse-cli-')))
  const database = await createOnServer()
  url = database.url
  drop = database.drop
})

afterEach(async () => {
  process.chdir(home)
  await drop()
  rmSync(folder, { recursive: true })
})

const inProject = (...args: string[]) => rowhouse(...args, '--project', folder, '--url', url)

const write = (files: Readonly<Record<string, string>>) => writeFiles(folder, files)

const migrations = {
  'migrations/1_levels/up.sql': 'create table levels (id int primary key, name text not null unique);',
  'migrations/1_levels/down.sql': 'drop table levels;',
  'migrations/2_exercises/up.sql':
    'create table exercises (id int primary key, level_id int not null references levels (id));\ncreate index on exercises (level_id);',
  'migrations/2_exercises/down.sql': 'drop table exercises;',
}

const seeds = {
  'seeds/1_levels.ts': `
    import { defineSeed } from 'rowhouse/seed'
    export default defineSeed({ kind: 'reference', table: 'levels', key: ['id'], rows: () => [{ id: 1, name: 'Foundation' }] })`,
}

describe('setup', () => {
  test('makes an empty database a working one, and changes nothing the second time', async () => {
    write({ ...migrations, ...seeds })
    const first = await inProject('setup')
    expect(first.err).not.toContain('error')
    expect(first.out).toContain('applied 1_levels, 2_exercises')
    expect(first.out).toContain('1 inserted  0 updated  0 unchanged')
    expect(first.code).toBe(0)
    const second = await inProject('setup')
    expect(second.out).toContain('no migration was pending')
    expect(second.out).toContain('0 inserted  0 updated  1 unchanged')
    expect(second.code).toBe(0)
  })

  test('exits with 1 and the fix when something is found', async () => {
    write({ 'migrations/1_bad/up.sql': 'create table bad (id int);', 'migrations/1_bad/down.sql': 'drop table bad;' })
    const { code, out } = await inProject('setup')
    expect(code).toBe(1)
    expect(out).toContain('primary key')
  })
})

describe('migrate', () => {
  test('new makes a folder to fill in', async () => {
    const { code, out } = await inProject('migrate', 'new', "Add user's profile")
    expect(code).toBe(0)
    expect(out).toMatch(/migrations\/\d{14}_add_users?_s?_?profile\/up\.sql/)
    expect(readdirSync(join(folder, 'migrations'))).toHaveLength(1)
  })

  test('up, status, down and redo tell what they did', async () => {
    write(migrations)
    const up = await inProject('migrate', 'up')
    expect(up.out).toMatch(/applied {2}1_levels .*\napplied {2}2_exercises .*\n2 migrations applied on PostgreSQL at/)
    expect((await inProject('migrate', 'up')).out).toBe('nothing to apply: the database is up to date\n')
    expect((await inProject('migrate', 'status')).code).toBe(0)
    expect((await inProject('migrate', 'redo')).out).toMatch(
      /reverted {2}2_exercises .*\napplied {3}2_exercises .*\n1 migration reverted on .*\n1 migration applied on/,
    )
    expect((await inProject('migrate', 'down')).out).toMatch(/^reverted {2}2_exercises/)
    const status = await inProject('migrate', 'status')
    expect(status.code).toBe(1)
    expect(status.out).toMatch(/applied {2}1_levels .*Z\npending {2}2_exercises/)
    expect((await inProject('migrate', 'down', '--all')).out).toContain('1 migration reverted')
  })

  test('--json prints one value', async () => {
    write(migrations)
    const { out } = await inProject('migrate', 'up', '--to', '1', '--json')
    expect(JSON.parse(out)).toEqual({
      applied: [{ direction: 'up', version: '1', name: '1_levels', durationMs: expect.any(Number) }],
    })
  })

  test('a failing migration is shown with file, line and a caret under the bad word', async () => {
    write({
      'migrations/1_typo/up.sql': 'select 1;\n\ncreate table t (\n  id intt\n);',
      'migrations/1_typo/down.sql': '',
    })
    const { code, err } = await inProject('migrate', 'up')
    expect(code).toBe(1)
    expect(err).toContain('up.sql:4:6')
    expect(err).toContain('type "intt" does not exist')
    expect(err).toMatch(/ {2}id intt\n +\^/)
  })
})

describe('seed', () => {
  const twoRows = (second: string) => ({
    'migrations/1_levels/up.sql': migrations['migrations/1_levels/up.sql'],
    'migrations/1_levels/down.sql': 'drop table levels;',
    'seeds/levels.mjs': `export default { kind: 'reference', table: 'levels', key: ['id'],
      rows: () => [{ id: 1, name: 'Foundation' }, { id: 2, name: ${second} }] }`,
  })

  test('a failing row is told by number and name, and nothing is written', async () => {
    write(twoRows(`'Foundation'`))
    await inProject('migrate', 'up')
    const { code, err } = await inProject('seed')
    expect(code).toBe(1)
    expect(err).toMatch(/row 2.*Foundation/)
    expect(err).toContain('levels_name_key')
  })

  test('--on-error skip leaves out that row, and exits with 1', async () => {
    write(twoRows(`null`))
    await inProject('migrate', 'up')
    const { code, out } = await inProject('seed', '--on-error', 'skip')
    expect(code).toBe(1)
    expect(out).toContain('1 inserted')
    expect(out).toMatch(/skipped {2}levels row 2/)
  })
})

test('verify exits with 1 when the database is not what the migrations say, and prints what mends it', async () => {
  write(migrations)
  const { code, out } = await inProject('verify')
  expect(code).toBe(1)
  expect(out).toContain('migration 1_levels is not applied yet')
  await inProject('migrate', 'up')
  expect((await inProject('verify')).code).toBe(0)
})

test('ping tells the version and where', async () => {
  const { code, out } = await inProject('ping')
  expect(code).toBe(0)
  expect(out).toMatch(/^PostgreSQL at 127\.0\.0\.1:\d+\/test_\w+: PostgreSQL \d+\.\d+ answered in [\d.]+ ms\n$/)
  expect(JSON.parse((await inProject('ping', '--json')).out)).toMatchObject({
    embedded: false,
    version: expect.stringMatching(/^\d/),
  })
})

test('a configuration is found from a folder below, and its mistakes are told', async () => {
  write({ 'rowhouse.config.ts': `export default { migration: 'db' }`, 'src/deep/file.txt': '' })
  const { code, err } = await rowhouse('migrate', 'status', '--project', join(folder, 'src/deep'), '--url', url)
  expect(code).toBe(1)
  expect(err).toMatch(/rowhouse\.config\.ts.*migration.*migrations/)
})

test("the configuration's database serves when nothing else is named", async () => {
  write({ 'rowhouse.config.mjs': `export default { database: 'pglite:./db' }` })
  const { code, out } = await rowhouse('ping', '--project', folder)
  expect(code).toBe(0)
  expect(out).toContain(`embedded database in ${folder}/db: PostgreSQL 18`)
})

describe('wrong usage', () => {
  test.each([
    [['nonsense'], /unknown command 'nonsense'/],
    [['migrate', 'upp'], /unknown command 'upp'[\s\S]*Did you mean up\?/],
    [['migrate', 'new'], /missing required argument 'name'/],
    [['migrate', 'up', '--steps', 'two'], /It must be a whole number from 1/],
    [['seed', '--kind', 'other'], /Allowed choices are reference, sample/],
    [['ping', '--color'], /unknown option '--color'/],
  ])('%j exits with 2 and says what is wrong', async (args, message) => {
    const { code, err, out } = await rowhouse(...args)
    expect(code).toBe(2)
    expect(err).toMatch(message)
    expect(out).toBe('')
  })

  test('no command at all shows the help', async () => {
    const { code, err } = await rowhouse()
    expect(code).toBe(2)
    expect(err).toContain('Usage: rowhouse [options] [command]')
  })
})

test.each([
  ['--help'],
  ['setup', '--help'],
  ['migrate', 'up', '--help'],
  ['seed', '--help'],
  ['verify', '--help'],
  ['ping', '--help'],
])('help has an example: %s %s %s', async (...args) => {
  const { code, out } = await rowhouse(...args)
  expect(code).toBe(0)
  expect(out).toContain('Example:\n  $ rowhouse ')
})

test('an error is one JSON value with --json, without the password', async () => {
  const { code, out } = await rowhouse('ping', '--json', '--url', 'postgres://me:hunter2@127.0.0.1:1/app')
  expect(code).toBe(1)
  expect(JSON.parse(out)).toMatchObject({ error: { code: 'CONNECTION_REFUSED' } })
  expect(out).not.toContain('hunter2')
})
