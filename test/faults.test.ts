import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connect, type Database, isConnectionError, type Transaction } from '../src/index.ts'
import { startTestServer, type TestServer } from '../src/testing/index.ts'

// Money is moved while the server is killed, restarted and overloaded. Whatever happens: the sum of all accounts stays, what
// was acknowledged is there, what failed for certain is not, and afterwards the pool serves at once.
let server: TestServer
let db: Database
let admin: Database

const accounts = 5
const total = accounts * 1000

beforeAll(async () => {
  // A server that is stopped at once keeps what it has acknowledged only if every commit was written first.
  server = await startTestServer({ settings: { synchronous_commit: 'on' } })
  db = await connect(server.url, { maxConnections: 10 })
  admin = await connect(server.url, { maxConnections: 1 })
  await db.script(`
    create table accounts (id int primary key, balance int not null);
    create table transfers (id text primary key)`)
})

beforeEach(async () => {
  await db.script('truncate accounts, transfers')
  await db.execute('insert into accounts select g, 1000 from generate_series(1, $1::int) as g', [accounts])
})

afterAll(async () => {
  await Promise.all([db.close(), admin.close()])
  await server.dispose()
})

async function move(tx: Transaction, id: string, from: number, to: number): Promise<void> {
  const { balance } = await tx.one<{ balance: number }>('select balance from accounts where id = $1', [from])
  await tx.execute('update accounts set balance = $2 where id = $1', [from, balance - 1])
  await tx.execute('update accounts set balance = balance + 1 where id = $1', [to])
  await tx.execute('insert into transfers values ($1)', [id])
}

async function expectSound(acknowledged: readonly string[], impossible: readonly string[] = []): Promise<void> {
  const { sum } = await db.one<{ sum: number }>('select sum(balance) as sum from accounts')
  expect(sum).toBe(total)
  const kept = new Set((await db.many<{ id: string }>('select id from transfers')).map(({ id }) => id))
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
  expect(impossible.filter((id) => kept.has(id))).toEqual([])
}

/** Ten callers at once are answered within a second by live sessions, and none is left in a transaction. */
async function expectPoolServes(): Promise<void> {
  const started = performance.now()
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => db.one(`select pg_sleep(0.02)::text as slept, 1 as one`)),
  )
  expect(answers).toHaveLength(10)
  expect(performance.now() - started).toBeLessThan(1000)
  expect(db.stats()).toMatchObject({ used: 0, pending: 0 })
  const open = await admin.many(
    `select pid, state from pg_stat_activity where application_name = 'rowhouse' and state like '%in transaction%'`,
  )
  expect(open).toEqual([])
}

const killSelf = (tx: Transaction) => tx.query('select pg_terminate_backend(pg_backend_pid())')

async function killFromOutside(tx: Transaction): Promise<void> {
  const { pid } = await tx.one<{ pid: number }>('select pg_backend_pid() as pid')
  await admin.query('select pg_terminate_backend($1)', [pid])
}

describe('a backend killed', () => {
  const phases: [string, (tx: Transaction) => Promise<unknown>][] = [
    ['by the first statement', (tx) => killSelf(tx)],
    ['between two statements', (tx) => killFromOutside(tx).then(() => move(tx, 'x', 1, 2))],
    ['in the middle of the work', (tx) => move(tx, 'x', 1, 2).then(() => killSelf(tx))],
    ['inside a savepoint', (tx) => tx.transaction(async (inner) => move(inner, 'x', 1, 2).then(() => killSelf(inner)))],
    [
      'inside a savepoint whose error is caught',
      (tx) => tx.transaction((inner) => killSelf(inner)).catch(() => undefined),
    ],
    [
      'while a cursor is read',
      async (tx) => {
        for await (const _row of tx.stream('select g from generate_series(1, 10000) as g', [], { batchSize: 5 }))
          await killFromOutside(tx)
      },
    ],
    ['while several statements wait', (tx) => Promise.all([killSelf(tx), move(tx, 'x', 1, 2), move(tx, 'y', 1, 2)])],
    [
      'before the rollback',
      (tx) =>
        killFromOutside(tx)
          .then(() => pause(20))
          .then(() => Promise.reject(new Error('own reason'))),
    ],
  ]

  test.each(phases)('%s: the transaction fails, nothing of it is kept, and the pool goes on', async (_phase, work) => {
    const attempt = db.transaction(async (tx) => move(tx, 'before', 2, 3).then(() => work(tx)))
    await expect(attempt).rejects.toSatisfy(
      (error: Error) => isConnectionError(error) || error.message === 'own reason',
    )
    await expectSound([], ['before', 'x', 'y'])
    await expectPoolServes()
  })

  test('before the commit: the outcome is reported as unknown, and here it was not committed', async () => {
    const attempt = db.transaction(async (tx) => {
      await move(tx, 'x', 1, 2)
      await killFromOutside(tx)
    })
    await expect(attempt).rejects.toMatchObject({ code: 'COMMIT_UNKNOWN' })
    await expectSound([], ['x'])
    await expectPoolServes()
  })

  test('during the commit: whatever is reported as committed is there', async () => {
    await db.script(`
      create or replace function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.05); return null; end $$;
      create constraint trigger slowly after insert on transfers deferrable initially deferred for each row execute function slow()`)
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) =>
        db.transaction(async (tx) => {
          await tx.execute('update accounts set balance = balance where id = $1', [(n % accounts) + 1])
          await tx.execute('insert into transfers values ($1)', [`t${n}`])
          const { pid } = await tx.one<{ pid: number }>('select pg_backend_pid() as pid')
          if (n % 2 === 0) void pause(20).then(() => admin.query('select pg_terminate_backend($1)', [pid]))
          return `t${n}`
        }),
      ),
    )
    await db.execute('drop trigger slowly on transfers')
    const kept = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
    expect(kept.length).toBeGreaterThanOrEqual(5)
    await expectSound(kept)
    await expectPoolServes()
  })
})

test('20 concurrent transfers that deadlock and fail to serialise all succeed in the end, and the sum stays', async () => {
  const acknowledged: string[] = []
  let attempts = 0
  const transfer = async (n: number) => {
    const [from, to] = n % 2 === 0 ? [1, 2] : [2, 1]
    const id = `t${n}`
    await db.transaction(
      async (tx) => {
        attempts += 1
        await move(tx, id, from!, to!)
      },
      { isolation: n % 4 < 2 ? 'serializable' : 'repeatable read', retries: 50 },
    )
    acknowledged.push(id)
  }
  await Promise.all(Array.from({ length: 20 }, (_, n) => transfer(n)))
  expect(acknowledged).toHaveLength(20)
  expect(attempts).toBeGreaterThan(20)
  await expectSound(acknowledged)
  await expectPoolServes()
})

test('plain deadlocks in read committed are resolved by running the victim again', async () => {
  const meet = async (tx: Transaction, first: number, second: number, id: string) => {
    await tx.execute('update accounts set balance = balance - 1 where id = $1', [first])
    await pause(30)
    await tx.execute('update accounts set balance = balance + 1 where id = $1', [second])
    await tx.execute('insert into transfers values ($1)', [id])
  }
  await Promise.all([db.transaction((tx) => meet(tx, 1, 2, 'a')), db.transaction((tx) => meet(tx, 2, 1, 'b'))])
  await expectSound(['a', 'b'])
})

test.each(['fast', 'immediate'] as const)(
  'a %s restart of the server under load loses nothing that was acknowledged',
  async (mode) => {
    const acknowledged: string[] = []
    const failures: unknown[] = []
    let stop = false
    const caller = async (name: number) => {
      for (let n = 0; !stop; n++) {
        const id = `c${name}-${n}`
        const from = 1 + ((name + n) % accounts)
        const outcome = db.transaction((tx) => move(tx, id, from, 1 + (from % accounts)), {
          isolation: 'serializable',
          retries: 50,
        })
        await outcome.then(
          () => acknowledged.push(id),
          (error) => failures.push(error),
        )
      }
    }
    const callers = Array.from({ length: 20 }, (_, name) => caller(name))
    while (acknowledged.length < 20) await pause(10)
    await server.stop(mode)
    await pause(300)
    await server.start()
    const resumedAt = acknowledged.length
    while (acknowledged.length < resumedAt + 50) await pause(10)
    stop = true
    await Promise.all(callers)
    expect(failures.length).toBeGreaterThan(0)
    expect(failures.filter((error) => !isConnectionError(error))).toEqual([])
    await expectSound(acknowledged)
    await expectPoolServes()
  },
)

test('a full pool makes callers wait, refuses them clearly, and serves at once when it is free', async () => {
  const small = await connect(server.url, { maxConnections: 3, acquireTimeout: 100 })
  let free = () => {}
  const busy = new Promise<void>((resolve) => {
    free = resolve
  })
  const holders = Array.from({ length: 3 }, () => small.transaction(() => busy))
  const refused = await Promise.allSettled(Array.from({ length: 50 }, () => small.query('select 1')))
  expect(refused.every((outcome) => outcome.status === 'rejected' && outcome.reason.code === 'POOL_TIMEOUT')).toBe(true)
  const patient = Array.from({ length: 50 }, () => small.query('select 1'))
  free()
  await Promise.all([...holders, ...patient])
  expect(small.stats()).toMatchObject({ used: 0, pending: 0 })
  await small.close()
})

test('a server that is down for longer than a caller waits is named in the error, and found again when it is back', async () => {
  const impatient = await connect(server.url, { maxConnections: 2, acquireTimeout: 150 })
  await server.stop('fast')
  const error = await impatient.query('select 1').catch((caught) => caught)
  const next = isConnectionError(error) ? await impatient.query('select 1').catch((caught) => caught) : error
  expect(next).toMatchObject({ code: 'POOL_TIMEOUT' })
  expect(next.message).toContain('nothing listens on 127.0.0.1')
  await server.start()
  expect(await impatient.one('select 1 as one')).toEqual({ one: 1 })
  await impatient.close()
})
