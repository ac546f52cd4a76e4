import { displayName, quotePath, scope } from '../../catalog/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import type { Found } from '../check.ts'
import { rowCheck } from '../define.ts'
import { type IndexColumn, type IndexRow, validIndexes } from './index-rows.ts'
import { dropIndex } from './indexes.ts'

/** B-tree indexes on arrays and JSON. */
export const containerIndexes = rowCheck<IndexRow>({
  id: 'btree-on-array-or-json',
  kind: 'static',
  title: 'arrays and JSON are indexed by GIN',
  severity: 'warning',
  why: 'A B-tree compares such a value as a whole: it finds equal ones, never one that contains something, and refuses long ones.',
  sql: validIndexes,
  find: (index) => {
    const column = index.columns.find(isContainer)
    // A unique index asks for equal values, which is what a B-tree is for.
    if (column === undefined || index.method !== 'btree' || index.unique || index.needed) return undefined
    const concurrently = index.partitioned ? '' : ' concurrently'
    return {
      object: displayName(index.path),
      message: `index ${displayName(index.path)} is a B-tree on ${displayName([column.name])}, which is ${column.type}; make it a GIN index`,
      fix: `create index${concurrently} on ${quotePath(index.table)} using gin (${quoteIdentifier(column.name)});\n${dropIndex(index)}`,
    }
  },
})

function isContainer({ array, type }: IndexColumn): boolean {
  return array || type === 'jsonb'
}

/** Indexes on a boolean and nothing else. */
export const booleanIndexes = rowCheck<IndexRow>({
  id: 'boolean-index',
  kind: 'static',
  title: 'no index is on a boolean alone',
  severity: 'info',
  why: 'Half of a table is read faster without an index; where one value is rare, a partial index finds it and stays small.',
  sql: validIndexes,
  find: (index) => {
    if (index.columns[0]?.type !== 'boolean' || index.keys.length > 1) return undefined
    if (index.unique || index.predicate !== null) return undefined
    return {
      object: displayName(index.path),
      message: `index ${displayName(index.path)} is on a boolean alone; drop it, or index what you look for where it holds`,
      fix: dropIndex(index),
    }
  },
})

/** Partial indexes that leave out the nulls of a column that has none. */
export const pointlessPredicates = rowCheck<PointlessRow>({
  id: 'pointless-index-predicate',
  kind: 'static',
  title: 'a partial index leaves something out',
  severity: 'info',
  why: 'The predicate leaves out no row, but the index is used only for queries that prove it.',
  sql: `${scope}
    select array[namespace.nspname, class.relname]::text[] as path,
      class.relkind = 'I' as partitioned,
      pg_get_indexdef(class.oid) as definition,
      attribute.attname as column
    from relation
    join pg_index as index on index.indrelid = relation.oid
    join pg_class as class on class.oid = index.indexrelid
    join pg_namespace as namespace on namespace.oid = class.relnamespace
    join pg_attribute as attribute on attribute.attrelid = relation.oid and attribute.attnotnull
    where not class.relispartition
    and pg_get_expr(index.indpred, index.indrelid) = format('(%I IS NOT NULL)', attribute.attname)
    order by relation.path, class.relname`,
  find: ({ path, partitioned, definition, column }) => ({
    object: displayName(path),
    message: `index ${displayName(path)} leaves out the rows without ${displayName([column])}, which is not null`,
    fix: `drop index ${partitioned ? '' : 'concurrently '}${quotePath(path)};\n${definition.replace(/ WHERE \(.*\)$/s, '')}`,
  }),
})

interface PointlessRow {
  readonly path: string[]
  readonly partitioned: boolean
  readonly definition: string
  readonly column: string
}

/** Unique indexes that count the rows that were deleted for the users of the table. */
export const forgetfulUniques = rowCheck<IndexRow>({
  id: 'unique-forgets-deleted',
  kind: 'static',
  title: 'what was deleted does not stand in the way',
  severity: 'warning',
  why: 'Where rows are marked as deleted and stay, a unique index over all of them refuses what users believe to be free.',
  sql: validIndexes,
  find: (index) =>
    index.deletion !== null && forgets(index, index.deletion) ? forgetful(index, index.deletion) : undefined,
})

function forgets({ unique, primary, needed, columns, predicate }: IndexRow, deletion: string): boolean {
  if (!unique || primary || needed || columns.some((column) => column.name === deletion)) return false
  return !(predicate ?? '').includes(deletion)
}

function forgetful(index: IndexRow, deletion: string): Found {
  const living = `${quoteIdentifier(deletion)} is null`
  const where = index.predicate === null ? ` where ${living}` : ` and ${living}`
  return {
    object: displayName(index.path),
    message: `unique index ${displayName(index.path)} counts the rows with ${deletion}; have it leave them out`,
    fix: `${dropIndex(index)};\n${index.definition}${where}`,
  }
}
