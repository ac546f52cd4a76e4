import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createOnServer } from '../../../test/support/databases.ts'
import { connect } from '../../index.ts'
import { rowhouse, writeFiles } from '../testing-support/command.ts'

vi.setConfig({ testTimeout: 300_000 })

const users = 'create table users (id int primary key, email text);\n'
const start = process.cwd()
let folder: string

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'rowhouse-diff-')))
  process.chdir(folder)
})

afterEach(() => {
  process.chdir(start)
  rmSync(folder, { recursive: true })
})

test('a schema file becomes migrations, which make it, which can be dumped and checked', async () => {
  writeFiles(folder, { 'schema.sql': users })
  const made = await rowhouse('migrate', 'diff', 'add users')
  expect(made).toMatchObject({ code: 0, err: '' })
  expect(made.out).toMatch(/^migrations\/\d{14}_add_users\/up\.sql\nmigrations\/\d{14}_add_users\/down\.sql\n/)
  const again = await rowhouse('migrate', 'diff', 'nothing')
  expect(again).toMatchObject({ code: 0, out: 'nothing to do: the migrations make what the schema file says\n' })
  expect(readdirSync(join(folder, 'migrations'))).toHaveLength(1)

  const dumped = await rowhouse('migrate', 'dump', '--output', 'dump.sql')
  expect(dumped).toMatchObject({ code: 0 })
  expect(readFileSync('dump.sql', 'utf8')).toBe(
    'create table public.users (\n  id integer not null,\n  email text,\n  constraint users_pkey primary key (id)\n);\n',
  )
  expect(await rowhouse('migrate', 'dump', '--check', '--schema', 'dump.sql')).toMatchObject({ code: 0 })
  writeFiles(folder, { 'dump.sql': users.replace('email text', 'email text not null') })
  const stale = await rowhouse('migrate', 'dump', '--check', '--schema', 'dump.sql', '--json')
  expect(stale.code).toBe(1)
  expect(JSON.parse(stale.out)).toMatchObject([{ change: 'different', kind: 'column', name: 'public.users.email' }])
})

test('what may be lost is allowed on the command line, and a dry run writes nothing', async () => {
  writeFiles(folder, { 'migrations/1_users/up.sql': users, 'schema.sql': users.replace(', email text', '') })
  const refused = await rowhouse('migrate', 'diff', 'less')
  expect(refused).toMatchObject({ code: 1 })
  expect(refused.err).toContain('if that is meant, add: --allow drop-column:users.email')
  const allowed = await rowhouse('migrate', 'diff', 'less', '--allow', 'drop-column:users.email', '--dry-run')
  expect(allowed.out).toContain('alter table public.users drop column email;')
  expect(readdirSync(join(folder, 'migrations'))).toEqual(['1_users'])
})

test('a required column without a default is pointed out', async () => {
  writeFiles(folder, {
    'migrations/1_users/up.sql': users,
    'schema.sql': users.replace('text', 'text, born date not null'),
  })
  const { code, err } = await rowhouse('migrate', 'diff', 'born', '--dry-run')
  expect(code).toBe(0)
  expect(err).toContain('public.users.born is not null and has no default')
})

test('a server makes the scratch databases beside an empty database, and keeps none', async () => {
  writeFiles(folder, { 'schema.sql': users })
  const { url, drop } = await createOnServer()
  const server = await connect(url)
  const databases = `select count(*)::int as count from pg_database where datname like 'rowhouse_scratch_%'`
  try {
    expect(await rowhouse('migrate', 'diff', 'users', '--shadow-url', url)).toMatchObject({ code: 0 })
    expect(await server.one(databases)).toEqual({ count: 0 })
    await server.script('create table precious (id int)')
    const refused = await rowhouse('migrate', 'diff', 'users', '--shadow-url', url)
    expect(refused).toMatchObject({ code: 1 })
    expect(refused.err).toContain('is not empty (it holds table public.precious)')
    expect(await server.many('select * from precious')).toEqual([])
  } finally {
    await server.close()
    await drop()
  }
  expect(existsSync(join(folder, '.rowhouse'))).toBe(false)
})
