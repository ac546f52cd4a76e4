import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { createOnServer } from '../../test/support/databases.ts'
import { type ConnectOptions, connect, type Database, type Warning } from '../index.ts'

// The pool of a real server, through the front door.
let open: Database[] = []

async function pool(options: ConnectOptions): Promise<Database> {
  const db = await connect(inject('serverUrl'), options)
  open.push(db)
  return db
}

let admin: Database

beforeEach(async () => {
  open = []
  admin = await pool({ maxConnections: 1 })
})

afterEach(() => Promise.all(open.map((db) => db.close())))

const pidOf = async (db: Database) => (await db.one<{ pid: number }>('select pg_backend_pid() as pid')).pid
const isGone = (pid: number) =>
  admin.one<{ gone: boolean }>('select not exists (select from pg_stat_activity where pid = $1) as gone', [pid])

async function kill(pid: number): Promise<void> {
  await admin.one('select pg_terminate_backend($1)', [pid])
  while (!(await isGone(pid)).gone) await pause(1)
}

/** A transaction that holds its connection until it is let go. */
function hold(db: Database): { held: Promise<void>; done: Promise<void>; letGo: () => void } {
  let letGo = () => {}
  let taken = () => {}
  let failed = (_error: unknown) => {}
  const held = new Promise<void>((resolve, reject) => {
    taken = resolve
    failed = reject
  })
  const released = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const done = db.transaction(async () => {
    taken()
    await released
  })
  done.catch(failed)
  return { held, done, letGo }
}

test('1,000 callers on ten connections all get their own answer, and never more than ten are open', async () => {
  const db = await pool({ maxConnections: 10, applicationName: 'thousand' })
  const answers = await Promise.all(
    Array.from({ length: 1000 }, (_, n) => db.one<{ n: number }>('select $1::int as n', [n])),
  )
  expect(answers.map(({ n }) => n)).toEqual(Array.from({ length: 1000 }, (_, n) => n))
  const { sessions } = await admin.one<{ sessions: number }>(
    `select count(*) as sessions from pg_stat_activity where application_name = 'thousand'`,
  )
  expect(sessions).toBe(10)
  expect(db.stats()).toEqual({ max: 10, used: 0, idle: 10, opening: 0, pending: 0 })
})

test('callers are served in the order in which they came', async () => {
  const db = await pool({ maxConnections: 1 })
  const { held, done, letGo } = hold(db)
  await held
  const served: number[] = []
  const callers = [1, 2, 3, 4, 5].map((n) => db.query('select 1').then(() => served.push(n)))
  letGo()
  await Promise.all([done, ...callers])
  expect(served).toEqual([1, 2, 3, 4, 5])
})

test('a caller who waits too long gets an error that says how full the pool was and who holds it longest', async () => {
  const db = await pool({ maxConnections: 2, acquireTimeout: 400 })
  const holders = [hold(db), hold(db)]
  await Promise.all(holders.map(({ held }) => held))
  const error = await db.query('select 1').catch((caught) => caught)
  expect(error).toMatchObject({
    code: 'POOL_TIMEOUT',
    facts: { max: 2, used: 2, pending: 0, oldest: { purpose: 'a transaction' } },
  })
  expect(error.message).toMatch(/within \d+ ms: 2 of 2 in use.*held for 0\.\d s by a transaction \(.*pool\.test\.ts/)
  for (const { letGo } of holders) letGo()
  await Promise.all(holders.map(({ done }) => done))
  expect(await db.one('select 1 as one')).toEqual({ one: 1 })
})

test('asking the database for another connection inside a transaction is named in the timeout', async () => {
  const db = await pool({ maxConnections: 2, acquireTimeout: 400 })
  const other = hold(db)
  await other.held
  const attempt = db.transaction(() => db.query('select 1'))
  await expect(attempt).rejects.toThrow('must use its own handle (tx.query, not db.query)')
  other.letGo()
  await other.done
})

test('on a pool of one it is an error at once, instead of a deadlock', async () => {
  const db = await pool({ maxConnections: 1 })
  await expect(db.transaction(() => db.query('select 1'))).rejects.toMatchObject({ code: 'NESTED_CHECKOUT' })
  await expect(db.acquire(() => db.transaction(async () => 1))).rejects.toMatchObject({ code: 'NESTED_CHECKOUT' })
  expect(await db.one('select 1 as one')).toEqual({ one: 1 })
})

test('an idle connection that the server has killed is replaced and never handed out', async () => {
  const db = await pool({ maxConnections: 1 })
  for (let round = 0; round < 5; round++) {
    const pid = await pidOf(db)
    await kill(pid)
    expect(await pidOf(db)).not.toBe(pid)
  }
})

test('a connection killed at work is an error of that work only', async () => {
  const db = await pool({ maxConnections: 2 })
  const pids = await Promise.all([pidOf(db), pidOf(db)])
  const attempt = db.transaction(async (tx) => {
    const { pid } = await tx.one<{ pid: number }>('select pg_backend_pid() as pid')
    await kill(pid)
    await tx.query('select 1')
  })
  await expect(attempt).rejects.toSatisfy((error: { code: string }) =>
    ['57P01', 'CONNECTION_LOST'].includes(error.code),
  )
  const now = await Promise.all([pidOf(db), pidOf(db)])
  expect(pids.filter((pid) => now.includes(pid)).length).toBeLessThanOrEqual(1)
  expect(db.stats()).toMatchObject({ used: 0, pending: 0 })
})

test('a connection held too long is reported once, with the stack of the one who took it', async () => {
  const warnings: Warning[] = []
  const db = await pool({ maxConnections: 1, leakAfter: 40, onWarning: (warning) => warnings.push(warning) })
  const { held, done, letGo } = hold(db)
  await held
  while (warnings.length === 0) await pause(5)
  await pause(60)
  letGo()
  await done
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toMatchObject({ code: 'CONNECTION_LEAK', facts: { purpose: 'a transaction' } })
  expect(warnings[0]!.message).toMatch(/held for 0\.\d s by a transaction.*\n.*at hold \(.*pool\.test\.ts/)
})

test('a slow statement is no leak', async () => {
  const warnings: Warning[] = []
  const db = await pool({ maxConnections: 1, leakAfter: 20, onWarning: (warning) => warnings.push(warning) })
  await db.query('select pg_sleep(0.1)')
  expect(warnings).toEqual([])
})

test('when the database is gone, everybody who waits is told so at once', async () => {
  const { url, drop } = await createOnServer()
  const db = await connect(url, { maxConnections: 2 })
  await db.query('select 1')
  await drop()
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => db.query('select 1')))
  const codes = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'served'))
  expect(codes.filter((code) => !['DATABASE_NOT_FOUND', '57P01', 'CONNECTION_LOST'].includes(code))).toEqual([])
  expect(codes.filter((code) => code === 'DATABASE_NOT_FOUND').length).toBeGreaterThanOrEqual(48)
  await db.close()
})

test('idle and old connections are closed', async () => {
  const idle = await pool({ maxConnections: 2, idleTimeout: 40 })
  await Promise.all([pidOf(idle), pidOf(idle)])
  while (idle.stats().idle > 0) await pause(5)
  const old = await pool({ maxConnections: 1, maxLifetime: 30 })
  const first = await pidOf(old)
  await pause(50)
  await old.query('select 1')
  expect(await pidOf(old)).not.toBe(first)
})

describe('close()', () => {
  test('lets running and waiting work finish, and refuses what comes later', async () => {
    const db = await pool({ maxConnections: 1 })
    const running = db.query('select pg_sleep(0.05), 1 as done')
    const waiting = db.query('select 2 as done')
    const closed = db.close()
    await expect(db.query('select 1')).rejects.toMatchObject({ code: 'POOL_CLOSED' })
    await closed
    expect((await running).rows).toMatchObject([{ done: 1 }])
    expect((await waiting).rows).toMatchObject([{ done: 2 }])
  })

  test('does not wait for a leaked connection longer than its timeout', async () => {
    const db = await pool({ maxConnections: 1 })
    const { held, done, letGo } = hold(db)
    await held
    await db.close({ timeout: 30 })
    letGo()
    await expect(done).rejects.toMatchObject({ code: 'COMMIT_UNKNOWN' })
  })

  test('may be called twice', async () => {
    const db = await pool({ maxConnections: 1 })
    await Promise.all([db.close(), db.close()])
    await db.close()
  })
})

test('listen() hears what others notify, also after its connection was lost', async () => {
  const db = await pool({ maxConnections: 2, applicationName: 'listening' })
  const heard: string[] = []
  const stop = await db.listen('Hostile "channel"', (payload) => heard.push(payload))
  const say = async (payload: string) => {
    await admin.query('select pg_notify($1, $2)', ['Hostile "channel"', payload])
    for (let tries = 0; tries < 200 && !heard.includes(payload); tries++) await pause(5)
  }
  await say('one')
  const listeners = await admin.many<{ pid: number }>(
    `select pid from pg_stat_activity where application_name = 'listening' and query like 'listen%'`,
  )
  expect(listeners).toHaveLength(1)
  await kill(listeners[0]!.pid)
  for (let tries = 0; tries < 100 && !heard.includes('two'); tries++) {
    await admin.query('select pg_notify($1, $2)', ['Hostile "channel"', 'two'])
    await pause(10)
  }
  await stop()
  await admin.query('select pg_notify($1, $2)', ['Hostile "channel"', 'after'])
  expect(heard.filter((payload) => payload !== 'two')).toEqual(['one'])
  expect(heard).toContain('two')
})
