import { DatabaseError, isConnectionError, isRetryable, messageOf, RowhouseError } from '../errors/index.ts'
import type { Failure } from './prepared.ts'
import type { FailedRow } from './report.ts'

// SQLSTATE classes that speak of the connection, the transaction, the statement or the server; all others speak of a
// row's values, including those that triggers make up.
const notOfRows = /^(08|0A|25|26|28|3B|3D|3F|40|42|53|55|57|58|72|F0|XX)/
const rowCodes: ReadonlySet<string> = new Set([
  'INVALID_PARAMETER',
  'INVALID_VALUE',
  'VALUE_OUT_OF_RANGE',
  'NO_ROWS',
  'TOO_MANY_ROWS',
])

/** Is it a row that is wrong, so that others may still be written? */
export function isFailureOfRow(error: unknown): boolean {
  if (isConnectionError(error) || isRetryable(error)) return false
  if (error instanceof DatabaseError) return !notOfRows.test(error.code)
  return !(error instanceof RowhouseError) || rowCodes.has(error.code)
}

/** The failure as a report shows it. */
export function failedRow({ row, error }: Failure): FailedRow {
  return {
    row: row.number,
    ...(row.label !== undefined && { label: row.label }),
    message: messageOf(error),
    ...(error instanceof DatabaseError && { sqlState: error.code }),
    ...(error instanceof DatabaseError && error.constraint !== undefined && { constraint: error.constraint }),
  }
}

/** The error that ends a run because of these rows, of which there is at least one. */
export function rowsFailed(seed: string, failures: readonly Failure[]): RowhouseError {
  const rows = failures.map(failedRow)
  const advice = "correct the data and run it again, or leave such rows out with onError 'skip'"
  const message = `seed ${seed}: ${listed(rows.map(sentence))}nothing of this run was written; ${advice}`
  return new RowhouseError('SEED_FAILED', message, {
    cause: failures[0]?.error,
    facts: { seed, ...rows[0], failures: rows },
  })
}

function listed(sentences: readonly string[]): string {
  if (sentences.length === 1) return `${sentences[0]}; `
  return `${sentences.length} rows failed:\n${sentences.map((sentence) => `  ${sentence}\n`).join('')}`
}

/**
 * What a failure of the seed as a whole is thrown as; errors that already say what to do, or that a retry may mend,
 * stay as they are.
 */
export function seedFailed(seed: string, error: unknown, kept = 'nothing of this run was written'): unknown {
  if (error instanceof RowhouseError || isConnectionError(error) || isRetryable(error)) return error
  const facts = { seed, ...(error instanceof DatabaseError && { sqlState: error.code }) }
  const message = `seed ${seed} failed: ${messageOf(error)}; ${kept}`
  return new RowhouseError('SEED_FAILED', message, { cause: error, facts })
}

function sentence({ row, label, message, sqlState }: FailedRow): string {
  const name = label === undefined ? '' : ` (${label})`
  return `row ${row}${name}: ${message}${sqlState === undefined ? '' : ` [${sqlState}]`}`
}
