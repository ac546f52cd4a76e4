import { DatabaseError, messageOf, RowhouseError } from '../errors/index.ts'
import { excerpt, offsetOf, type Position, positionAt, type Statement } from '../sql/index.ts'
import type { MigrationRun, Work } from './work.ts'

/** Where a run failed. */
export interface Circumstances {
  readonly work: Work
  /** The statement that was running; none when it was the history or the commit that failed. */
  readonly statement: Statement | undefined
  /** The migrations that this run had finished before. */
  readonly before: readonly MigrationRun[]
}

/** The error for a migration that failed: what PostgreSQL said, where in the file, and what stands now. */
export function migrationFailed(error: unknown, circumstances: Circumstances): RowhouseError {
  if (error instanceof RowhouseError && passedOn.has(error.code)) return error
  const { work, before } = circumstances
  const { version, name, script } = work
  const position = placeOf(error, circumstances)
  return new RowhouseError('MIGRATION_FAILED', describeFailure(error, circumstances, position), {
    cause: error,
    facts: {
      version,
      name,
      file: script.path,
      line: position?.line,
      column: position?.column,
      sqlState: error instanceof DatabaseError ? error.code : undefined,
      finished: before.map((run) => run.name),
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

const passedOn: ReadonlySet<string> = new Set(['MIGRATION_LOCKED', 'POOL_CLOSED'])

function placeOf(error: unknown, { work, statement }: Circumstances): Position | undefined {
  if (statement === undefined) return undefined
  const character = error instanceof DatabaseError ? error.position : undefined
  const within = character === undefined ? 0 : offsetOf(statement.text, character)
  return positionAt(work.script.text, statement.offset + within)
}

function describeFailure(error: unknown, { work, before }: Circumstances, position: Position | undefined): string {
  const { path, text } = work.script
  const place = position === undefined ? path : `${path}:${position.line}:${position.column}`
  const parts = [
    `migration ${work.name} failed at ${place}: ${messageOf(error)}`,
    error instanceof DatabaseError && error.hint !== undefined && `hint: ${error.hint}`,
    position !== undefined && `\n${excerpt(text, position)}\n`,
    `${whatStands(error)}${whatStood(before)}`,
  ]
  return parts.filter((part) => part !== false).join('\n')
}

function whatStands(error: unknown): string {
  if (error instanceof DatabaseError) return 'it left nothing behind; mend the file and run it again'
  const unknown = error instanceof RowhouseError && unknownOutcomes.has(error.code)
  return unknown ? 'see what stands with `rowhouse migrate status`' : 'it left nothing behind; run it again'
}

const unknownOutcomes: ReadonlySet<string> = new Set(['COMMIT_UNKNOWN', 'CONNECTION_LOST', 'TRANSACTION_CONTROL'])

function whatStood(before: readonly MigrationRun[]): string {
  if (before.length === 0) return ''
  return `; what ran before it stays as it is: ${before.map(({ name }) => name).join(', ')}`
}
