import { isRetryable, RowhouseError } from '../errors/index.ts'
import type { HoldReport } from './lease.ts'
import type { PoolStats } from './options.ts'

/** Somebody waited longer for a connection than `acquireTimeout`. */
export function poolTimeout(
  stats: PoolStats,
  waitedMs: number,
  oldest: HoldReport | undefined,
  lastFailure: unknown,
): RowhouseError {
  const sentences = [
    `no connection became free within ${Math.round(waitedMs)} ms: ${stats.used} of ${stats.max} in use, ${stats.pending} more callers waiting`,
    ...(oldest === undefined ? [] : [`the longest is held for ${describe(oldest)}`]),
    ...(lastFailure instanceof Error ? [`the last attempt to open one failed: ${lastFailure.message}`] : []),
    'shorten what holds connections, or raise DB_MAX_CONNECTIONS; what holds one and asks the database for another must use its own handle (tx.query, not db.query)',
  ]
  return new RowhouseError('POOL_TIMEOUT', sentences.join('; '), {
    cause: lastFailure,
    facts: { ...stats, waitedMs: Math.round(waitedMs), ...(oldest !== undefined && { oldest }) },
  })
}

/** On a pool of one, somebody who holds the connection asked for another. */
export function nestedCheckout(holder: HoldReport): RowhouseError {
  return new RowhouseError(
    'NESTED_CHECKOUT',
    `this database has one connection, and it is held by ${holder.purpose} from which another one was asked for: that would wait for ever; use the handle that the callback was given (tx.query, not db.query)`,
    { facts: { holder } },
  )
}

/** The database was closed. */
export function poolClosed(): RowhouseError {
  return new RowhouseError('POOL_CLOSED', 'the database is closed; connect() again to use it')
}

/** A report of a connection that is held suspiciously long. */
export function leakMessage(report: HoldReport): string {
  const where =
    report.stack === '' ? 'the next report may know where it was taken' : `it was taken here:\n${report.stack}`
  return `a connection has been held for ${describe(report)}; if it is a leak, ${where}`
}

/** May the server let us in when it is asked again in a moment (it restarts, it is full)? */
export function isWorthWaiting(error: unknown): boolean {
  if (isRetryable(error)) return true
  return error instanceof RowhouseError && (error.code === 'CONNECTION_FAILED' || error.code === 'CONNECTION_LOST')
}

function describe({ heldMs, purpose, stack }: HoldReport): string {
  const where = /\n?\s*at ([^\n]+)/.exec(stack)?.[1]
  return `${(heldMs / 1000).toFixed(1)} s by ${purpose}${where === undefined ? '' : ` (${where})`}`
}
