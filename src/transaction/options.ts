import { RowhouseError } from '../errors/index.ts'
import type { IsolationLevel, TransactionOptions } from '../query/index.ts'
import { tooLate } from './failures.ts'

const levels: readonly IsolationLevel[] = ['read committed', 'repeatable read', 'serializable']

/** The statement that begins a transaction with these options. */
export function beginStatement(options: TransactionOptions): string {
  const { isolation, readOnly, deferrable, retries = 0 } = options
  if (!Number.isInteger(retries) || retries < 0) throw invalidRetries()
  if (isolation !== undefined && !levels.includes(isolation)) throw unknownLevel(isolation)
  if (deferrable && !(readOnly && isolation === 'serializable')) throw pointlessDeferrable()
  const modes = [
    ...(isolation === undefined ? [] : [`isolation level ${isolation}`]),
    ...(readOnly === undefined ? [] : [readOnly ? 'read only' : 'read write']),
    ...(deferrable ? ['deferrable'] : []),
  ]
  return ['begin', modes.join(', ')].filter(Boolean).join(' ')
}

/** Refuses what an inner transaction cannot have: a stronger isolation than the outermost, or writes in a read-only one. */
export function checkInner(inner: TransactionOptions, outer: TransactionOptions): void {
  const { isolation } = inner
  if (isolation !== undefined && levels.indexOf(isolation) > levels.indexOf(outer.isolation ?? 'read committed'))
    throw tooLate(isolation)
  if (inner.readOnly === false && outer.readOnly) throw tooLate('read write')
  if (inner.deferrable && !outer.deferrable) throw tooLate('deferrable')
}

function invalidRetries(): RowhouseError {
  return new RowhouseError('INVALID_OPTION', 'retries must be a whole number from 0')
}

function unknownLevel(isolation: string): RowhouseError {
  return new RowhouseError(
    'INVALID_OPTION',
    `there is no isolation level "${isolation}"; use one of ${levels.join(', ')}`,
  )
}

function pointlessDeferrable(): RowhouseError {
  return new RowhouseError(
    'INVALID_OPTION',
    'deferrable only has a meaning together with isolation serializable and readOnly true',
  )
}
