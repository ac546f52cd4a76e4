import { dirname } from 'node:path'
import { RowhouseError } from '../errors/index.ts'
import type { AppliedMigration } from './applied.ts'
import type { Migration } from './files.ts'
import { unifiedDiff } from './text-diff.ts'

/** More than one of `to`, `steps` and `all` was given. */
export function conflictingTarget(): RowhouseError {
  return new RowhouseError('INVALID_OPTION', 'to, steps and all exclude each other; give only one of them')
}

/** `steps` is no positive whole number. */
export function invalidSteps(steps: number): RowhouseError {
  return new RowhouseError('INVALID_OPTION', `steps is ${steps}; give a whole number of at least 1`, {
    facts: { steps },
  })
}

/** `to` names no migration. */
export function unknownTarget(to: string, newest: string | undefined): RowhouseError {
  const known = newest === undefined ? 'there are none' : `the newest is ${newest}`
  return new RowhouseError(
    'MIGRATION_UNKNOWN',
    `there is no migration ${to} to go to (${known}); \`rowhouse migrate status\` lists them`,
    { facts: { to, newest } },
  )
}

/** A migration was applied, and its folder is gone. */
export function missing({ version, name }: AppliedMigration): RowhouseError {
  return new RowhouseError(
    'MIGRATION_MISSING',
    `migration ${name} was applied to this database, but its folder is missing; restore the folder, or revert the migration with \`rowhouse migrate down\``,
    { facts: { version, name } },
  )
}

/** A migration's `up.sql` no longer says what was applied; `applied` is the text that was, where it has been read. */
export function edited({ version, name, up }: Migration, applied?: string): RowhouseError {
  const diff =
    applied === undefined ? undefined : unifiedDiff(applied, up.text, { before: 'what was applied', after: up.path })
  return new RowhouseError(
    'MIGRATION_EDITED',
    `migration ${name} was edited after it was applied; restore ${up.path} and put the change in a new migration${diff ? `\n${diff}` : ''}`,
    { facts: { version, name, file: up.path, diff } },
  )
}

/** A pending migration is older than the newest that was applied. */
export function outOfOrder({ version, name }: Migration, newest: AppliedMigration): RowhouseError {
  return new RowhouseError(
    'MIGRATION_OUT_OF_ORDER',
    `migration ${name} is pending, but the newer ${newest.name} has been applied; give it a newer version: rowhouse migrate rebase ${version}`,
    { facts: { version, name, newest: newest.name } },
  )
}

/** A migration that cannot be reverted, because nobody has written how. `file` is absent when its folder is gone. */
export function irreversible(name: string, file: Migration | undefined): RowhouseError {
  const reason =
    file === undefined
      ? 'its folder is missing and the history keeps no down.sql; restore the folder'
      : `it has no down.sql; write ${dirname(file.up.path)}/down.sql`
  return new RowhouseError('MIGRATION_IRREVERSIBLE', `migration ${name} cannot be reverted: ${reason}`, {
    facts: { name },
  })
}
