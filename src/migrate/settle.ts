import type { Database } from '../database/index.ts'
import { RowhouseError } from '../errors/index.ts'
import { lockMigration, ownTransaction } from './lock.ts'
import type { RunSettings } from './settings.ts'
import type { Work } from './work.ts'

/** Whether a migration is in the history after its commit was not answered; `unknown` when even that cannot be read. */
export type Outcome = 'kept' | 'lost' | 'unknown'

/**
 * What became of a migration that failed. Only a commit without an answer is in doubt: then the history is read again, on a new
 * connection and under the lock, which waits for a backend that is still committing.
 */
export async function outcomeOf(db: Database, work: Work, settings: RunSettings, error: unknown): Promise<Outcome> {
  const doubtful = error instanceof RowhouseError && error.code === 'COMMIT_UNKNOWN'
  if (!doubtful) return 'lost'
  try {
    const done = await db.transaction((tx) => lockedIsDone(tx, work, settings), ownTransaction)
    return done ? 'kept' : 'lost'
  } catch {
    return 'unknown'
  }
}

async function lockedIsDone(
  tx: Parameters<Work['isDone']>[0],
  work: Work,
  { lockWait, onNotice }: RunSettings,
): Promise<boolean> {
  await lockMigration(tx, { lockWait, onNotice, signal: new AbortController().signal })
  return work.isDone(tx)
}
