import { displayName, quotePath } from '../../catalog/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import type { Found } from '../check.ts'
import { rowCheck, rowsCheck } from '../define.ts'
import { groupBy } from '../group.ts'
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
export const foreignKeyIndexes = rowsCheck<IndexedForeignKeyRow>({
  id: 'foreign-key-index',
  kind: 'static',
  title: 'every foreign key has an index',
  severity: 'warning',
  why: 'Without an index each delete of a referenced row, and each change of its key, reads the whole referencing table.',
  sql: foreignKeys,
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
export const foreignKeyTypes = rowsCheck<ForeignKeyRow>({
  id: 'foreign-key-type',
  kind: 'static',
  title: 'foreign keys have the type of what they refer to',
  severity: 'warning',
  why: 'An integer that refers to a bigint fails on the day when the keys outgrow it; other pairs are converted at each comparison.',
  sql: foreignKeys,
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

/** Foreign keys that say what another says already. */
export const duplicateForeignKeys = rowsCheck<ForeignKeyRow>({
  id: 'duplicate-foreign-key',
  kind: 'static',
  title: 'no two foreign keys are the same',
  severity: 'warning',
  why: 'The second is checked at each write like the first, and the two may disagree about what a delete does.',
  sql: foreignKeys,
  decide: (rows) =>
    groupBy(rows, pairsOf).flatMap(([, [kept, ...others]]) => others.map((row) => repeated(row, kept!))),
})

function pairsOf(row: ForeignKeyRow): string {
  const pairs = row.columns.map((column) => [column.name, column.referenced])
  return JSON.stringify([row.table, row.referenced, pairs.toSorted()])
}

function repeated(row: ForeignKeyRow, kept: ForeignKeyRow): Found {
  const deletes = row.on_delete === kept.on_delete ? '' : `, on delete ${row.on_delete} and ${kept.on_delete}`
  return {
    object: namesOf(row).object,
    message: `foreign key ${displayName([row.constraint])} says what ${displayName([kept.constraint])} says: ${namesOf(row).here} to ${namesOf(row).there}${deletes}`,
    fix: `alter table ${quotePath(row.table)} drop constraint ${quoteIdentifier(row.constraint)}`,
  }
}

/** Foreign keys of several columns of which some can be null alone. */
export const nullableForeignKeys = rowCheck<ForeignKeyRow>({
  id: 'nullable-composite-foreign-key',
  kind: 'static',
  title: 'a foreign key of several columns is null in all of them or in none',
  severity: 'warning',
  why: 'A row with null in one of the columns refers to nothing, whatever the others say, and PostgreSQL does not look at them.',
  sql: foreignKeys,
  find: (row) => {
    const nullable = row.columns.filter((column) => column.nullable).map((column) => quoteIdentifier(column.name))
    // Where one column alone can be null, its null says plainly that the row refers to nothing.
    if (row.full || row.guarded || nullable.length < 2) return undefined
    const { object, here } = namesOf(row)
    const constraint = quoteIdentifier(`${row.constraint}_null_together`)
    const table = quotePath(row.table)
    return {
      object,
      message: `${here} can be null in part, and then refers to nothing; have the columns be null together`,
      fix: `alter table ${table} add constraint ${constraint} check (num_nulls(${nullable.join(', ')}) in (0, ${nullable.length})) not valid;\nalter table ${table} validate constraint ${constraint}`,
    }
  },
})
