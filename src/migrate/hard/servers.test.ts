import { chownSync, existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { connect, type Database } from '../../index.ts'
import { startTestServer } from '../../testing/index.ts'
import { newBench } from '../testing-support/bench/bench.ts'

describe('the history of an older version', () => {
  test('is brought to the layout of this one by the next run, once, and kept', async () => {
    await using bench = await newBench()
    await bench.add({ '1_a': ['create table a (n int)', 'drop table a'] })
    await bench.migrate('up')
    await bench.db.script(
      'drop table rowhouse.catalog_snapshot, rowhouse.history_layout, rowhouse.migration_statements',
    )
    expect(await bench.states()).toEqual(['1_a: applied'])
    await bench.add({ '2_i': ['create index concurrently i on a (n)', 'drop index concurrently i'] })
    const ends = await Promise.all([bench.migrate('up'), bench.migrate('up'), bench.migrate('up')])
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0])
    expect(await bench.states()).toEqual(['1_a: applied', '2_i: applied'])
    expect((await bench.migrate('down', '--all')).code).toBe(0)
    expect(await bench.db.many(`select nspname from pg_namespace where nspname = 'rowhouse'`)).toEqual([])
  })

  test('of a newer version is left alone', async () => {
    await using bench = await newBench()
    await bench.add({ '1_a': 'create table a ()' })
    await bench.migrate('up')
    await bench.db.execute('update rowhouse.history_layout set version = 99')
    const { code, err } = await bench.migrate('up')
    expect([code, err]).toEqual([1, expect.stringMatching(/layout 99, and this version of Rowhouse knows 3; update/)])
  })
})

describe('roles', () => {
  const inRole = async (bench: { db: Database }, work: (role: string) => Promise<void>) => {
    const role = `owner of "${process.pid}"; drop`
    const quoted = `"${role.replaceAll('"', '""')}"`
    await bench.db.script(`create role ${quoted}; grant create on schema public to ${quoted}`)
    try {
      await work(role)
    } finally {
      await bench.db.script(`drop owned by ${quoted}; drop role ${quoted}`)
    }
  }

  test('--role makes the scripts run as another, and the history belongs to who logged in', async () => {
    await using bench = await newBench()
    await bench.add({ '1_a': 'create table a (n int)', '2_i': 'create index concurrently i on a (n)' })
    await inRole(bench, async (role) => {
      const { code, err } = await bench.migrate('up', '--role', role)
      expect([code, err]).toEqual([0, expect.not.stringContaining('error')])
      expect(await bench.db.many(`select distinct tableowner as name from pg_tables where tablename = 'a'`)).toEqual([
        { name: role },
      ])
      expect(await bench.db.many('select applied_by = session_user as same from rowhouse.migrations')).toEqual([
        { same: true },
        { same: true },
      ])
    })
  })

  test('a role that is not there is refused, and nothing has run', async () => {
    await using bench = await newBench()
    await bench.add({ '1_a': 'create table a ()' })
    const { code, err } = await bench.migrate('up', '--role', 'nobody at all')
    expect([code, err]).toEqual([1, expect.stringContaining('role "nobody at all" does not exist')])
    expect(await bench.tables()).toEqual([])
  })

  test('MIGRATION_DATABASE_URL comes before DATABASE_URL', async () => {
    await using bench = await newBench()
    await bench.add({ '1_a': 'create table a ()' })
    const environment = { DATABASE_URL: 'postgres://127.0.0.1:1/nowhere', MIGRATION_DATABASE_URL: bench.url }
    const { startRowhouse } = await import('../testing-support/bench/command.ts')
    const run = startRowhouse(['migrate', 'up', '--project', bench.folder.path], environment)
    expect((await run.ended).code).toBe(0)
    expect(await bench.tables()).toEqual(['a'])
  })
})

describe('a database in the encoding', () => {
  const inEncoding = async (encoding: string, work: (url: string, db: Database) => Promise<void>) => {
    await using bench = await newBench()
    const name = `encoded_${process.pid}_${encoding.toLowerCase()}`
    await bench.db.script(`create database ${name} encoding '${encoding}' template template0 locale 'C'`)
    const url = new URL(bench.url)
    url.pathname = `/${name}`
    const db = await connect(url.href)
    try {
      await bench.add({ '1_a': `create table a as select 'é' as t` })
      expect((await bench.at(url.href).migrate('up')).code).toBe(0)
      await bench.add({ '2_b': `-- 列\ncreate table b as select 'ü' as t` })
      await work(url.href, db)
      return await bench.at(url.href).migrate('up')
    } finally {
      await db.close()
      await bench.db.script(`drop database ${name} with (force)`)
    }
  }

  test('LATIN1 takes what it can hold, and says what it cannot', async () => {
    const end = await inEncoding('LATIN1', async (_url, db) => {
      expect(await db.one('select octet_length(t) as n from a')).toEqual({ n: 1 })
    })
    expect([end.code, end.err]).toEqual([
      1,
      expect.stringMatching(/has no equivalent in encoding "LATIN1"[\s\S]*left nothing behind/),
    ])
  })

  test('SQL_ASCII takes the bytes as they are', async () => {
    const end = await inEncoding('SQL_ASCII', async (_url, db) => {
      expect(await db.one('select octet_length(t) as n from a')).toEqual({ n: 2 })
    })
    expect(end.code).toBe(0)
  })
})

test('a standby is told from a primary', async () => {
  const server = await startTestServer()
  await using bench = await newBench()
  let started: Promise<void> | undefined
  try {
    const db = await connect(server.url, { maxConnections: 1 })
    const { folder } = await db.one<{ folder: string }>(`select current_setting('data_directory') as folder`)
    await db.close()
    await server.stop()
    const signal = join(folder, 'standby.signal')
    writeFileSync(signal, '')
    const { uid, gid } = statSync(folder)
    chownSync(signal, uid, gid)
    // It never says that it is ready for all that a primary does, for which this waits to the end.
    started = server.start().catch(() => undefined)
    await vi.waitFor(async () => (await connect(server.url)).close(), { timeout: 30_000, interval: 100 })
    await bench.add({ '1_a': 'create table a ()' })
    const { code, err } = await bench.at(server.url).migrate('up')
    expect([code, err]).toEqual([1, expect.stringContaining('this server is a standby')])
  } finally {
    await server.dispose()
    await started
  }
})

describe.each(existsSync('/dev/full') ? ['/dev/full'] : [])('a full disk (%s)', (full) => {
  test('in a transaction leaves nothing', async () => {
    await using bench = await newBench()
    await bench.add({ '1_a': `create table a ();\ncopy (select repeat('x', 100000)) to '${full}'` })
    const { code, err } = await bench.migrate('up')
    expect([code, err]).toEqual([1, expect.stringMatching(/up\.sql:2:1: could not [\s\S]*No space left on device/)])
    expect(await bench.tables()).toEqual([])
    expect(await bench.leftovers()).toEqual([])
  })

  test('without a transaction says what stands, and goes on from there', async () => {
    await using bench = await newBench()
    const procedure = (file: string) =>
      `create or replace procedure p() language plpgsql as $$ begin
         insert into a values (1); commit;
         copy (select repeat('x', 100000)) to '${file}';
       end $$`
    await bench.add({
      '1_a': `create table a (n int); ${procedure(full)}`,
      '2_p': '-- rowhouse: no transaction\nset work_mem = 65;\ncall p()',
    })
    const { code, err } = await bench.migrate('up')
    expect([code, err]).toEqual([1, expect.stringMatching(/up\.sql:3:1: .*No space left[\s\S]*goes on at statement 2/)])
    await bench.db.script(procedure('/dev/null'))
    expect((await bench.migrate('up')).code).toBe(0)
    expect(await bench.db.one('select count(*) as n from a')).toEqual({ n: 2 })
  })
})
