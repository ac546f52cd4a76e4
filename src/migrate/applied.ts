/** A migration as the history remembers it. */
export interface AppliedMigration {
  readonly version: string
  readonly name: string
  /** The semantic checksum of the `up.sql` that was applied. */
  readonly checksum: string
  /** Whether the history keeps a `down.sql`. */
  readonly reversible: boolean
  readonly appliedAt: Date
  /** The role that applied it. */
  readonly appliedBy: string
  readonly durationMs: number
}
