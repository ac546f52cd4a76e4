import { quotePath } from '../../catalog/index.ts'
import type { Queryable } from '../../query/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import type { Found, Subject } from '../check.ts'
import { readingCheck } from '../define.ts'
import { type ForeignKeyRow, foreignKeys, namesOf } from '../static/foreign-key-rows.ts'

interface OrphanRow {
  readonly key: ForeignKeyRow
  readonly orphans: string
}

/** Rows that refer to something that is not there. */
export const orphanRows = readingCheck<OrphanRow>({
  id: 'orphan-rows',
  kind: 'data',
  title: 'no row refers to one that is not there',
  severity: 'error',
  why: 'A foreign key that is not validated, or whose triggers were off for a while, can hold rows that it refuses today.',
  deep: true,
  read: countOrphans,
  decide: (rows) => rows.filter((row) => row.orphans !== '0').map(orphansOf),
})

async function countOrphans(tx: Queryable, { schemas }: Subject): Promise<OrphanRow[]> {
  const counted: OrphanRow[] = []
  for (const key of await tx.many<ForeignKeyRow>(foreignKeys, [schemas])) {
    if (key.temporal) continue
    const { orphans } = await tx.one<{ orphans: string }>(`select count(*)::text as orphans ${fromOrphans(key)}`)
    counted.push({ key, orphans })
  }
  return counted
}

function fromOrphans(key: ForeignKeyRow): string {
  return `from ${rowsOfTable(key.table, key.only)} as referencing\nwhere ${isOrphan(key)}`
}

// With `match full` a row that is null in some columns only is an orphan too; else it refers to nothing. Such a row equals
// none, so that nothing more need be said about it.
function isOrphan(key: ForeignKeyRow): string {
  const set = key.columns.map(({ name }) => `referencing.${quoteIdentifier(name)} is not null`)
  const equal = key.columns.map(
    ({ name, referenced, operator }) =>
      `referenced.${quoteIdentifier(referenced)} ${operator} referencing.${quoteIdentifier(name)}`,
  )
  return `(${set.join(key.full ? ' or ' : ' and ')})
and not exists (
  select from ${rowsOfTable(key.referenced, key.referenced_only)} as referenced
  where ${equal.join('\n  and ')}
)`
}

function rowsOfTable(table: readonly string[], only: boolean): string {
  return `${only ? 'only ' : ''}${quotePath(table)}`
}

function orphansOf({ key, orphans }: OrphanRow): Found {
  const { object, here, there } = namesOf(key)
  const rows = orphans === '1' ? '1 row' : `${orphans} rows`
  return {
    object,
    message: `${rows} of ${here} without their row of ${there}; look at them before you run the fix, which changes data`,
    fix: orphanFix(key),
  }
}

// The foreign key says what should have happened when the referenced row went; where it says nothing, forgetting the
// reference loses less than deleting the row.
function orphanFix(key: ForeignKeyRow): string {
  const nullable = key.columns.filter((column) => column.nullable)
  const canForget = key.full ? nullable.length === key.columns.length : nullable.length > 0
  if (key.on_delete === 'cascade' || !canForget) return `delete ${fromOrphans(key)}`
  const assignments = nullable.map((column) => `${quoteIdentifier(column.name)} = null`).join(', ')
  return `update ${rowsOfTable(key.table, key.only)} as referencing\nset ${assignments}\nwhere ${isOrphan(key)}`
}
