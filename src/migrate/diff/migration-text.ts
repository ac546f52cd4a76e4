import type { ProvedStage } from './prove.ts'
import type { Purpose } from './stage.ts'

/** A migration that was made and proved, to be written into a folder. */
export interface GeneratedMigration {
  readonly purpose: Purpose
  /** The text of `up.sql`. */
  readonly up: string
  /** The text of `down.sql`. */
  readonly down: string
}

/** The texts of a stage. */
export function migrationOf({ purpose, statements, down }: ProvedStage): GeneratedMigration {
  return { purpose, up: text(statements, reasons[purpose]), down: text(down, undefined) }
}

const reasons: Partial<Readonly<Record<Purpose, string>>> = {
  dropped_indexes: '-- Each statement runs alone, so that nobody is locked out meanwhile.',
  indexes: '-- Each statement runs alone, so that nobody is locked out while the indexes are built.',
  validation: '-- The rows are read in a transaction of their own, which locks nobody out.',
  enum_values: '-- A new value can be used only when it has been committed.',
}

function text(statements: readonly string[], reason: string | undefined): string {
  const body = statements.length === 0 ? ['select 1;'] : statements.map((statement) => `${statement};`)
  return `${[...(reason === undefined ? [] : [reason]), ...body].join('\n\n')}\n`
}
