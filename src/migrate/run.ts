import type { Database } from '../database/index.ts'
import type { Transaction } from '../query/index.ts'
import type { Statement } from '../sql/index.ts'
import { refuseCancelled } from './cancel.ts'
import { migrationFailed, transactionEnded } from './failure.ts'
import { lockMigration, ownTransaction } from './lock.ts'
import { withRetries } from './retry.ts'
import { runAlone } from './run-alone.ts'
import { assignTransactionId, beginScript, isInTransaction, limitLocks, restoreSession, takeRole } from './session.ts'
import type { Place, RunSettings } from './settings.ts'
import { outcomeOf } from './settle.ts'
import { lockTimeouts } from './timeouts.ts'
import { watched } from './watch.ts'
import type { MigrationRun, Work } from './work.ts'

/** Runs the works one after the other, each on a connection with a session of its own, and stops at the first that fails. */
export async function runAll(db: Database, works: readonly Work[], settings: RunSettings): Promise<MigrationRun[]> {
  const finished: MigrationRun[] = []
  for (const [index, work] of works.entries()) {
    const run = await runWork(db, work, settings, finished)
    if (run !== undefined) finished.push(run)
    settings.onProgress?.({ name: work.name, direction: work.direction, done: index + 1, total: works.length })
  }
  return finished
}

async function runWork(
  db: Database,
  work: Work,
  settings: RunSettings,
  before: readonly MigrationRun[],
): Promise<MigrationRun | undefined> {
  const place: Place = { durationMs: 0, finished: 0 }
  try {
    refuseCancelled(settings.signal)
    await settings.guard.prove()
    const ran = work.transactional
      ? await runInTransaction(db, work, settings, place)
      : await runAlone(db, work, settings, place)
    return ran ? runOf(work, place) : undefined
  } catch (error) {
    const outcome = await outcomeOf(db, work, settings, error)
    if (outcome === 'kept') return runOf(work, place)
    throw migrationFailed(error, { work, place, before, outcome, cancelled: settings.signal.aborted })
  }
}

function runOf({ direction, version, name }: Work, { durationMs }: Place): MigrationRun {
  return { direction, version, name, durationMs }
}

/** Runs script and history as one transaction; false if another runner has done it already. */
function runInTransaction(db: Database, work: Work, settings: RunSettings, place: Place): Promise<boolean> {
  return withRetries(work.name, settings, () =>
    db.acquire(
      (connection) => connection.transaction((tx) => runTransaction(tx, work, settings, place), ownTransaction),
      { longLived: true },
    ),
  )
}

async function runTransaction(tx: Transaction, work: Work, settings: RunSettings, place: Place): Promise<boolean> {
  place.statement = undefined
  await beginScript(tx, settings)
  await lockMigration(tx, settings)
  if (await work.isDone(tx)) return false
  const identity = await assignTransactionId(tx)
  const start = performance.now()
  const target = { name: work.name, pid: identity.pid, eye: settings.guard.beside }
  await watched(settings, target, () => runStatements(tx, work, settings, place))
  place.durationMs = Math.round(performance.now() - start)
  await restoreSession(tx)
  if (!(await isInTransaction(tx, identity))) throw transactionEnded()
  await work.record(tx, place.durationMs)
  refuseCancelled(settings.signal)
  return true
}

async function runStatements(tx: Transaction, work: Work, settings: RunSettings, place: Place): Promise<void> {
  const sent = portions(work.script.text, work.statements)
  const timeouts = lockTimeouts(sent, settings.lockTimeout)
  await takeRole(tx, settings)
  for (const [index, statement] of sent.entries()) {
    refuseCancelled(settings.signal)
    const timeout = timeouts[index]
    if (timeout !== undefined && timeout !== (timeouts[index - 1] ?? 0)) await limitLocks(tx, timeout)
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
