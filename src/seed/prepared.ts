/** A row with its number in the seed (from 1), its name in reports, and what is to be written of it. */
export interface PreparedRow {
  readonly number: number
  readonly label?: string
  readonly value: object
}

/** A row with the error that refused it. */
export interface Failure {
  readonly row: Pick<PreparedRow, 'number' | 'label'>
  readonly error: unknown
}
