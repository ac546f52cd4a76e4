import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createOnServer } from '../../test/support/databases.ts'
import { type ConnectOptions, connect, type Database } from '../index.ts'
import { hasPgBouncer, type PgBouncer, startPgBouncer } from './testing-support/pgbouncer.ts'

// 20 callers and 15 statements on 4 sessions that are shared out: whoever relies on a session finds another one.
const callers = 20
const statements = 15

describe.runIf(hasPgBouncer)('through PgBouncer (needs /usr/sbin/pgbouncer)', () => {
  let home: { url: string; drop: () => Promise<void> }
  const bouncers: PgBouncer[] = []
  const open: Database[] = []

  beforeAll(async () => {
    home = await createOnServer()
  })

  afterAll(async () => {
    await Promise.all(open.map((db) => db.close()))
    await Promise.all(bouncers.map((bouncer) => bouncer.stop()))
    await home.drop()
  })

  async function through(mode: 'transaction' | 'session', options: ConnectOptions = {}): Promise<Database> {
    const bouncer = await startPgBouncer(home.url, mode, 4)
    bouncers.push(bouncer)
    const db = await connect(bouncer.url, { maxConnections: callers, ...options })
    open.push(db)
    return db
  }

  // Every statement is asked in fifteen texts, each with an answer that only it can have.
  async function ask(db: Database): Promise<unknown[]> {
    const wrong: unknown[] = []
    const one = async (caller: number, n: number) => {
      const { rows } = await db.query(`select $1::int as caller, ${n} as n, $2::text as word`, [caller, `w${caller}`])
      const expected = { caller, n, word: `w${caller}` }
      if (JSON.stringify(rows) !== JSON.stringify([expected])) wrong.push({ expected, rows })
    }
    const caller = async (name: number) => {
      for (let n = 0; n < statements; n++) await one(name, n)
    }
    const outcomes = await Promise.allSettled(Array.from({ length: callers }, (_, name) => caller(name)))
    return [...wrong, ...outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))]
  }

  const prepared = (db: Database) =>
    db.many<{ name: string }>(`select name from pg_prepared_statements where name like 'rowhouse%'`)

  test('in transaction mode it is noticed, nothing is prepared, and every answer is right', async () => {
    const db = await through('transaction')
    expect(await ask(db)).toEqual([])
    expect(await ask(db)).toEqual([])
    expect(await prepared(db)).toEqual([])
  })

  test('transactions keep their session, also when their statements travel together', async () => {
    const db = await through('transaction')
    const sums = await Promise.all(
      Array.from({ length: callers }, (_, n) =>
        db.transaction(async (tx) => {
          const parts = await Promise.all([1, 2, 3].map((k) => tx.one<{ n: number }>('select $1::int as n', [n * k])))
          return parts.reduce((sum, part) => sum + part.n, 0)
        }),
      ),
    )
    expect(sums).toEqual(Array.from({ length: callers }, (_, n) => n * 6))
  })

  test('when prepared statements are asked for where they cannot be, the first clash turns them off', async () => {
    const db = await through('transaction', { preparedStatements: true, pipelining: true })
    expect(await ask(db)).toEqual([])
    expect(await ask(db)).toEqual([])
  })

  test('in session mode they can be asked for', async () => {
    const db = await through('session', { preparedStatements: true, maxConnections: 4 })
    expect(await ask(db)).toEqual([])
    expect(await prepared(db)).not.toEqual([])
  })
})

test('a server that is spoken to directly keeps statements prepared, unless it is told not to', async () => {
  const count = `select count(*) as n from pg_prepared_statements where name like 'rowhouse%'`
  const direct = await connect(inject('serverUrl'), { maxConnections: 1 })
  const without = await connect(inject('serverUrl'), { maxConnections: 1, preparedStatements: false })
  for (const db of [direct, without]) for (let n = 0; n < 3; n++) await db.query(count)
  expect((await direct.one<{ n: number }>(count)).n).toBeGreaterThan(0)
  expect(await without.one(count)).toEqual({ n: 0 })
  await Promise.all([direct.close(), without.close()])
})
