import type { Database } from '../../database/index.ts'
import { messageOf, RowhouseError } from '../../errors/index.ts'
import type { Queryable } from '../../query/index.ts'

/** What a stage is there for; it becomes a part of its migration's name. */
export type Purpose =
  | 'renames'
  | 'dropped_indexes'
  | 'enum_values'
  | 'changes'
  | 'indexes'
  | 'constraints'
  | 'validation'
  | 'requirements'

/** Statements that stand in one file: all in one transaction, or each alone because they cannot run in one. */
export interface Stage {
  readonly purpose: Purpose
  readonly concurrent: boolean
  readonly statements: readonly string[]
  /** What undoes it, where that is known without asking the differ. */
  readonly undo?: readonly string[]
}

/**
 * Runs statements as the runner of migrations will: in one transaction, or each alone. Throws `DIFF_UNPROVED` with the one that
 * fails.
 */
export async function runStatements(db: Database, statements: readonly string[], concurrent: boolean): Promise<void> {
  await db.acquire(async (session) => {
    if (concurrent) return runEach(session, statements)
    return session.transaction((tx) => runEach(tx, statements))
  })
}

async function runEach(db: Queryable, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await runOne(db, statement)
}

async function runOne(db: Queryable, statement: string): Promise<void> {
  try {
    await db.script(statement)
  } catch (cause) {
    throw new RowhouseError('DIFF_UNPROVED', `${messageOf(cause)}, in\n${statement}`, { cause, facts: { statement } })
  }
}
