import { DatabaseError, isQueryCanceled, messageOf, RowhouseError } from '../errors/index.ts'
import { excerpt, offsetOf, type Position, positionAt } from '../sql/index.ts'
import type { Place } from './settings.ts'
import type { Outcome } from './settle.ts'
import type { MigrationRun, Work } from './work.ts'

/** Where a run failed. */
export interface Circumstances {
  readonly work: Work
  readonly place: Place
  /** The migrations that this run had finished before. */
  readonly before: readonly MigrationRun[]
  /** What became of the migration. */
  readonly outcome: Outcome
  /** Whether the run had been told to end. */
  readonly cancelled: boolean
}

/** The error for a migration that failed: what PostgreSQL said, where in the file, and what stands now. */
export function migrationFailed(error: unknown, circumstances: Circumstances): RowhouseError {
  if (error instanceof RowhouseError && passedOn.has(error.code)) return error
  const { work, before, place } = circumstances
  const { version, name, script } = work
  const position = placeOf(error, circumstances)
  const code = wasCancelled(error, circumstances) ? 'MIGRATION_CANCELLED' : 'MIGRATION_FAILED'
  return new RowhouseError(code, describeFailure(error, circumstances, position), {
    cause: error,
    facts: {
      version,
      name,
      file: script.path,
      line: position?.line,
      column: position?.column,
      sqlState: error instanceof DatabaseError ? error.code : undefined,
      finished: before.map((run) => run.name),
      ...(!work.transactional && { statement: place.finished + 1, statements: work.statements.length }),
    },
  })
}

/** The error for a script that ended its transaction in a way that reading it did not show. */
export function transactionEnded(): RowhouseError {
  return new RowhouseError(
    'TRANSACTION_CONTROL',
    'the script ended its transaction; take the transaction control out of it',
  )
}

/** A script that needs a session of its own, behind a pooler that lends sessions by the transaction. */
export function needsOwnSession({ name, script }: Work): RowhouseError {
  return new RowhouseError(
    'MIGRATION_UNSUPPORTED',
    `migration ${name} cannot run in a transaction (${script.path}), and the connection goes through a pooler that lends a session for a transaction only; name the server itself in MIGRATION_DATABASE_URL or --url`,
    { facts: { name, file: script.path } },
  )
}

/** An INVALID index stands where the script is to build one, and no run of this script has begun it. */
export function notOurs(index: string): RowhouseError {
  return new RowhouseError(
    'MIGRATION_INVALID',
    `an INVALID index ${index} is there already, which no run of this migration has begun; see whether somebody is building it, else remove it: drop index concurrently ${index}`,
    { facts: { index } },
  )
}

const passedOn: ReadonlySet<string> = new Set(['MIGRATION_LOCKED', 'MIGRATION_UNSUPPORTED', 'POOL_CLOSED'])

function wasCancelled(error: unknown, { cancelled }: Circumstances): boolean {
  return isCancellation(error) || (cancelled && isQueryCanceled(error))
}

function isCancellation(error: unknown): boolean {
  return error instanceof RowhouseError && error.code === 'MIGRATION_CANCELLED'
}

function placeOf(error: unknown, { work, place: { statement } }: Circumstances): Position | undefined {
  if (statement === undefined || isCancellation(error)) return undefined
  const character = error instanceof DatabaseError ? error.position : undefined
  const within = character === undefined ? 0 : offsetOf(statement.text, character)
  return positionAt(work.script.text, statement.offset + within)
}

function describeFailure(error: unknown, circumstances: Circumstances, position: Position | undefined): string {
  const { path, text } = circumstances.work.script
  const place = position === undefined ? path : `${path}:${position.line}:${position.column}`
  const { name } = circumstances.work
  const parts = [
    wasCancelled(error, circumstances)
      ? `migration ${name} was cancelled at ${place}`
      : `migration ${name} failed at ${place}: ${messageOf(error)}`,
    error instanceof DatabaseError && error.hint !== undefined && `hint: ${error.hint}`,
    position !== undefined && `\n${excerpt(text, position)}\n`,
    `${whatStands(error, circumstances)}${whatStood(circumstances.before)}`,
  ]
  return parts.filter((part) => part !== false).join('\n')
}

function whatStands(error: unknown, circumstances: Circumstances): string {
  const { work, outcome } = circumstances
  if (!work.transactional) return whatStandsAlone(circumstances)
  const doubtful = error instanceof RowhouseError && error.code === 'TRANSACTION_CONTROL'
  if (outcome === 'unknown' || doubtful) return 'see what stands with `rowhouse migrate status`'
  const mend = error instanceof DatabaseError && !wasCancelled(error, circumstances)
  return mend ? 'it left nothing behind; mend the file and run it again' : 'it left nothing behind; run it again'
}

function whatStandsAlone({ work, place }: Circumstances): string {
  const { finished, left } = place
  const count = work.statements.length
  const stands = finished === 0 ? '' : `; ${finished} of its ${count} statements stand and will not run again`
  const remains = left === undefined ? '' : `; it left something INVALID, which the next run removes: ${left}`
  return `it runs without a transaction${stands}${remains}; run it again, and it goes on at statement ${Math.min(finished + 1, count)}`
}

function whatStood(before: readonly MigrationRun[]): string {
  if (before.length === 0) return ''
  return `; what ran before it stays as it is: ${before.map(({ name }) => name).join(', ')}`
}
