import type { Database } from '../../database/index.ts'
import { DatabaseError, type RowhouseError } from '../../errors/index.ts'
import type { Queryable } from '../../query/index.ts'
import { offsetOf, type Statement } from '../../sql/index.ts'
import { createRoles } from '../scratch/index.ts'
import { invalidAt, type SchemaFile } from './schema-file.ts'

/**
 * Runs the statements of a schema file in an empty database, in whatever order they need: one that fails is tried again when
 * others have been run. Throws `SCHEMA_INVALID` with the place of the one that cannot be run.
 */
export async function loadSchema(db: Database, file: SchemaFile): Promise<void> {
  await createRoles(db, [file.text])
  await db.acquire(async (session) => {
    let waiting = file.statements
    while (waiting.length > 0) {
      const failures = await failuresOf(session, waiting)
      if (failures.length === waiting.length) throw failed(file, failures)
      waiting = failures.map(({ statement }) => statement)
    }
  })
}

interface Failure {
  readonly statement: Statement
  readonly error: DatabaseError
}

async function failuresOf(session: Queryable, statements: readonly Statement[]): Promise<Failure[]> {
  const failures: Failure[] = []
  for (const statement of statements) {
    const error = await tryStatement(session, statement)
    if (error !== undefined) failures.push({ statement, error })
  }
  return failures
}

async function tryStatement(session: Queryable, { text }: Statement): Promise<DatabaseError | undefined> {
  try {
    await session.script(text)
    return undefined
  } catch (error) {
    if (error instanceof DatabaseError) return error
    throw error
  }
}

// What is missing may be missing because another statement failed, and that one is the one to tell about.
const consequences: ReadonlySet<string> = new Set(['42P01', '42883', '42704', '42703', '3F000'])

function failed(file: SchemaFile, failures: readonly Failure[]): RowhouseError {
  const { statement, error } = failures.find(({ error }) => !consequences.has(error.code)) ?? failures[0]!
  const within = error.position === undefined ? 0 : offsetOf(statement.text, error.position)
  const others = failures.length - 1
  const reason = [
    error.message,
    ...(error.hint === undefined ? [] : [`hint: ${error.hint}`]),
    ...(others === 0 ? [] : [`(${others} more ${others === 1 ? 'statement waits' : 'statements wait'} behind it)`]),
    ...(isMissingExtension(error) ? [advice] : []),
  ].join('\n')
  return invalidAt(file, statement.offset + within, reason, error)
}

const advice = 'what the embedded PostgreSQL lacks, a server may have: name an empty database on one with --shadow-url'

// How PostgreSQL says that an extension is not there: `feature_not_supported`, before version 15 `undefined_file`.
function isMissingExtension({ code }: DatabaseError): boolean {
  return code === '0A000' || code === '58P01'
}
