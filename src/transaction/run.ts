import { setTimeout as pause } from 'node:timers/promises'
import type { Connection, Opening } from '../connection/index.ts'
import { isDeadlock, isSerializationFailure } from '../errors/index.ts'
import type { Transaction, TransactionOptions } from '../query/index.ts'
import { isWatched, type Source, type TransactionTrace, transactions } from '../trace/index.ts'
import { aborted, commitUnknown, onCommitFailed } from './failures.ts'
import { beginStatement } from './options.ts'
import { isLost, Scope } from './scope.ts'

/** Where transactions run. */
export interface Place {
  /** The database, for those who watch. */
  readonly source: Source | undefined
  /** Lends a connection for one attempt; it is taken back when the promise settles. */
  lend<T>(attempt: (held: Held) => Promise<T>): Promise<T>
}

/** A connection that one attempt holds. */
export interface Held {
  readonly connection: Connection
  /** Gives the connection back to be dropped. */
  destroy(): void
}

const defaultRetries = 8

/**
 * Runs `work` in a transaction of its own and again, on a connection lent anew, as long as it fails by serialization or
 * deadlock and `retries` are left.
 */
export async function runTransaction<T>(
  place: Place,
  work: (tx: Transaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  if (!isWatched(transactions)) return runAttempts(place, work, options)
  const trace: TransactionTrace = { source: place.source, since: performance.now(), attempts: 0, waitMs: 0 }
  return transactions.tracePromise(() => runAttempts(timed(place, trace), work, options), trace)
}

/** The same place, whose attempts and waits are noted. */
function timed(place: Place, trace: TransactionTrace): Place {
  return {
    source: place.source,
    lend: (attempt) => {
      const asked = performance.now()
      trace.attempts += 1
      return place.lend((held) => {
        trace.waitMs += performance.now() - asked
        return attempt(held)
      })
    },
  }
}

async function runAttempts<T>(
  place: Place,
  work: (tx: Transaction) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  const begin = beginStatement(options)
  const { retries = defaultRetries } = options
  for (let attempt = 0; ; attempt++) {
    const outcome = await place.lend((held) => attemptOnce(held, begin, work, options))
    if ('result' in outcome) {
      await runCallbacks(outcome.callbacks)
      return outcome.result
    }
    if (!outcome.retryable || attempt >= retries) throw outcome.error
    await pause(backoff(attempt))
  }
}

type Outcome<T> =
  | { readonly result: T; readonly callbacks: readonly (() => void | Promise<void>)[] }
  | { readonly error: unknown; readonly retryable: boolean }

async function attemptOnce<T>(
  held: Held,
  begin: string,
  work: (tx: Transaction) => Promise<T>,
  options: TransactionOptions,
): Promise<Outcome<T>> {
  const { connection } = held
  const opening = { begin, sent: false }
  const scope = new Scope({ connection, opening }, options)
  try {
    const result = await scope.live(work)
    await commit(connection, scope, opening)
    return { result, callbacks: scope.callbacks }
  } catch (error) {
    await rollback(held)
    return { error, retryable: isTransient(error) || isTransient(scope.failure) }
  }
}

async function commit(connection: Connection, scope: Scope, opening: Opening): Promise<void> {
  if (scope.gone) throw aborted(scope.failure)
  const command = await connection.control('commit', opening).catch((error) => {
    throw isLost(error) ? commitUnknown(error) : error
  })
  // PostgreSQL answers COMMIT of a failed transaction with the tag ROLLBACK and no error, so without this check a lost write
  // would look like a kept one.
  if (command !== 'COMMIT') throw aborted(scope.failure)
}

// An error of the rollback must not hide the one that led to it; the connection that it failed on is dropped.
async function rollback(held: Held): Promise<void> {
  const { connection } = held
  const { transactionStatus } = connection
  if (transactionStatus === 'open' || transactionStatus === 'failed')
    await connection.control('rollback').catch(() => undefined)
  if (connection.transactionStatus !== 'idle') held.destroy()
}

function isTransient(error: unknown): boolean {
  return isSerializationFailure(error) || isDeadlock(error)
}

// Full jitter (as in AWS' "Exponential Backoff And Jitter", 2015): those who failed together must not meet again.
function backoff(attempt: number): number {
  return Math.random() * Math.min(1000, 10 * 2 ** attempt)
}

/** Runs the callbacks of a committed transaction, all of them. Throws `ON_COMMIT_FAILED` with the first that failed. */
export async function runCallbacks(callbacks: readonly (() => void | Promise<void>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const callback of callbacks) {
    try {
      await callback()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw onCommitFailed(failures[0])
}
