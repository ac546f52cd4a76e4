import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { createOnServer } from '../../test/support/databases.ts'
import { connect, type Database } from '../index.ts'
import { createMonitor, type MonitorOptions, type SlowQuery } from './index.ts'

// Only a server has a second session that a plan could be looked at in.
let db: Database
let drop: () => Promise<void>

beforeEach(async () => {
  expect(inject('serverUrl')).toBeTruthy()
  const place = await createOnServer()
  drop = place.drop
  db = await connect(place.url, { maxConnections: 2 })
  await db.script('create table notes (id int primary key, body text); insert into notes values (1, $$one$$)')
})

afterEach(async () => {
  await db.close()
  await drop()
})

/** What is told of the slow statement that `work` runs. */
async function slowOf(work: () => Promise<unknown>, options: MonitorOptions = {}): Promise<SlowQuery> {
  let tell = (_slow: SlowQuery) => {}
  const told = new Promise<SlowQuery>((resolve) => {
    tell = resolve
  })
  const monitor = createMonitor(db, { slowAfter: 0, explain: 1, onSlow: (slow) => tell(slow), ...options })
  await work().catch(() => undefined)
  const slow = await told
  monitor.close()
  return slow
}

test('a slow read is told of with its plan, its values filled in by the server', async () => {
  const slow = await slowOf(() => db.query('select body from notes where id = $1', [1]))
  expect(slow.plan).toContain('Index Cond')
  expect(slow.plan).toContain('actual time')
  expect(slow.plan).toContain('Buffers')
})

test('a write is never run again', async () => {
  const slow = await slowOf(() => db.execute('update notes set body = body || $1', ['!']))
  expect(slow.plan).toBeUndefined()
  expect(await db.one('select body from notes')).toEqual({ body: 'one!' })
})

test('a read that writes is not run again either: its transaction is read only', async () => {
  const text = 'with added as (insert into notes values (2, $1) returning id) select id from added'
  const slow = await slowOf(() => db.query(text, ['two']))
  expect(slow.text).toBe(text)
  expect(slow.plan).toBeUndefined()
  expect(await db.one('select count(*) as n from notes')).toEqual({ n: 2 })
})

test('a lock of the session that the read takes ends with the look at its plan', async () => {
  const text = 'select pg_try_advisory_lock_shared(8) from notes where id = $1'
  const { plan, holders } = await db.acquire(async (session) => {
    const slow = await slowOf(() => session.query(text, [1]))
    const { rows } = await session.query(`select pid from pg_locks where locktype = 'advisory' and objid = 8`)
    return { plan: slow.plan, holders: rows.length }
  })
  expect(plan).toContain('Index')
  expect(holders).toBe(1)
})

test('with every connection in use there is no look', async () => {
  const slow = await db.transaction((tx) => slowOf(() => tx.transaction(() => db.query('select 1 as n'))))
  expect(slow).toMatchObject({ text: 'select 1 as n' })
  expect(slow.plan).toBeUndefined()
})

test('of the share that is asked for, and no more', async () => {
  const plans: (string | undefined)[] = []
  const monitor = createMonitor(db, { slowAfter: 0, explain: 0.25, onSlow: ({ plan }) => void plans.push(plan) })
  while (plans.length < 8) {
    const before = plans.length
    await db.query('select body from notes where id = $1', [1])
    while (plans.length === before) await new Promise(setImmediate)
  }
  monitor.close()
  expect(plans.filter((plan) => plan !== undefined).length).toBeLessThanOrEqual(3)
  expect(plans[0]).toContain('Index')
})
