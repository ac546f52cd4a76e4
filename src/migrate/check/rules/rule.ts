import type { Catalog } from '../../../catalog/index.ts'
import type { ParsedStatement } from '../../../sql/index.ts'
import type { CheckSeverity } from '../findings.ts'
import type { Path } from '../tree.ts'

/** What a rule found in a statement. */
export interface Fault {
  /** What the statement does, with the real names: `drops column users.fax`. */
  readonly what: string
  /** SQL, with comments, that does the same without the danger. */
  readonly safer?: string
}

/** A rule about single statements, for what measuring on empty tables cannot see. */
export interface Rule {
  /** In kebab-case, as `-- rowhouse-ignore` takes it. */
  readonly name: string
  readonly severity: CheckSeverity
  /** Why it is dangerous; follows what was found. */
  readonly reason: string
  readonly find: (statement: ParsedStatement, context: RuleContext) => readonly Fault[]
}

/** What a rule knows beside the statement. */
export interface RuleContext {
  /** Whether the migration itself has made the relation, type or schema, so that nobody can use it yet. */
  readonly isNew: (path: Path) => boolean
  /** The type of a column with its default, as it was before the migration; undefined where it is not known. */
  readonly columnBefore: (table: Path, column: string) => string | undefined
}

/**
 * The context of a statement: `made` is what the statements before it have made, `before` the catalog before the migration.
 * Without a catalog everything else counts as having been there.
 */
export function contextOf(made: readonly Path[], before?: Catalog): RuleContext {
  const objects = [...(before?.values() ?? [])]
  // The parts of tables have longer names.
  const there = objects.filter(({ path }) => path.length === 1 || path.length === 2)
  const columns = objects.filter(({ kind }) => kind === 'column')
  return {
    isNew: (path) =>
      made.some((other) => isSame(other, path)) ||
      (before !== undefined && !there.some((object) => isSame(object.path, path))),
    columnBefore: (table, name) =>
      columns.find(({ path }) => path.at(-1) === name && isSame(path.slice(0, -1), table))?.definition,
  }
}

// A name without a schema may stand for one in any: to be reminded once too often is better than once too rarely.
function isSame(left: Path, right: Path): boolean {
  const length = Math.min(left.length, right.length)
  return length > 0 && left.slice(-length).join('\0') === right.slice(-length).join('\0')
}
