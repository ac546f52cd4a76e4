import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createOnServer } from '../../../test/support/databases.ts'
import { connect } from '../../index.ts'
import { rowhouse, writeFiles } from '../testing-support/command.ts'

const start = process.cwd()
let folder: string

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'rowhouse-drift-')))
  process.chdir(folder)
  writeFiles(folder, {
    'migrations/1_users/up.sql': 'create table users (id int primary key, email text default $$x$$);\n',
    'migrations/1_users/down.sql': 'drop table users;\n',
  })
})

afterEach(() => {
  process.chdir(start)
  rmSync(folder, { recursive: true })
})

test('drift is told with the SQL to adopt and to revert it, and ends with exit code 1', async () => {
  const { url, drop } = await createOnServer()
  const server = await connect(url)
  try {
    await rowhouse('migrate', 'up', '--url', url)
    const clean = await rowhouse('migrate', 'drift', '--url', url)
    expect(clean).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^no drift on PostgreSQL at /) })
    await server.script('alter table users alter column email drop default')
    const { code, out } = await rowhouse('migrate', 'drift', '--url', url)
    expect(code).toBe(1)
    expect(out.split('\n').slice(0, 5)).toEqual([
      'different  column public.users.email',
      "  was     text default 'x'::text",
      '  is      text',
      '  adopt   alter table "public"."users" alter column "email" drop default;',
      `  revert  alter table "public"."users" alter column "email" set default 'x'::text;`,
    ])
    const json = await rowhouse('migrate', 'drift', '--url', url, '--json')
    expect(json.code).toBe(1)
    expect(JSON.parse(json.out)).toMatchObject({ source: 'snapshot', objects: [{ name: 'public.users.email' }] })
  } finally {
    await server.close()
    await drop()
  }
})

test('a baseline adopts what the migrations make, and refuses anything else with exit code 1', async () => {
  const { url, drop } = await createOnServer()
  const server = await connect(url)
  try {
    await server.script('create table users (id int primary key)')
    const refused = await rowhouse('migrate', 'baseline', '--to', '1', '--url', url)
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('missing  column public.users.email')
    await server.script('alter table users add column email text default $$x$$')
    const adopted = await rowhouse('migrate', 'baseline', '--to', '1', '--url', url)
    expect(adopted).toMatchObject({ code: 0, out: expect.stringMatching(/^adopted {2}1_users\n/) })
    const up = await rowhouse('migrate', 'up', '--url', url)
    expect(up.out).toBe('nothing to apply: the database is up to date\n')
    expect(await rowhouse('migrate', 'baseline', '--url', url)).toMatchObject({ code: 2 })
  } finally {
    await server.close()
    await drop()
  }
})
