import type { Buckets } from './buckets.ts'

/** The durations of statements that are alike in name, command and outcome. */
export interface CommandFigures {
  /** The name of the statement; empty when it has none. */
  readonly query: string
  /** The first word of the command tag; empty for a text that never was answered. */
  readonly command: string
  /** `ok`, or a SQLSTATE or Rowhouse's code. */
  readonly status: string
  readonly durations: Buckets
  rows: number
}
