/** Where the checks draw the line between what is usual and what is told. */
export interface Limits {
  /** Percent of its values that a sequence may have given. Default: 70. */
  readonly sequencePercent: number
  /** Days for which partitions must exist ahead of now. Default: 7. */
  readonly partitionDays: number
  /** Rows that a table, or one scan of it, may have to be called large. Default: 10,000. */
  readonly largeTable: number
  /** Days for which statistics must have been kept before an index counts as unused. Default: 35. */
  readonly statisticsDays: number
  /** Percent of its live rows that a table of more than 1,000 dead ones may have of them. Default: 20. */
  readonly deadPercent: number
  /** Bytes of a table, or more than half of it, that may be empty space. Default: 100 MiB. */
  readonly bloatBytes: number
  /** Minutes that a transaction may be open. Default: 5. */
  readonly transactionMinutes: number
  /** Percent of `max_connections` that may be taken. Default: 80. */
  readonly connectionPercent: number
  /** Transactions since the oldest one that a vacuum has not frozen. Default: 1,000,000,000; writes end at two. */
  readonly transactionAge: number
}

/** The limits unless others are given. */
export const defaultLimits: Limits = {
  sequencePercent: 70,
  partitionDays: 7,
  largeTable: 10_000,
  statisticsDays: 35,
  deadPercent: 20,
  bloatBytes: 100 * 2 ** 20,
  transactionMinutes: 5,
  connectionPercent: 80,
  transactionAge: 1_000_000_000,
}
