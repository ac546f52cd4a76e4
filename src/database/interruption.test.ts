import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import { startTestServer } from '../testing/index.ts'
import { connect, type Database } from './index.ts'

describe('a statement that nobody waits for any more', () => {
  let db: Database
  let admin: Database

  beforeAll(async () => {
    db = await connect(inject('serverUrl'), { maxConnections: 1, applicationName: 'impatient' })
    admin = await connect(inject('serverUrl'), { maxConnections: 1 })
  })

  afterAll(() => Promise.all([db.close(), admin.close()]))

  const pid = async () => (await db.one<{ pid: number }>('select pg_backend_pid() as pid')).pid
  const running = () =>
    admin.many(`select pid from pg_stat_activity where application_name = 'impatient' and state = 'active'`)

  test('is cancelled on the server when its time is over, and its connection goes on', async () => {
    const before = await pid()
    const attempt = db.query('select pg_sleep($1)', [30], { timeout: 60 })
    await expect(attempt).rejects.toMatchObject({ code: 'STATEMENT_TIMEOUT', facts: { timeout: 60 } })
    expect(await running()).toEqual([])
    expect(await pid()).toBe(before)
  })

  test.each(['query', 'one', 'maybeOne', 'many', 'execute', 'queryUnsafe'] as const)(
    'is cancelled when the signal of %s is aborted, with its reason',
    async (call) => {
      const before = await pid()
      const controller = new AbortController()
      const attempt = db[call]('select pg_sleep(30)', [], { signal: controller.signal })
      setTimeout(() => controller.abort(new Error('the client has left')), 30)
      await expect(attempt).rejects.toMatchObject({
        code: 'STATEMENT_ABORTED',
        cause: { message: 'the client has left' },
      })
      expect(await running()).toEqual([])
      expect(await pid()).toBe(before)
    },
  )

  test('never takes the next one of the same connection with it', async () => {
    const told: string[] = []
    for (let n = 0; n < 150; n++) {
      const timed = db.query('select pg_sleep(0.004)', [], { timeout: 1 + (n % 8) })
      const next = db.one<{ n: number }>('select $1::int as n, pg_sleep(0.002)::text as slept', [n])
      const [outcome, after] = await Promise.all([timed.catch((error) => error.code), next])
      told.push(typeof outcome === 'string' ? outcome : 'answered')
      expect(after.n).toBe(n)
    }
    expect(new Set(told)).toEqual(new Set(['STATEMENT_TIMEOUT', 'answered']))
  })

  test('never takes the next one with it inside a transaction either', async () => {
    for (let n = 0; n < 40; n++) {
      await db.transaction(async (tx) => {
        const inner = tx.transaction((savepoint) =>
          savepoint.query('select pg_sleep(0.004)', [], { timeout: 1 + (n % 8) }),
        )
        const [, after] = await Promise.all([
          inner.catch(() => undefined),
          tx.one<{ n: number }>('select $1::int as n', [n]),
        ])
        expect(after.n).toBe(n)
      })
    }
  })

  test('fails the transaction that it belongs to', async () => {
    const attempt = db.transaction(async (tx) => {
      await tx.query('select pg_sleep(30)', [], { timeout: 30 }).catch(() => undefined)
      return 'looks fine'
    })
    await expect(attempt).rejects.toMatchObject({ code: 'TRANSACTION_ABORTED', cause: { code: 'STATEMENT_TIMEOUT' } })
  })

  test('may be a batch of a stream', async () => {
    const rows = db.stream('select pg_sleep(30) from generate_series(1, 10)', [], { timeout: 40 })
    await expect(rows.next()).rejects.toMatchObject({ code: 'STATEMENT_TIMEOUT' })
    expect(await running()).toEqual([])
  })

  test('may be an acquired connection’s', async () => {
    await db.acquire(async (connection) => {
      const attempt = connection.query('select pg_sleep(30)', [], { timeout: 30 })
      await expect(attempt).rejects.toMatchObject({ code: 'STATEMENT_TIMEOUT' })
      expect(await connection.one('select 1 as one')).toEqual({ one: 1 })
    })
  })

  test('does not wait for a connection any longer, and the connection is not lost', async () => {
    let free = () => {}
    const freed = new Promise<void>((resolve) => {
      free = resolve
    })
    const held = db.transaction(() => freed)
    const controller = new AbortController()
    const late = db.query('select 1', [], { timeout: 30 })
    const gone = db.query('select 1', [], { signal: controller.signal })
    controller.abort()
    const outcomes = await Promise.allSettled([late, gone])
    expect(outcomes).toMatchObject([
      { reason: { code: 'STATEMENT_TIMEOUT' } },
      { reason: { code: 'STATEMENT_ABORTED' } },
    ])
    free()
    await held
    expect(await db.one('select 1 as one')).toEqual({ one: 1 })
    expect(db.stats()).toMatchObject({ used: 0, idle: 1, pending: 0 })
  })

  test('is given up when the server cannot be asked, and its connection is dropped', async () => {
    const server = await startTestServer()
    const far = await connect(server.url, { maxConnections: 1 })
    const attempt = far.query('select pg_sleep(30)', [], { timeout: 300 }).catch((error) => error)
    await pause(100)
    await server.stop('immediate')
    expect(['STATEMENT_TIMEOUT', 'CONNECTION_LOST', '57P01', '57P02']).toContain((await attempt).code)
    await far.close()
    await server.dispose()
  })
})

test.each(engines)(
  'on $name a signal that is aborted before sends nothing, and one that is not changes nothing',
  async ({ open }) => {
    const db = await open()
    const aborted = AbortSignal.abort(new Error('left'))
    await db.execute('create table written (n int)')
    await expect(db.execute('insert into written values (1)', [], { signal: aborted })).rejects.toMatchObject({
      code: 'STATEMENT_ABORTED',
    })
    expect(await db.many('select * from written')).toEqual([])
    expect(await db.one('select $1::int as n', [7], { timeout: 60_000, signal: new AbortController().signal })).toEqual(
      { n: 7 },
    )
    await expect(db.query('select 1', [], { timeout: 0 })).rejects.toMatchObject({ code: 'INVALID_OPTION' })
    await db.close()
  },
)
