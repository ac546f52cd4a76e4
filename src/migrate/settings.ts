import type { Statement } from '../sql/index.ts'
import type { Guard } from './lock.ts'
import type { Retries } from './retry.ts'
import type { SessionSettings } from './session.ts'
import type { MigrationProgress } from './work.ts'

/** What a run goes by. */
export interface RunSettings extends SessionSettings, Retries {
  readonly guard: Guard
  readonly onProgress?: ((progress: MigrationProgress) => void) | undefined
}

/** Where a migration stands while it runs. */
export interface Place {
  /** The statement that is running; none while it is the history or the commit. */
  statement?: Statement | undefined
  /** How many statements have been kept already; counts only without a transaction. */
  finished: number
  /** What a failed statement has left in the catalog, to be removed by the next run. */
  left?: string | undefined
  durationMs: number
}
