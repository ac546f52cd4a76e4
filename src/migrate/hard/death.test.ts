import { describe, expect, test } from 'vitest'
import { type Bench, gate, newBench } from '../testing-support/bench/bench.ts'

const patience = { timeout: 30_000 }

/** Kills a runner with kill -9 while its server runs `text`, and waits until the server has ended that statement too. */
async function killAt(bench: Bench, text: string): Promise<void> {
  const run = bench.start('up')
  await bench.untilRuns(text)
  run.kill('SIGKILL')
  await run.ended
}

describe('kill -9', () => {
  test('in the middle of a transaction: nothing of it stays, what came before does', async () => {
    await using bench = await newBench()
    await bench.add({ '1_a': 'create table a ()', '2_b': 'create table b (); select pg_sleep(30)' })
    await killAt(bench, 'pg_sleep(30)')
    await bench.untilEnds('pg_sleep(30)')
    expect(await bench.tables()).toEqual(['a'])
    await bench.add({ '2_b': 'create table b ()' })
    expect((await bench.migrate('up')).code).toBe(0)
    expect(await bench.leftovers()).toEqual([])
  })

  test('while the first transaction of all waits for a lock', async () => {
    await using bench = await newBench()
    await bench.db.script('create table t ()')
    await bench.add({ '1_a': 'alter table t add column a int' })
    await bench.db.transaction(async (tx) => {
      await tx.script('lock table t in access share mode')
      await killAt(bench, 'alter table t')
    })
    expect((await bench.migrate('up')).code).toBe(0)
    expect(await bench.states()).toEqual(['1_a: applied'])
  })

  test('while an index is built: the INVALID one is removed and built anew', async () => {
    await using bench = await newBench()
    await bench.add({ '1_t': 'create table t as select g from generate_series(1, 1000) as g' })
    await bench.migrate('up')
    await bench.add({ '2_i': 'create index concurrently i on t (g);\ncreate index concurrently j on t (g)' })
    await bench.db.transaction(async (tx) => {
      await tx.execute('update t set g = g where g = 1')
      await killAt(bench, 'create index concurrently i')
      await bench.untilEnds('create index concurrently')
    })
    expect(await bench.indexes()).toEqual(['i INVALID'])
    const again = await bench.migrate('up')
    expect(again.err).toMatch(
      /2_i was interrupted; it goes on at statement 1 of 2[\s\S]*drop index concurrently public\.i/,
    )
    expect(again.code).toBe(0)
    expect(await bench.indexes()).toEqual(['i', 'j'])
    expect(await bench.leftovers()).toEqual([])
  })

  test('between two statements sent alone: the second run begins at the second', async () => {
    await using bench = await newBench()
    await bench.add({ '1_t': 'create table t as select 1 as g' })
    await bench.migrate('up')
    await bench.add({ '2_i': 'create index concurrently i on t (g);\ncreate index concurrently j on t (g)' })
    const run = bench.start('up')
    await bench.db.transaction(async (tx) => {
      await tx.execute('update t set g = g')
      await bench.untilRuns('create index concurrently i')
      run.kill('SIGSTOP')
    })
    await bench.untilEnds('create index concurrently')
    run.kill('SIGKILL')
    await run.ended
    expect(await bench.indexes()).toEqual(['i'])
    expect((await bench.migrate('up')).code).toBe(0)
    expect(await bench.indexes()).toEqual(['i', 'j'])
  })

  test('of an orphan that the server still works for: the next runner waits for it', async () => {
    await using bench = await newBench()
    await bench.add({ '1_t': 'create table t as select 1 as g' })
    await bench.migrate('up')
    await bench.add({ '2_i': `set client_connection_check_interval = 0; create index concurrently i on t (g)` })
    await bench.db.transaction(async (tx) => {
      await tx.execute('update t set g = g')
      await killAt(bench, 'create index concurrently i')
      const next = await bench.migrate('up', '--lock-wait', '300')
      expect(next.err).toMatch(/an earlier runner is gone, but the server still works on a statement of 2_i/)
    })
    const last = await bench.migrate('up')
    expect(last.code).toBe(0)
    expect(last.err).not.toContain('drop index')
    expect(await bench.indexes()).toEqual(['i'])
  })

  test('while a partition is detached: it is finished', async () => {
    await using bench = await newBench()
    await bench.add({
      '1_t':
        'create table t (g int) partition by list (g); create table p partition of t for values in (1); insert into t values (1)',
    })
    await bench.migrate('up')
    await bench.add({ '2_d': 'alter table t detach partition p concurrently' })
    await bench.db.transaction(async (tx) => {
      await tx.query('select * from t')
      await killAt(bench, 'detach partition p')
      await bench.untilEnds('detach partition p')
    })
    const { pending } = await bench.db.one<{ pending: boolean }>('select inhdetachpending as pending from pg_inherits')
    expect(pending).toBe(true)
    expect((await bench.migrate('up')).code).toBe(0)
    expect(await bench.db.many('select from pg_inherits')).toEqual([])
  })

  test('while an index is rebuilt: what the attempt left is removed', async () => {
    await using bench = await newBench()
    await bench.add({ '1_t': 'create table t as select 1 as g; create index i on t (g)' })
    await bench.migrate('up')
    await bench.add({ '2_r': 'reindex index concurrently i' })
    await bench.db.transaction(async (tx) => {
      await tx.execute('update t set g = g')
      await killAt(bench, 'reindex index')
      await bench.untilEnds('reindex index')
    })
    expect(await bench.indexes()).toEqual(['i', 'i_ccnew INVALID'])
    expect((await bench.migrate('up')).code).toBe(0)
    expect(await bench.indexes()).toEqual(['i'])
  })
})

describe('the connection is cut', () => {
  const table = { '1_a': 'create table a ()', '2_b': 'create table b (); select 1', '3_c': 'create table c ()' }

  test('before COMMIT reaches the server: the history says that nothing stands', async () => {
    await using bench = await newBench()
    await bench.add(table)
    const relay = await bench.relay()
    relay.cut({ after: 'create table b', at: 'commit', delivered: false })
    const { code, err } = await bench.at(relay.url).migrate('up')
    expect([code, err]).toEqual([1, expect.stringContaining('it left nothing behind; run it again')])
    expect(await bench.tables()).toEqual(['a'])
    expect((await bench.migrate('up')).code).toBe(0)
  })

  test('after COMMIT was done and before it was answered: the history says so, and the run goes on', async () => {
    await using bench = await newBench()
    await bench.add(table)
    const relay = await bench.relay()
    relay.cut({ after: 'create table b', at: 'commit', delivered: true })
    const { code, out } = await bench.at(relay.url).migrate('up')
    expect([code, out]).toEqual([0, expect.stringContaining('3 migrations applied')])
    expect(await bench.tables()).toEqual(['a', 'b', 'c'])
  })

  test('at a statement: nothing stands, and the message says where', async () => {
    await using bench = await newBench()
    await bench.add(table)
    const relay = await bench.relay()
    relay.cut({ after: 'create table b', at: 'select 1', delivered: false })
    const { code, err } = await bench.at(relay.url).migrate('up')
    expect(code).toBe(1)
    expect(err).toMatch(/2_b failed at .*up\.sql:1:20: the connection to the server was lost[\s\S]*left nothing behind/)
    expect((await bench.migrate('up')).code).toBe(0)
  })

  test('after an index was built and before that was answered: it is found finished', async () => {
    await using bench = await newBench()
    await bench.add({ '1_t': 'create table t (g int)' })
    await bench.migrate('up')
    await bench.add({ '2_i': 'create index concurrently i on t (g); create index concurrently j on t (g)' })
    const relay = await bench.relay()
    relay.cut({ after: 'migration_statements', at: 'create index concurrently i', delivered: true })
    expect((await bench.at(relay.url).migrate('up')).code).toBe(1)
    expect(await bench.indexes()).toEqual(['i'])
    const again = await bench.migrate('up')
    expect([again.code, again.err]).toEqual([0, expect.not.stringContaining('drop index')])
    expect(await bench.indexes()).toEqual(['i', 'j'])
  })

  test('everywhere at once: the run ends by itself, and the next one works', async () => {
    await using bench = await newBench()
    await bench.add({ '1_a': 'create table a (); select pg_sleep(1)' })
    const relay = await bench.relay()
    const run = bench.at(relay.url).start('up')
    await bench.untilRuns('pg_sleep(1)')
    relay.cutAll()
    expect((await run.ended).code).toBe(1)
    expect((await bench.migrate('up')).code).toBe(0)
  })
})

describe('Ctrl-C', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s cancels on the server, rolls back, and says what stands',
    async (signal) => {
      await using bench = await newBench()
      await bench.add({ '1_a': 'create table a ()', '2_b': 'create table b ();\nselect pg_sleep(60)' })
      const run = bench.start('up')
      await bench.untilRuns('pg_sleep(60)')
      run.kill(signal)
      const { code, err } = await run.ended
      expect(code).toBe(1)
      expect(err).toMatch(
        /2_b was cancelled at .*up\.sql:2:1[\s\S]*it left nothing behind; run it again; .*stays as it is: 1_a/,
      )
      expect(await bench.tables()).toEqual(['a'])
      expect(await bench.leftovers()).toEqual([])
    },
  )

  test('while an index is built: what is left is told, and the next run mends it', async () => {
    await using bench = await newBench()
    await bench.add({ '1_t': 'create table t as select 1 as g' })
    await bench.migrate('up')
    await bench.add({ '2_i': 'create index concurrently i on t (g)' })
    await bench.db.transaction(async (tx) => {
      await tx.execute('update t set g = g')
      const run = bench.start('up')
      await bench.untilRuns('create index concurrently i')
      run.kill('SIGINT')
      const { code, err } = await run.ended
      expect([code, err]).toEqual([1, expect.stringContaining('left something INVALID, which the next run removes')])
    })
    expect(await bench.indexes()).toEqual(['i INVALID'])
    expect((await bench.migrate('up')).code).toBe(0)
    expect(await bench.indexes()).toEqual(['i'])
  })

  test('while another runner is waited for', async () => {
    await using bench = await newBench()
    await bench.add({ '1_a': gate })
    const first = await bench.whileGateIsShut(async () => {
      const running = bench.start('up')
      await bench.untilRuns(gate)
      const second = bench.start('up')
      await expect.poll(second.err, patience).toContain('waiting for another runner')
      second.kill('SIGINT')
      expect(await second.ended).toMatchObject({ code: 1, err: expect.stringContaining('MIGRATION_CANCELLED') })
      return running
    })
    expect((await first.ended).code).toBe(0)
  })

  test('twice ends at once, and the server follows', async () => {
    await using bench = await newBench()
    await bench.add({
      '1_a': `do $$ begin loop begin perform pg_sleep(60); exception when query_canceled then null; end; end loop; end $$`,
    })
    const run = bench.start('up')
    await bench.untilRuns('pg_sleep(60)')
    run.kill('SIGINT')
    await expect.poll(run.err, patience).toContain('once more ends at once')
    run.kill('SIGINT')
    expect((await run.ended).code).toBeNull()
    await bench.untilEnds('pg_sleep(60)')
    expect(await bench.leftovers()).toEqual([])
    expect(await bench.states()).toEqual(['1_a: pending'])
  })
})
