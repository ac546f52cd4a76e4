import type { Queryable } from '../query/index.ts'
import { isFailureOfRow } from './failures.ts'
import type { Failure, PreparedRow } from './prepared.ts'
import type { SeedCounts } from './seed.ts'

/** Writes all these values, or throws. */
export type Write = (db: Queryable, values: readonly object[]) => Promise<SeedCounts>

/** What became of a batch. */
export interface BatchOutcome extends SeedCounts {
  readonly failures: readonly Failure[]
}

/** Whether one failing row is enough to know, or all of them are wanted and the others written. */
export type OnError = 'stop' | 'skip'

export const nothing: SeedCounts = { inserted: 0, updated: 0, unchanged: 0 }

/** The sum of two counts. */
export function add(one: SeedCounts, other: SeedCounts): SeedCounts {
  return {
    inserted: one.inserted + other.inserted,
    updated: one.updated + other.updated,
    unchanged: one.unchanged + other.unchanged,
  }
}

/**
 * Writes a batch in a savepoint. When a row of it fails, the halves are tried, and so on until the bad rows are alone;
 * with `stop` only until the first is found. Throws what is not the fault of a row.
 */
export async function writeBatch(
  db: Queryable,
  rows: readonly PreparedRow[],
  { write, onError }: { readonly write: Write; readonly onError: OnError },
): Promise<BatchOutcome> {
  try {
    const values = rows.map((row) => row.value)
    return { ...(await db.transaction((savepoint) => write(savepoint, values))), failures: [] }
  } catch (error) {
    if (!isFailureOfRow(error)) throw error
    const [first] = rows
    if (first === undefined || rows.length === 1) return { ...nothing, failures: first ? [{ row: first, error }] : [] }
  }
  const middle = Math.ceil(rows.length / 2)
  const left = await writeBatch(db, rows.slice(0, middle), { write, onError })
  if (onError === 'stop' && left.failures.length > 0) return left
  const right = await writeBatch(db, rows.slice(middle), { write, onError })
  return { ...add(left, right), failures: [...left.failures, ...right.failures] }
}
