import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect, type Database } from '../../database/index.ts'
import { startTestServer, type TestServer } from '../../testing/index.ts'
import { type Finding, type Limits, verify } from '../index.ts'

// These checks ask about a whole server, so that they get one of their own, in as bad a state as it can be.
let server: TestServer
let db: Database

beforeAll(async () => {
  server = await startTestServer({
    settings: { archive_mode: 'on', archive_command: 'false', wal_level: 'replica', max_connections: '20' },
  })
  db = await connect(server.url)
})

afterAll(async () => {
  await db.close()
  await server.dispose()
})

async function find(check: string, limits: Partial<Limits> = {}): Promise<readonly Finding[]> {
  const { findings, checks } = await verify(db, { checks: [check], limits })
  expect(checks.map(({ reason }) => reason)).toEqual([undefined])
  return findings
}

describe('a server', () => {
  test('whose transaction ids run out', async () => {
    expect(await find('transaction-id-wraparound')).toEqual([])
    const objects = (await find('transaction-id-wraparound', { transactionAge: 0 })).map(({ object }) => object)
    expect(objects).toContain('postgres')
  })

  test('with a replication slot that nobody reads', async () => {
    expect(await find('inactive-replication-slot')).toEqual([])
    await db.execute(`select pg_create_physical_replication_slot('gone', true)`)
    const [finding] = await find('inactive-replication-slot')
    expect(finding).toMatchObject({ object: 'gone', severity: 'error' })
    await db.script(finding!.fix!)
    expect(await find('inactive-replication-slot')).toEqual([])
  })

  test('that cannot archive its log', async () => {
    await db.script('create table written (id int primary key); select pg_switch_wal()')
    await expect.poll(() => find('archiver-failing'), { timeout: 30_000 }).toMatchObject([{ severity: 'error' }])
  })

  test('with few connections left', async () => {
    expect(await find('connection-headroom')).toEqual([])
    expect(await find('connection-headroom', { connectionPercent: 1 })).toMatchObject([{ object: 'max_connections' }])
  })

  test('with settings that lose data', async () => {
    const findings = await find('unsafe-setting')
    expect(findings).toEqual(expect.arrayContaining([expect.objectContaining({ object: 'fsync', severity: 'error' })]))
    expect(findings.map(({ object }) => object)).toContain('statement_timeout')
  })

  test('on which nobody can tell what is slow', async () => {
    expect(await find('statement-statistics')).toMatchObject([{ fix: 'create extension pg_stat_statements' }])
  })

  test('whose operating system sorts text anew', async () => {
    await db.script(`create database sorted template template0 locale_provider icu icu_locale 'en-US' locale 'C'`)
    await using other = await connect(server.url.replace(/postgres$/, 'sorted'))
    const mended = await verify(other, { checks: ['collation-version'] })
    expect(mended.findings).toEqual([])
    await other.script(`update pg_database set datcollversion = '0.1' where datname = 'sorted'`)
    const { findings } = await verify(other, { checks: ['collation-version'] })
    expect(findings).toMatchObject([{ object: 'sorted', message: expect.stringContaining('was 0.1') }])
  })

  test('with a superuser for an application', async () => {
    expect(await find('role-bypasses-row-security')).toMatchObject([{ object: 'postgres' }])
  })
})

describe('sessions', () => {
  test('with a transaction that is open for long, for which another waits', async () => {
    await db.script('create table locked (id int primary key)')
    expect(await find('long-transaction')).toEqual([])
    await db.acquire(async (holder) => {
      await holder.transaction(async (tx) => {
        await tx.execute('lock table locked')
        const waiting = db.execute('insert into locked values (1)')
        await expect.poll(() => find('blocked-session'), { timeout: 30_000 }).toHaveLength(1)
        const old = await find('long-transaction', { transactionMinutes: 0 })
        expect(old.map(({ check }) => check)).toContain('long-transaction')
        waiting.catch(() => undefined)
      })
    })
    expect(await find('blocked-session')).toEqual([])
  })
})

describe('statistics', () => {
  test('of tables that are scanned, never analyzed, full of dead rows, and of an index that nobody uses', async () => {
    await db.script(`
      create table heavy (id bigint primary key, note text not null, colour text not null);
      create index heavy_colour on heavy (colour);
      insert into heavy select n, repeat('x', 100), 'red' from generate_series(1, 20000) as n`)
    for (let scans = 0; scans < 52; scans++) await db.execute(`select from heavy where note = 'y'`)
    await db.script('delete from heavy where id % 2 = 0; select pg_stat_force_next_flush()')
    await expect.poll(() => find('never-analyzed'), { timeout: 30_000 }).toMatchObject([{ object: 'public.heavy' }])
    expect(await find('dead-rows')).toMatchObject([
      { object: 'public.heavy', fix: 'vacuum (analyze) "public"."heavy"' },
    ])
    expect(await find('sequential-scans')).toMatchObject([{ object: 'public.heavy' }])
    const unused = await find('unused-index', { statisticsDays: 0 })
    expect(unused.map(({ object }) => object)).toEqual(['public.heavy_colour'])
    await db.script('vacuum analyze heavy')
    await expect.poll(() => find('dead-rows'), { timeout: 30_000 }).toEqual([])
    expect(await find('never-analyzed')).toEqual([])
  })

  test('that are too young to call an index unused', async () => {
    const { checks } = await verify(db, { checks: ['unused-index'] })
    expect(checks).toMatchObject([
      { status: 'skipped', reason: expect.stringMatching(/^statistics reach back 0 days/) },
    ])
  })

  test('of a table that is mostly empty space', async () => {
    await db.script(`
      create table bloated (id bigint primary key, note text not null);
      insert into bloated select n, repeat('x', 500) from generate_series(1, 5000) as n;
      delete from bloated where id < 4990`)
    await db.script('vacuum analyze bloated')
    const bloat = await find('table-bloat', { bloatBytes: 0 })
    expect(bloat.map(({ object }) => object)).toContain('public.bloated')
    await db.script('vacuum (full, analyze) bloated')
    const after = await find('table-bloat', { bloatBytes: 0 })
    expect(after.map(({ object }) => object)).not.toContain('public.bloated')
  })
})

test('an index that lacks rows of its table is corrupt', async () => {
  await db.script(`
    create extension amcheck;
    create table sorted_names (name text primary key);
    create function key_of(name text) returns text language plpgsql immutable as 'begin return name; end';
    create index sorted_names_key on sorted_names (public.key_of(name));
    insert into sorted_names values ('a'), ('b')`)
  expect(await find('corrupt-index')).toEqual([])
  await db.script(`
    create or replace function key_of(name text) returns text language plpgsql immutable as $$ begin return name || '!'; end $$`)
  const [finding] = await find('corrupt-index')
  expect(finding).toMatchObject({ object: 'public.sorted_names_key', severity: 'error' })
  await db.script(finding!.fix!)
  expect(await find('corrupt-index')).toEqual([])
})
