import { describe, expect, test } from 'vitest'
import { gate, newBench } from '../testing-support/bench/bench.ts'
import { hasPgBouncer } from '../testing-support/bench/pgbouncer.ts'

const four = {
  '1_a': 'create table a (n int); insert into a values (1)',
  '2_b': 'create table b (); select pg_sleep(0.05)',
  '3_i': 'create index concurrently i on a (n)',
  '4_c': 'create table c ()',
}
const { '3_i': _index, ...three } = four

describe('runners at once all succeed, and each migration is applied once', () => {
  test.each([2, 8])('%i processes', async (count) => {
    await using bench = await newBench()
    await bench.add(four)
    const ends = await Promise.all(Array.from({ length: count }, () => bench.migrate('up', '--json')))
    expect(ends.map(({ code, err }) => [code, err.includes('error')])).toEqual(ends.map(() => [0, false]))
    expect(ends.flatMap(({ out }) => JSON.parse(out).applied)).toHaveLength(4)
    expect(await bench.leftovers()).toEqual([])
  })

  test('one that goes up and one that goes down take turns', async () => {
    await using bench = await newBench()
    await bench.add({ '1_a': ['create table a (); select pg_sleep(0.3)', 'drop table a'] })
    const [up, down] = await Promise.all([bench.migrate('up'), bench.migrate('down')])
    expect([up.code, down.code]).toEqual([0, 0])
    expect([[], ['a']]).toContainEqual(await bench.tables())
  })
})

describe.each(hasPgBouncer ? ['PgBouncer in transaction mode'] : [])('through %s', () => {
  test.each([2, 8])('%i processes at once apply each migration once', async (count) => {
    await using bench = await newBench()
    await bench.add(three)
    const { migrate } = bench.at((await bench.pooler()).url)
    const ends = await Promise.all(Array.from({ length: count }, () => migrate('up', '--json')))
    expect(ends.map(({ code, err }) => [code, err.includes('error')])).toEqual(ends.map(() => [0, false]))
    expect(ends.flatMap(({ out }) => JSON.parse(out).applied)).toHaveLength(3)
  })

  test('nothing that a file sets stays with the sessions of the pool', async () => {
    await using bench = await newBench()
    await bench.add({
      '1_a': `set search_path = 'nowhere'; set work_mem = '65kB'; create temp table x (); create table public.a ()`,
    })
    const { url } = await bench.pooler()
    expect((await bench.at(url).migrate('up')).code).toBe(0)
    await bench.add({
      '2_b': "create table b as select current_setting('work_mem') as work_mem, to_regclass('x') is null as gone",
    })
    expect((await bench.at(url).migrate('up')).code).toBe(0)
    expect(await bench.db.one('select work_mem, gone from public.b')).toEqual({ work_mem: '4MB', gone: true })
  })

  test('what needs a session of its own is refused with the way out', async () => {
    await using bench = await newBench()
    await bench.add(four)
    const { code, err } = await bench.at((await bench.pooler()).url).migrate('up')
    expect(code).toBe(1)
    expect(err).toContain('MIGRATION_DATABASE_URL')
    expect(await bench.states()).toContain('3_i: pending')
    expect((await bench.migrate('up')).code).toBe(0)
  })

  test('a killed runner leaves nothing locked', async () => {
    await using bench = await newBench()
    await bench.add({ '1_a': 'create table a (); select pg_sleep(20)' })
    const { url } = await bench.pooler()
    const run = bench.at(url).start('up')
    await bench.untilRuns('pg_sleep(20)')
    run.kill('SIGKILL')
    await run.ended
    await bench.add({ '1_a': 'create table a ()' })
    expect((await bench.at(url).migrate('up')).code).toBe(0)
  })
})

test(`PgBouncer ${hasPgBouncer ? 'is installed' : 'is not installed, so that nothing was run through it'}`, () => {
  expect(hasPgBouncer).toBeTypeOf('boolean')
})

test('who waits for another runner is told whom it waits for, while it waits', async () => {
  await using bench = await newBench()
  await bench.add({ '1_a': gate })
  const [first, second] = await bench.whileGateIsShut(async () => {
    const working = bench.start('up')
    await bench.untilRuns(gate)
    const waiting = bench.start('up')
    await expect
      .poll(waiting.err, { timeout: 30_000 })
      .toMatch(/waiting for another runner \(pid \d+, rowhouse-cli, idle in transaction, since /)
    return [working, waiting]
  })
  expect((await second!.ended).out).toContain('nothing to apply')
  expect((await first!.ended).code).toBe(0)
})

test('--lock-wait ends the waiting', async () => {
  await using bench = await newBench()
  await bench.add({ '1_a': gate })
  const first = await bench.whileGateIsShut(async () => {
    const working = bench.start('up')
    await bench.untilRuns(gate)
    const second = await bench.migrate('up', '--lock-wait', '200')
    expect([second.code, second.err]).toEqual([1, expect.stringContaining('was still at it after 0.2 s')])
    return working
  })
  expect((await first.ended).code).toBe(0)
})
