import { displayName, quotePath } from '../catalog/index.ts'
import { quoteIdentifier } from '../sql/index.ts'
import { type Found, rowCheck, rowsOf } from './check.ts'
import { type ForeignKeyColumn, type ForeignKeyRow, foreignKeys, namesOf } from './foreign-key-rows.ts'

/** An index of the referencing table that might serve a foreign key. */
export interface KeyIndex {
  /** Its keys in order; null for an expression. */
  readonly columns: readonly (string | null)[]
  readonly predicate: string | null
}

interface IndexedForeignKeyRow extends ForeignKeyRow {
  readonly indexes: KeyIndex[]
}

/** Foreign keys whose columns no index begins with. */
export const foreignKeyIndexes = rowCheck<IndexedForeignKeyRow>({
  id: 'foreign-key-index',
  title: 'every foreign key has an index',
  severity: 'warning',
  why: 'Without an index each delete of a referenced row, and each change of its key, reads the whole referencing table.',
  read: rowsOf(foreignKeys),
  decide: (rows) => rows.filter((row) => !row.indexes.some((index) => serves(index, columnsOf(row)))).map(withoutIndex),
})

/**
 * Whether the index finds the rows that refer to a given key: its first columns are those of the foreign key, in any order,
 * and it is not partial, or leaves out only rows in which a column of the foreign key is null, which refer to nothing.
 */
export function serves(index: KeyIndex, columns: readonly string[]): boolean {
  const first = index.columns.slice(0, columns.length)
  return columns.every((column) => first.includes(column)) && leavesOutOnlyNulls(index.predicate, columns)
}

function leavesOutOnlyNulls(predicate: string | null, columns: readonly string[]): boolean {
  if (predicate === null) return true
  const harmless = columns.flatMap((column) => [`(${column} IS NOT NULL)`, `(${quoteIdentifier(column)} IS NOT NULL)`])
  const parts = predicate.startsWith('((') ? predicate.slice(1, -1).split(' AND ') : [predicate]
  return parts.every((part) => harmless.includes(part))
}

function withoutIndex(row: ForeignKeyRow): Found {
  const { object, here, there } = namesOf(row)
  const columns = columnsOf(row).map(quoteIdentifier).join(', ')
  return {
    object,
    message: `no index serves the foreign key of ${here} to ${there}`,
    fix: `create index ${row.only ? 'concurrently ' : ''}on ${quotePath(row.table)} (${columns})`,
  }
}

/** Foreign keys between columns of different types. */
export const foreignKeyTypes = rowCheck<ForeignKeyRow>({
  id: 'foreign-key-type',
  title: 'foreign keys have the type of what they refer to',
  severity: 'warning',
  why: 'An integer that refers to a bigint fails on the day when the keys outgrow it; other pairs are converted at each comparison.',
  read: rowsOf(foreignKeys),
  decide: (rows) =>
    rows.flatMap((row) => row.columns.filter((column) => !column.agrees).map((column) => typeDiffers(row, column))),
})

function typeDiffers(row: ForeignKeyRow, column: ForeignKeyColumn): Found {
  const object = displayName([...row.table, column.name])
  const referenced = displayName([...row.referenced, column.referenced])
  return {
    object,
    message: `column ${object} is ${column.type}, but refers to ${referenced}, which is ${column.referencedType}`,
    fix: `alter table ${quotePath(row.table)} alter column ${quoteIdentifier(column.name)} type ${column.referencedType}`,
  }
}

function columnsOf(row: ForeignKeyRow): string[] {
  return row.columns.map((column) => column.name)
}
