import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, test, vi } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import { connect, type Database, type Queryable } from '../index.ts'
import { createTestDatabase, startTestServer } from './index.ts'
import { firstAnswer, startCreator } from './testing-support/processes.ts'
import { pathTo, seedOf, temporaryProject } from './testing-support/project.ts'

const users = async (db: Queryable) =>
  (await db.many<{ name: string }>('select name from users order by name')).map(({ name }) => name)

async function databases(admin: Database, like: string): Promise<string[]> {
  const rows = await admin.many<{ name: string }>(
    'select datname as name from pg_database where datname like $1 order by oid',
    [like],
  )
  return rows.map(({ name }) => name)
}

describe.each(engines)('a test database on $name', ({ place }) => {
  test('is migrated and seeded, and nobody else is in it', async () => {
    using project = temporaryProject()
    await using one = await createTestDatabase({ ...place, project: project.folder })
    await using other = await createTestDatabase({ ...place, project: project.folder })
    await one.execute(`insert into users values ('Grace')`)
    expect([await users(one), await users(other)]).toEqual([['Ada', 'Grace'], ['Ada']])
  })

  test('is empty when that is asked for, and without seeds when none are', async () => {
    using project = temporaryProject()
    await using empty = await createTestDatabase({ ...place, empty: true })
    expect(await empty.one(`select to_regclass('users') as found`)).toEqual({ found: null })
    await using unseeded = await createTestDatabase({ ...place, project: project.folder, seeds: [] })
    expect(await users(unseeded)).toEqual([])
  })

  test('has what the files hold now: a migration, a seed, and what a seed reads', async () => {
    using project = temporaryProject()
    const content = async () => {
      await using db = await createTestDatabase({ ...place, project: project.folder })
      return await users(db)
    }
    expect(await content()).toEqual(['Ada'])
    project.write('data/users.json', '[{ "name": "Grace" }]')
    project.write('seeds/20_more.js', seedOf(`readJson('data/users.json')`))
    expect(await content()).toEqual(['Ada', 'Grace'])
    project.write('data/users.json', '[{ "name": "Edsger" }]')
    expect(await content()).toEqual(['Ada', 'Edsger'])
    project.write('migrations/2_barbara/up.sql', `insert into users values ('Barbara');\r\n`)
    expect(await content()).toEqual(['Ada', 'Barbara', 'Edsger'])
  })

  test('tells what is wrong with a migration, until it is mended', async () => {
    using project = temporaryProject()
    project.write('migrations/2_broken/up.sql', 'create table broken (')
    const attempt = () => createTestDatabase({ ...place, project: project.folder })
    await expect(attempt()).rejects.toMatchObject({ code: 'MIGRATION_FAILED' })
    await expect(attempt()).rejects.toMatchObject({ code: 'MIGRATION_FAILED' })
    project.write('migrations/2_broken/up.sql', 'create table mended ()')
    await using db = await attempt()
    expect(await users(db)).toEqual(['Ada'])
  })

  test.each([`a 'quoted"; drop --`, 'spaces and ümlauts', '%41%', '$HOME`id`'])(
    'takes the project in %s',
    async (name) => {
      using project = temporaryProject(name)
      await using db = await createTestDatabase({ ...place, project: project.folder })
      expect(await users(db)).toEqual(['Ada'])
    },
  )

  test('takes the options of connect', async () => {
    await using db = await createTestDatabase({ ...place, empty: true, connect: { int8: 'bigint' } })
    expect(await db.one('select 1::int8 as one')).toEqual({ one: 1n })
    await expect(createTestDatabase({ ...place, empty: true, connect: { int8: 'x' as never } })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    })
  })
})

describe('a test database on a server', () => {
  const server = inject('serverUrl')

  test('is dropped when it is closed, once', async () => {
    await using admin = await connect(server)
    const db = await createTestDatabase({ server, empty: true })
    const name = new URL(db.url!).pathname.slice(1)
    expect(await databases(admin, name)).toEqual([name])
    await Promise.all([db.close(), db.close()])
    expect(await databases(admin, name)).toEqual([])
  })

  test('keeps the settings that migrations gave to its template', async () => {
    using project = temporaryProject()
    project.write(
      'migrations/2_settings/up.sql',
      `do $$ begin
         execute format('alter database %I set search_path = app, "Public ''x", public', current_database());
         execute format('alter database %I set work_mem = ''5MB''', current_database());
       end $$`,
    )
    await using db = await createTestDatabase({ server, project: project.folder })
    expect(await db.one(`select current_setting('search_path') as path, current_setting('work_mem') as mem`)).toEqual({
      path: `app, "Public 'x", public`,
      mem: '5MB',
    })
  })

  test('comes from one template, however many processes want it at once', async () => {
    using project = temporaryProject()
    const log = join(project.folder, 'built')
    project.write(
      'seeds/10_users.js',
      seedOf(`[{ name: 'Ada' }]`, `appendFileSync(${pathTo(project, 'built')}, 'built\\n')`),
    )
    const children = Array.from({ length: 8 }, () => startCreator({ server, project: project.folder }))
    const answers = await Promise.all(children.map(firstAnswer))
    expect(answers.map(({ names }) => names)).toEqual(Array.from({ length: 8 }, () => ['Ada']))
    expect(new Set(answers.map(({ url }) => url)).size).toBe(8)
    expect(readFileSync(log, 'utf8')).toBe('built\n')
  })

  test('is whole though the process that built the template was killed in the middle', async () => {
    using project = temporaryProject()
    const [begun, hold] = ['begun', 'hold'].map((name) => join(project.folder, name)) as [string, string]
    project.write('hold', '')
    const wait = `writeFileSync(${pathTo(project, 'begun')}, ''); while (existsSync(${pathTo(project, 'hold')})) await pause(5)`
    project.write('seeds/10_users.js', seedOf(`[{ name: 'Ada' }]`, wait))
    const child = startCreator({ server, project: project.folder })
    await vi.waitFor(() => expect(existsSync(begun)).toBe(true), 20_000)
    child.kill('SIGKILL')
    await once(child, 'exit')
    rmSync(hold)
    await using db = await createTestDatabase({ server, project: project.folder })
    expect(await users(db)).toEqual(['Ada'])
  })

  test('is made though somebody is connected to the template, while it is built or later', async () => {
    await using small = await smallServer()
    using project = temporaryProject()
    const options = { server: small.url, project: project.folder }
    await (await createTestDatabase(options)).close()
    await using admin = await connect(small.url)
    const [template] = await databases(admin, 'rowhouse_template_%')
    await admin.script(`alter database "${template}" allow_connections true`)
    const url = new URL(small.url)
    url.pathname = `/${template}`
    await using intruder = await connect(url.href, { maxConnections: 1 })
    await intruder.query('select 1')
    await using db = await createTestDatabase(options)
    expect(await users(db)).toEqual(['Ada'])
  })

  test('waits for its turn when the server has no connection left', async () => {
    await using small = await smallServer()
    using project = temporaryProject()
    const use = async () => {
      await using db = await createTestDatabase({ server: small.url, project: project.folder })
      return await users(db)
    }
    const answers = await Promise.all(Array.from({ length: 50 }, use))
    expect(answers).toEqual(Array.from({ length: 50 }, () => ['Ada']))
  })

  test('needs no superuser, only the right to create databases', async () => {
    await using small = await smallServer()
    await using admin = await connect(small.url)
    await admin.script('create role tester login createdb')
    using project = temporaryProject()
    const url = new URL(small.url)
    url.username = 'tester'
    await using db = await createTestDatabase({ server: url.href, project: project.folder })
    expect(await users(db)).toEqual(['Ada'])
    await expect(createTestDatabase({ server: 'postgres://a b:c:d', empty: true })).rejects.toMatchObject({
      code: 'INVALID_URL',
    })
  })

  test('leaves nothing behind when its process ends', async () => {
    await using small = await smallServer()
    using project = temporaryProject()
    const child = startCreator({ server: small.url, project: project.folder })
    expect(await once(child, 'exit')).toEqual([0, null])
    await using admin = await connect(small.url)
    expect(await databases(admin, 'rowhouse_test_%')).toEqual([])
  })

  test('of a run that has crashed is dropped, and none of a run that lives', async () => {
    await using small = await smallServer()
    using project = temporaryProject()
    const dead = startCreator({ server: small.url, project: project.folder }, { stay: true })
    await firstAnswer(dead)
    dead.kill('SIGKILL')
    await once(dead, 'exit')
    await using admin = await connect(small.url)
    const left = await databases(admin, 'rowhouse_test_%')
    await using db = await createTestDatabase({ server: small.url, project: project.folder })
    await vi.waitFor(async () => expect(await databases(admin, left[0]!)).toEqual([]), 10_000)
    expect(await databases(admin, 'rowhouse_test_%')).toEqual([new URL(db.url!).pathname.slice(1)])
  })

  test('leaves three templates of a project, however often that changes', async () => {
    await using small = await smallServer()
    using project = temporaryProject()
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      project.write('seeds/10_users.js', seedOf(`[{ name: '${name}' }]`))
      await (await createTestDatabase({ server: small.url, project: project.folder, seeds: [] })).close()
      project.write('migrations/1_users/up.sql', `create table users (name text primary key, ${name} int);`)
    }
    await using admin = await connect(small.url)
    expect(await databases(admin, 'rowhouse_template_%')).toHaveLength(3)
  })

  async function smallServer() {
    const small = await startTestServer({ settings: { max_connections: '12' } })
    return { url: small.url, [Symbol.asyncDispose]: () => small.dispose() }
  }
})

describe('the server that test processes share', () => {
  test('is started by the first, used by all, and stopped after the last', async () => {
    using project = temporaryProject()
    const environment = { TMPDIR: project.folder, ROWHOUSE_TEST_LINGER: '300' }
    const start = () => startCreator({ engine: 'postgres', project: project.folder }, { stay: true, environment })
    const children = [start(), start(), start()]
    const answers = await Promise.all(children.map(firstAnswer))
    expect(new Set(answers.map(({ url }) => new URL(url).port)).size).toBe(1)
    children[0]!.kill('SIGKILL')
    const late = start()
    expect(new URL((await firstAnswer(late)).url).port).toBe(new URL(answers[0]!.url).port)
    for (const child of [...children, late]) child.stdin?.end()
    const stopped = () => expect(connect(answers[0]!.url)).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
    await vi.waitFor(stopped, 20_000)
  })
})
