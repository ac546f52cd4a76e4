import type { SeedCounts, SeedKind } from './seed.ts'

/** A row that was not written, and why. */
export interface FailedRow {
  /** The number of the row within its seed, counted from 1. */
  readonly row: number
  readonly label?: string
  readonly message: string
  /** The SQLSTATE, when the database refused the row. */
  readonly sqlState?: string
  readonly constraint?: string
}

/** What one seed did. */
export interface SeedResult extends SeedCounts {
  readonly name: string
  readonly kind: SeedKind
  /** Rows left out under `onError: 'skip'`; otherwise empty. */
  readonly skipped: readonly FailedRow[]
  readonly ms: number
}

/** What a run did, seed by seed in the order in which they ran. */
export interface SeedReport {
  readonly seeds: readonly SeedResult[]
  /** Names of the sample seeds that were left out because this is production. */
  readonly leftOut: readonly string[]
}
