import type { Queryable, Transaction } from '../query/index.ts'
import type { Statement } from '../sql/index.ts'
import { migrationFailed, transactionEnded } from './failure.ts'
import { lockMigration, ownTransaction, type ProveLock } from './lock.ts'
import { assignTransactionId, endWithClient, isInTransaction, resetSession, restoreSession } from './session.ts'
import type { MigrationProgress, MigrationRun, Work } from './work.ts'

/** What a run goes by. */
export interface RunSettings {
  readonly lockWait: number
  readonly prove: ProveLock
  readonly onProgress: ((progress: MigrationProgress) => void) | undefined
}

/** Runs the works one after the other, each in a transaction of its own, and stops at the first that fails. */
export async function runAll(
  connection: Queryable,
  works: readonly Work[],
  settings: RunSettings,
): Promise<MigrationRun[]> {
  const finished: MigrationRun[] = []
  for (const [index, work] of works.entries()) {
    await settings.prove()
    const run = await runInTransaction(connection, work, settings.lockWait, finished)
    if (run !== undefined) finished.push(run)
    settings.onProgress?.({ name: work.name, direction: work.direction, done: index + 1, total: works.length })
  }
  return finished
}

interface Place {
  statement?: Statement | undefined
}

async function runInTransaction(
  connection: Queryable,
  work: Work,
  lockWait: number,
  before: readonly MigrationRun[],
): Promise<MigrationRun | undefined> {
  const place: Place = {}
  try {
    await resetSession(connection)
    await endWithClient(connection)
    return await connection.transaction((tx) => runWork(tx, work, lockWait, place), ownTransaction)
  } catch (error) {
    throw migrationFailed(error, { work, statement: place.statement, before })
  }
}

async function runWork(tx: Transaction, work: Work, lockWait: number, place: Place): Promise<MigrationRun | undefined> {
  place.statement = undefined
  await lockMigration(tx, lockWait)
  if (await work.isDone(tx)) return undefined
  const id = await assignTransactionId(tx)
  const start = performance.now()
  await runStatements(tx, work, place)
  const durationMs = Math.round(performance.now() - start)
  await restoreSession(tx)
  if (!(await isInTransaction(tx, id))) throw transactionEnded()
  await work.record(tx, durationMs)
  return { direction: work.direction, version: work.version, name: work.name, durationMs }
}

async function runStatements(tx: Transaction, { script, statements }: Work, place: Place): Promise<void> {
  for (const statement of portions(script.text, statements)) {
    place.statement = statement
    await tx.script(statement.text)
  }
  place.statement = undefined
}

const mostRoundTrips = 1000

/**
 * What is sent at a time: each statement alone, so that an error names its line even where the server gives no position; in a
 * file of very many statements, several.
 */
export function portions(text: string, statements: readonly Statement[]): Statement[] {
  const size = Math.ceil(statements.length / mostRoundTrips)
  if (size <= 1) return [...statements]
  return Array.from({ length: Math.ceil(statements.length / size) }, (_, index) => {
    const first = statements[index * size]!
    const last = statements[Math.min((index + 1) * size, statements.length) - 1]!
    return { text: text.slice(first.offset, last.offset + last.text.length), offset: first.offset, line: first.line }
  })
}
