import type { ErrorCode } from './codes.ts'
import { DatabaseError } from './database-error.ts'
import { RowhouseError } from './errors.ts'

/** Did a unique or primary key constraint refuse a row (23505)? With a name: that constraint or unique index? */
export function isUniqueViolation(error: unknown, constraint?: string): error is DatabaseError {
  return violates(error, '23505', constraint)
}

/** Did a foreign key refuse a row, or its deletion (23503)? With a name: that constraint? */
export function isForeignKeyViolation(error: unknown, constraint?: string): error is DatabaseError {
  return violates(error, '23503', constraint)
}

/** Did a check constraint refuse a row (23514)? With a name: that constraint? */
export function isCheckViolation(error: unknown, constraint?: string): error is DatabaseError {
  return violates(error, '23514', constraint)
}

/** Did an exclusion constraint refuse a row (23P01)? With a name: that constraint? */
export function isExclusionViolation(error: unknown, constraint?: string): error is DatabaseError {
  return violates(error, '23P01', constraint)
}

/** Was null refused where a column is not null (23502)? With a name: in that column? */
export function isNotNullViolation(error: unknown, column?: string): error is DatabaseError {
  return hasState(error, '23502') && (column === undefined || error.column === column)
}

/** Could the transaction not be serialised with others (40001)? Running it again may succeed. */
export function isSerializationFailure(error: unknown): error is DatabaseError {
  return hasState(error, '40001')
}

/** Was the transaction chosen as the victim of a deadlock (40P01)? Running it again may succeed. */
export function isDeadlock(error: unknown): error is DatabaseError {
  return hasState(error, '40P01')
}

/** Was the statement cancelled by a timeout or on request (57014)? */
export function isQueryCanceled(error: unknown): error is DatabaseError {
  return hasState(error, '57014')
}

/** Was a lock not available at once, or not within `lock_timeout` (55P03)? */
export function isLockNotAvailable(error: unknown): error is DatabaseError {
  return hasState(error, '55P03')
}

/** The row of `copyInto` at which the server found an error (1 is the first); `undefined` where it names none. */
export function copiedRow(error: unknown): number | undefined {
  const where = error instanceof DatabaseError ? error.where : undefined
  // Our rows are lines of PostgreSQL's text format; only the word for them depends on the language of the server.
  const line = /^COPY .*?, \D*(\d+)/m.exec(where ?? '')?.[1]
  return line === undefined ? undefined : Number(line)
}

/** Did `one` find no row? */
export function isNoRows(error: unknown): error is RowhouseError {
  return error instanceof RowhouseError && error.code === 'NO_ROWS'
}

const connectionCodes: ReadonlySet<ErrorCode> = new Set([
  'HOST_NOT_FOUND',
  'CONNECTION_REFUSED',
  'CONNECTION_TIMEOUT',
  'AUTHENTICATION_FAILED',
  'DATABASE_NOT_FOUND',
  'TLS_FAILED',
  'TOO_MANY_CONNECTIONS',
  'SERVER_NOT_READY',
  'CONNECTION_FAILED',
  'CONNECTION_LOST',
  'COMMIT_UNKNOWN',
])

/**
 * Could the server not be reached, or did it end the connection? For `CONNECTION_LOST` and `COMMIT_UNKNOWN` the statement may
 * have run.
 */
export function isConnectionError(error: unknown): error is DatabaseError | RowhouseError {
  if (error instanceof RowhouseError) return connectionCodes.has(error.code)
  return error instanceof DatabaseError && endsConnection(error)
}

const neverSent: ReadonlySet<ErrorCode> = new Set([
  'CONNECTION_REFUSED',
  'CONNECTION_TIMEOUT',
  'TOO_MANY_CONNECTIONS',
  'SERVER_NOT_READY',
  'POOL_TIMEOUT',
])

/**
 * Is it certain that nothing was committed, and may the same work succeed when it is done again? True for serialization
 * failures, deadlocks, and failures to get a connection at all; false for a connection lost on the way.
 */
export function isRetryable(error: unknown): error is DatabaseError | RowhouseError {
  if (error instanceof RowhouseError) return neverSent.has(error.code)
  return isSerializationFailure(error) || isDeadlock(error)
}

// Class 08 is "connection exception"; 57P01 to 57P05 are shutdown, crash, start-up, dropped database and idle session;
// 25P03 and 25P04 are the timeouts by which the server ends the session of an idle or long transaction.
const endings: ReadonlySet<string> = new Set(['57P01', '57P02', '57P03', '57P04', '57P05', '25P03', '25P04'])

/** Does the server end the connection with this error? */
export function endsConnection(error: DatabaseError): boolean {
  return (
    error.severity === 'FATAL' || error.severity === 'PANIC' || endings.has(error.code) || error.code.startsWith('08')
  )
}

function violates(error: unknown, state: string, constraint: string | undefined): error is DatabaseError {
  return hasState(error, state) && (constraint === undefined || error.constraint === constraint)
}

function hasState(error: unknown, state: string): error is DatabaseError {
  return error instanceof DatabaseError && error.code === state
}
