import { describe, expect, test } from 'vitest'
import { newBench } from '../testing-support/bench/bench.ts'

const patience = { timeout: 30_000 }

describe('a lock that somebody holds', () => {
  test('is waited for briefly, tried again, and the holder is named', async () => {
    await using bench = await newBench()
    await bench.db.script('create table t (a int)')
    await bench.add({ '1_a': 'create table before (); alter table t add column b int' })
    const run = await bench.db.transaction(async (tx) => {
      await tx.query('select * from t')
      const running = bench.start('up', '--lock-timeout', '1500')
      await expect.poll(running.err, patience).toMatch(/1_a waits for \(pid \d+, rowhouse, idle in transaction, since /)
      await expect
        .poll(running.err, patience)
        .toMatch(/canceling statement due to lock timeout; attempt 1 of 11, the next in/)
      return running
    })
    expect(await run.ended).toMatchObject({ code: 0 })
    expect(await bench.tables()).toEqual(['before', 't'])
  })

  test('does not make readers wait behind the migration for longer than the timeout', async () => {
    await using bench = await newBench()
    await bench.db.script('create table t (a int)')
    await bench.add({ '1_a': 'alter table t add column b int' })
    await bench.db.transaction(async (tx) => {
      await tx.query('select * from t')
      const run = bench.start('up', '--lock-timeout', '200', '--lock-retries', '3')
      for (let reads = 0; reads < 20; reads += 1) await bench.db.query('select * from t')
      expect(await run.ended).toMatchObject({ code: 1, err: expect.stringContaining('lock timeout') })
    })
    expect((await bench.migrate('up')).code).toBe(0)
  })

  test('without retries fails at once, says where, and leaves nothing', async () => {
    await using bench = await newBench()
    await bench.db.script('create table t (a int)')
    await bench.add({ '1_a': 'create table u ();\ndrop table t' })
    await bench.db.transaction(async (tx) => {
      await tx.query('select * from t')
      const { code, err } = await bench.migrate('up', '--lock-timeout', '100', '--lock-retries', '0')
      expect([code, err]).toEqual([1, expect.stringMatching(/up\.sql:2:1: canceling statement due to lock timeout/)])
    })
    expect(await bench.tables()).toEqual(['t'])
  })

  test('is waited for as long as it takes by what holds up nobody', async () => {
    await using bench = await newBench()
    await bench.db.script('create table t (a int); insert into t values (1)')
    await bench.add({ '1_u': 'update t set a = 2', '2_i': 'create index concurrently i on t (a)' })
    const run = await bench.db.transaction(async (tx) => {
      await tx.execute('update t set a = 1')
      const running = bench.start('up', '--lock-timeout', '50')
      await expect.poll(running.err, patience).toContain('1_u waits for')
      return running
    })
    const { code, err } = await run.ended
    expect([code, err]).toEqual([0, expect.not.stringContaining('lock timeout')])
    expect(await bench.indexes()).toEqual(['i'])
  })

  test("by a migration's own lock_timeout, if it sets one", async () => {
    await using bench = await newBench()
    await bench.db.script('create table t (a int)')
    await bench.add({
      '1_a': `set local lock_timeout = '70ms'; create table u as select current_setting('lock_timeout') as v`,
    })
    expect((await bench.migrate('up')).code).toBe(0)
    expect(await bench.db.one('select v from u')).toEqual({ v: '70ms' })
  })

  test('under load: every writer gets through, and so does the migration', async () => {
    await using bench = await newBench()
    await bench.db.script(
      'create table t (id int primary key, n int); insert into t select g, 0 from generate_series(1, 20) as g',
    )
    await bench.add({ '1_a': 'alter table t add column b int', '2_b': 'alter table t drop column b' })
    let stop = false
    const writer = async (id: number) => {
      while (!stop) await bench.db.transaction((tx) => tx.execute('update t set n = n + 1 where id = $1', [id]))
    }
    const writers = [1, 2, 3, 4].map(writer)
    const { code } = await bench.migrate('up', '--lock-timeout', '100')
    stop = true
    await Promise.all(writers)
    expect(code).toBe(0)
  })

  test('in a deadlock with the application: whichever is the victim, the migration ends well', async () => {
    await using bench = await newBench()
    await bench.db.script('create table t (a int); create table u (a int); insert into t values (1)')
    await bench.add({ '1_a': 'lock table u; update t set a = 2; alter table t add column b int' })
    const run = await bench.db
      .transaction(
        async (tx) => {
          await tx.execute('update t set a = 3')
          const running = bench.start('up')
          await bench.untilRuns('update t set a = 2')
          await tx.query('select * from u').catch(() => undefined)
          return running
        },
        { retries: 0 },
      )
      .catch(() => undefined)
    if (run !== undefined) expect((await run.ended).code).toBe(0)
    expect((await bench.migrate('up')).code).toBe(0)
    expect(await bench.states()).toEqual(['1_a: applied'])
  })
})

describe('an index that is built concurrently', () => {
  const table = { '1_t': 'create table t as select g % 2 as g from generate_series(1, 100) as g' }

  test('fails on duplicates: nothing INVALID stays, and after mending the data it is built', async () => {
    await using bench = await newBench()
    await bench.add({ ...table, '2_i': 'create unique index concurrently "I ;drop" on t (g)' })
    const { code, err } = await bench.migrate('up')
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/could not create unique index "I ;drop"[\s\S]*goes on at statement 1/),
    ])
    expect(await bench.indexes()).toEqual([])
    await bench.db.execute('delete from t where ctid not in (select min(ctid) from t group by g)')
    expect((await bench.migrate('up')).code).toBe(0)
    expect(await bench.indexes()).toEqual(['I ;drop'])
  })

  test('meets a short lock timeout of the role: it is not the one that counts', async () => {
    await using bench = await newBench()
    await bench.add(table)
    await bench.migrate('up')
    await bench.db.script(
      `do $$ begin execute format('alter database %I set lock_timeout = 50', current_database()); end $$`,
    )
    await bench.add({ '2_i': 'create index concurrently i on t (g)' })
    const run = await bench.db.transaction(async (tx) => {
      await tx.execute('update t set g = g')
      const running = bench.start('up')
      await expect.poll(running.err, patience).toContain('2_i waits for')
      return running
    })
    expect((await run.ended).code).toBe(0)
  })

  test('meets a short lock timeout of its own file: it is removed, tried again, and built', async () => {
    await using bench = await newBench()
    await bench.add(table)
    await bench.migrate('up')
    await bench.add({ '2_i': 'set lock_timeout = 100; create index concurrently i on t (g)' })
    const run = await bench.db.transaction(async (tx) => {
      await tx.execute('update t set g = g')
      const running = bench.start('up')
      await expect.poll(running.err, patience).toContain('attempt 2 of 11')
      return running
    })
    expect((await run.ended).code).toBe(0)
    expect(await bench.indexes()).toEqual(['i'])
    expect(await bench.leftovers()).toEqual([])
  })

  test('is cancelled by an administrator: what it left is removed at once', async () => {
    await using bench = await newBench()
    await bench.add(table)
    await bench.migrate('up')
    await bench.add({ '2_i': 'create index concurrently i on t (g)' })
    await bench.db.transaction(async (tx) => {
      await tx.execute('update t set g = g')
      const run = bench.start('up')
      await bench.untilRuns('create index concurrently i')
      await bench.db.query(
        `select pg_cancel_backend(pid) from pg_stat_activity where query like 'create index concurrently i%'`,
      )
      expect((await run.ended).code).toBe(1)
    })
    expect((await bench.migrate('up')).code).toBe(0)
    expect(await bench.indexes()).toEqual(['i'])
  })

  test('cannot be built on a partitioned table: the server says so, and nothing is left', async () => {
    await using bench = await newBench()
    await bench.add({
      '1_t': 'create table t (g int) partition by list (g)',
      '2_i': 'create index concurrently i on t (g)',
    })
    expect((await bench.migrate('up')).err).toContain('cannot create index on partitioned table "t" concurrently')
    expect(await bench.indexes()).toEqual([])
  })
})

test('--statement-timeout ends a statement, and its migration leaves nothing', async () => {
  await using bench = await newBench()
  await bench.add({ '1_a': 'create table a ();\nselect pg_sleep(30)' })
  const { code, err } = await bench.migrate('up', '--statement-timeout', '100')
  expect([code, err]).toEqual([1, expect.stringMatching(/up\.sql:2:1: canceling statement due to statement timeout/)])
  expect(await bench.tables()).toEqual([])
})
