import type { Transaction } from '../query/index.ts'
import type { Statement } from '../sql/index.ts'
import type { Script } from './files.ts'

/** Whether a migration is applied or reverted. */
export type Direction = 'up' | 'down'

/** One script to run, and its change of the history. */
export interface Work {
  readonly direction: Direction
  readonly version: string
  readonly name: string
  readonly script: Script
  readonly statements: readonly Statement[]
  /** Whether script and history are one transaction; else each statement is sent alone and the ledger says how far it came. */
  readonly transactional: boolean
  /** Whether another runner has done it in the meantime. */
  readonly isDone: (tx: Transaction) => Promise<boolean>
  /** Writes into the history that it is done. */
  readonly record: (tx: Transaction, durationMs: number) => Promise<void>
}

/** A migration that was applied or reverted. */
export interface MigrationRun {
  readonly direction: Direction
  readonly version: string
  readonly name: string
  /** How long its script took, in whole milliseconds. */
  readonly durationMs: number
}

/** How far a run has come; said after each migration. */
export interface MigrationProgress {
  /** The migration that has just been finished. */
  readonly name: string
  readonly direction: Direction
  readonly done: number
  readonly total: number
}
