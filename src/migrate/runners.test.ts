import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, test, vi } from 'vitest'
import { createOnServer } from '../../test/support/databases.ts'
import { connect, type Database } from '../index.ts'
import { migrateUp } from './migrate.ts'
import { migrationStatus } from './status.ts'
import { emptyFolder, type Folder } from './testing-support/folder.ts'
import { objectsOf } from './testing-support/world.ts'

interface Server extends AsyncDisposable {
  readonly url: string
  readonly folder: Folder
  /** Another connection pool to the same database, closed at the end of the test. */
  open(maxConnections?: number): Promise<Database>
}

async function emptyServer(): Promise<Server> {
  const { url, drop } = await createOnServer()
  const folder = await emptyFolder()
  const opened: Database[] = []
  return {
    url,
    folder,
    open: async (maxConnections = 3) => {
      const db = await connect(url, { maxConnections })
      opened.push(db)
      return db
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(opened.map((db) => db.close()))
      await folder[Symbol.asyncDispose]()
      await drop()
    },
  }
}

const statesOf = async (db: Database, folder: Folder) =>
  (await migrationStatus(db, { folder: folder.path })).map(({ name, state }) => `${name}: ${state}`)

describe('several runners at once all succeed, and each migration is applied once', () => {
  test.each([
    [2, 3],
    [8, 3],
    [8, 2],
    [4, 1],
  ])('%i runners on pools of %i', async (runners, maxConnections) => {
    await using server = await emptyServer()
    for (const n of [1, 2, 3, 4]) await server.folder.add(`${n}_t`, `create table t${n} (); select pg_sleep(0.02)`)
    const databases = await Promise.all(Array.from({ length: runners }, () => server.open(maxConnections)))
    const results = await Promise.all(databases.map((db) => migrateUp(db, { folder: server.folder.path })))
    const applied = results.flatMap((result) => result.applied.map(({ name }) => name))
    expect(applied.toSorted()).toEqual(['1_t', '2_t', '3_t', '4_t'])
  })
})

test('a runner that waits too long names the one that works', async () => {
  await using server = await emptyServer()
  await server.folder.add('1_a', 'create table a ()')
  const db = await server.open()
  const other = await server.open()
  await other.transaction(async (tx) => {
    await tx.advisoryLock('rowhouse.migrations')
    const { pid } = await tx.one<{ pid: number }>('select pg_backend_pid() as pid')
    await expect(migrateUp(db, { folder: server.folder.path, lockWait: 100 })).rejects.toMatchObject({
      code: 'MIGRATION_LOCKED',
      message: expect.stringMatching(new RegExp(`pid ${pid}, rowhouse, idle in transaction, since \\d{4}-`)),
      facts: { pid },
    })
  })
  expect(await objectsOf(db)).toEqual([])
  expect((await migrateUp(db, { folder: server.folder.path })).applied).toHaveLength(1)
})

test('a runner that was killed with kill -9 leaves nothing locked and nothing half done', async () => {
  await using server = await emptyServer()
  await server.folder.add('1_a', 'create table a ()')
  await server.folder.add('2_b', 'create table b (); select pg_sleep(30)')
  const db = await server.open()
  const child = startRunner(server)
  await vi.waitFor(async () => expect(await isAsleep(db)).toBe(true), { timeout: 50_000, interval: 50 })
  child.kill('SIGKILL')
  await once(child, 'exit')
  await server.folder.add('2_b', 'create table b ()')
  const start = performance.now()
  expect((await migrateUp(db, { folder: server.folder.path })).applied).toMatchObject([{ name: '2_b' }])
  expect(performance.now() - start).toBeLessThan(10_000)
  expect(await statesOf(db, server.folder)).toEqual(['1_a: applied', '2_b: applied'])
})

function startRunner({ url, folder }: Server): ChildProcess {
  const file = new URL('./testing-support/runner.ts', import.meta.url).pathname
  return spawn(process.execPath, ['--import', 'jiti/register', file, url, folder.path], { stdio: 'inherit' })
}

async function isAsleep(db: Database): Promise<boolean> {
  const { asleep } = await db.one<{ asleep: boolean }>(
    `select exists (
       select from pg_stat_activity
       where datname = current_database() and wait_event = 'PgSleep'
     ) as asleep`,
  )
  return asleep
}

test('a runner that lost its lock stops before the next migration', async () => {
  await using server = await emptyServer()
  await server.folder.add(
    '1_a',
    `create table a ();
     select pg_terminate_backend(pid)
     from pg_locks
     where locktype = 'advisory' and pid <> pg_backend_pid()
       and database = (select oid from pg_database where datname = current_database());`,
  )
  await server.folder.add('2_b', 'create table b ()')
  const db = await server.open()
  await expect(migrateUp(db, { folder: server.folder.path })).rejects.toThrow(/holds the lock/)
  expect(await statesOf(db, server.folder)).toEqual(['1_a: applied', '2_b: pending'])
  expect((await migrateUp(db, { folder: server.folder.path })).applied).toMatchObject([{ name: '2_b' }])
})

test('a connection lost in the middle of a migration leaves nothing, and the next run works', async () => {
  await using server = await emptyServer()
  await server.folder.add('1_a', 'create table a ();\nselect pg_terminate_backend(pg_backend_pid());')
  const db = await server.open()
  await expect(migrateUp(db, { folder: server.folder.path })).rejects.toMatchObject({
    code: 'MIGRATION_FAILED',
    facts: { line: 2 },
  })
  await server.folder.add('1_a', 'create table a ()')
  expect((await migrateUp(db, { folder: server.folder.path })).applied).toHaveLength(1)
})

test('the defaults of the database do not matter', async () => {
  await using server = await emptyServer()
  const admin = await server.open()
  const { name } = await admin.one<{ name: string }>('select quote_ident(current_database()) as name')
  await admin.script(`
    alter database ${name} set default_transaction_read_only = on;
    alter database ${name} set default_transaction_isolation = 'serializable';
    alter database ${name} set idle_in_transaction_session_timeout = '50ms';
    alter database ${name} set search_path = '';`)
  await server.folder.add('1_a', 'create table public.a (); select pg_sleep(0.2)', 'drop table public.a')
  await server.folder.add('2_b', 'create table public.b ()', 'drop table public.b')
  const db = await server.open()
  expect((await migrateUp(db, { folder: server.folder.path })).applied).toHaveLength(2)
})
