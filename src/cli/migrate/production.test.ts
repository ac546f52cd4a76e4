import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createOnServer } from '../../../test/support/databases.ts'
import { rowhouse, writeFiles } from '../testing-support/command.ts'
import { reasonForProduction } from './production.ts'

const reason = (description: string, environment = {}, production: string[] = []) =>
  reasonForProduction({ description, environment, production })

test.each([
  ['PostgreSQL at db.example:5432/app', { NODE_ENV: 'production' }, []],
  ['PostgreSQL at db.example:5432/app', { APP_ENV: 'production' }, []],
  ['PostgreSQL at db.example:5432/app', {}, ['*/app']],
  ['PostgreSQL at 127.0.0.1:5432/app', {}, ['127.0.0.1:5432/*']],
  ['PostgreSQL at localhost.example:5432/app', { NODE_ENV: 'production' }, []],
])('%s under %j with %j looks like production', (description, environment, production) => {
  expect(reason(description, environment, production)).toMatch(/./)
})

test.each([
  ['PostgreSQL at db.example:5432/app', {}, []],
  ['PostgreSQL at db.example:5432/app', { NODE_ENV: 'test' }, ['*/app_production']],
  ['PostgreSQL at localhost:5432/app', { NODE_ENV: 'production' }, []],
  ['PostgreSQL at ::1:5432/app', { NODE_ENV: 'production' }, []],
  ['PostgreSQL at /var/run/postgresql:5432/app', { NODE_ENV: 'production' }, []],
  ['embedded database in memory', { NODE_ENV: 'production' }, ['*']],
  ['PostgreSQL at dbxexample:5432/app', {}, ['db.example:*']],
])('%s under %j with %j does not', (description, environment, production) => {
  expect(reason(description, environment, production)).toBeUndefined()
})

test('a production database is changed only with --yes, and without it only when nothing is pending', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rowhouse-production-'))
  const { url, drop } = await createOnServer()
  const home = process.cwd()
  const migrate = (...args: string[]) => rowhouse('migrate', ...args, '--project', folder, '--url', url)
  try {
    writeFiles(folder, {
      'rowhouse.config.mjs': `export default { production: ['*/${new URL(url).pathname.slice(1)}'] }`,
      'migrations/1_a/up.sql': 'create table a ();',
      'migrations/1_a/down.sql': 'drop table a;',
    })
    const refused = await migrate('up')
    expect([refused.code, refused.err]).toEqual([
      1,
      expect.stringMatching(/1 migration would be applied on .*say --yes/),
    ])
    expect((await migrate('status')).out).toContain('pending')
    expect((await migrate('up', '--yes')).code).toBe(0)
    expect(await migrate('up')).toMatchObject({ code: 0, out: expect.stringContaining('nothing to apply') })
    expect((await migrate('down')).err).toMatch(/1 migration would be reverted on /)
    expect((await migrate('redo')).err).toMatch(/1 migration would be reverted and applied again on /)
    expect((await migrate('down', '--yes')).code).toBe(0)
  } finally {
    process.chdir(home)
    await drop()
    rmSync(folder, { recursive: true })
  }
})
