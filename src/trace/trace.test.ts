import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import type { Database } from '../index.ts'
import { connects, leaks, type QueryTrace, queries, type TransactionTrace, transactions } from './index.ts'

describe.each(engines)('on $name', ({ open }) => {
  let db: Database

  beforeEach(async () => {
    db = await open()
  })
  afterEach(() => db.close())

  /** The statements that `work` ends, as a listener of the channel sees them. */
  async function watched(work: () => Promise<unknown>): Promise<QueryTrace[]> {
    const seen: QueryTrace[] = []
    const listener = (trace: unknown) => void seen.push(trace as QueryTrace)
    queries.asyncEnd.subscribe(listener)
    try {
      await work().catch(() => undefined)
    } finally {
      queries.asyncEnd.unsubscribe(listener)
    }
    return seen
  }

  test('a statement is told of with its text, its values and its answer', async () => {
    const [trace, ...others] = await watched(() => db.many('select n from generate_series(1, $1::int) as n', [3]))
    expect(others).toEqual([])
    expect(trace).toMatchObject({ text: 'select n from generate_series(1, $1::int) as n', params: [3] })
    expect(trace?.result).toMatchObject({ rowCount: 3, command: 'SELECT' })
  })

  test('a statement that fails is told of with the error that its caller gets', async () => {
    const [trace] = await watched(() => db.query('select 1 / 0'))
    expect(trace).toMatchObject({ error: { code: '22012' } })
    expect(trace?.result).toBeUndefined()
  })

  test('statements of a transaction and of a session are told of', async () => {
    const inTransaction = await watched(() => db.transaction((tx) => tx.query('select 1')))
    const inSession = await watched(() => db.acquire((session) => session.query('select 2')))
    expect([...inTransaction, ...inSession].map(({ text }) => text)).toEqual(['select 1', 'select 2'])
  })

  test('a transaction is told of once, with its attempts', async () => {
    const seen: TransactionTrace[] = []
    const listener = (trace: unknown) => void seen.push(trace as TransactionTrace)
    transactions.asyncEnd.subscribe(listener)
    await db.transaction((tx) => tx.transaction((inner) => inner.query('select 1')))
    transactions.asyncEnd.unsubscribe(listener)
    expect(seen).toMatchObject([{ attempts: 1 }])
    expect(seen[0]?.waitMs).toBeGreaterThanOrEqual(0)
  })

  test('with nobody listening nothing is told, and all works as before', async () => {
    expect(await watched(async () => undefined)).toEqual([])
    expect(queries.asyncEnd.hasSubscribers || connects.start.hasSubscribers || leaks.hasSubscribers).toBe(false)
    expect(await db.one('select 1 as n')).toEqual({ n: 1 })
  })
})
