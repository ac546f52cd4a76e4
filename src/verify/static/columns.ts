import { displayName, quotePath } from '../../catalog/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import type { Found } from '../check.ts'
import { rowCheck, rowsCheck } from '../define.ts'
import { groupBy } from '../group.ts'
import { alterColumn, type ColumnRow, columnRows, nameOf } from './column-rows.ts'

/** Boolean columns that can be null. */
export const nullableBooleans = rowCheck<ColumnRow>({
  id: 'nullable-boolean',
  kind: 'static',
  title: 'a boolean is true or false',
  severity: 'info',
  why: 'A boolean that can be null has three values, and `not flag` finds neither the true rows nor the null ones.',
  sql: columnRows,
  find: (row) => {
    if (row.base !== 'boolean' || row.not_null) return undefined
    const [table, column] = [quotePath(row.table), quoteIdentifier(row.column)]
    return {
      object: nameOf(row),
      message: `column ${nameOf(row)} can be null; give it a default and not null (the fix takes null for false)`,
      fix: `update ${table} set ${column} = false where ${column} is null;\n${alterColumn(row, `set default false, alter column ${column} set not null`)}`,
    }
  },
})

/** Tables of which every column outside of the primary key can be null. */
export const nullableTables = rowsCheck<ColumnRow>({
  id: 'all-columns-nullable',
  kind: 'static',
  title: 'a row says something',
  severity: 'info',
  why: 'Where every column can be null, a row without anything in it is welcome; what must be known should be not null.',
  sql: columnRows,
  decide: (rows) =>
    groupBy(
      rows.filter((row) => !row.primary),
      (row) => displayName(row.table),
    )
      .filter(([, columns]) => columns.length > 1 && columns.every((column) => !column.not_null))
      .map(([object]) => ({
        object,
        message: `table ${object} takes rows of nothing but nulls beside the primary key; set the columns not null that are always known`,
      })),
})

/** Columns of one name and of types that are nearly the same. */
export const inconsistentTypes = rowsCheck<ColumnRow>({
  id: 'inconsistent-column-type',
  kind: 'static',
  title: 'columns of one name have one type',
  severity: 'info',
  why: 'Columns that are compared should not need a conversion, which can hide an index or overflow.',
  sql: columnRows,
  decide: (rows) => groupBy(rows, (row) => row.column).flatMap(([column, group]) => inconsistent(column, group)),
})

const families: readonly (readonly string[])[] = [
  ['smallint', 'integer', 'bigint'],
  ['text', 'character varying', 'character', 'citext'],
  ['timestamp without time zone', 'timestamp with time zone'],
  ['json', 'jsonb'],
  ['numeric', 'real', 'double precision', 'money'],
]

// Two tables may each have a `status` of their own; but a key, and what differs in width alone, should be the same everywhere.
function inconsistent(column: string, group: readonly ColumnRow[]): Found[] {
  const types = [...new Set(group.map((row) => row.base))]
  const near = families.some((family) => types.filter((type) => family.includes(type)).length > 1)
  if (types.length < 2 || !(near || column.endsWith('_id'))) return []
  const uses = groupBy(group, (row) => row.base).map(([type, same]) => `${type} in ${displayName(same[0]!.table)}`)
  return [
    {
      object: displayName([column]),
      message: `columns named ${displayName([column])} have different types: ${uses.join(', ')}; choose one`,
    },
  ]
}

/** Columns that are named like a reference, and are none. */
export const missingForeignKeys = rowsCheck<ColumnRow>({
  id: 'missing-foreign-key',
  kind: 'static',
  title: 'what is named like a reference is one',
  severity: 'info',
  why: 'Without a foreign key nothing keeps a column such as user_id from naming somebody who was never there or has gone.',
  sql: columnRows,
  decide: (rows) => {
    const keys = wholeKeys(rows)
    return rows.flatMap((row) => missingForeignKey(row, keys))
  },
})

/** The columns that are the whole primary key of their table, by the name of the table. */
function wholeKeys(rows: readonly ColumnRow[]): ReadonlyMap<string, readonly ColumnRow[]> {
  const primary = groupBy(
    rows.filter((row) => row.primary),
    (row) => displayName(row.table),
  )
  const whole = primary.flatMap(([, columns]) => (columns.length === 1 ? columns : []))
  return new Map(groupBy(whole, (row) => row.table.at(-1)!))
}

function missingForeignKey(row: ColumnRow, keys: ReadonlyMap<string, readonly ColumnRow[]>): Found[] {
  const stem = /^(.+)_id$/.exec(row.column)?.[1]
  if (stem === undefined || row.refers) return []
  const key = tablesOf(stem)
    .flatMap((name) => keys.get(name) ?? [])
    .find((other) => other.base === row.base && other !== row)
  if (key === undefined) return []
  const constraint = quoteIdentifier(`${row.table.at(-1)}_${row.column}_fkey`)
  const table = quotePath(row.table)
  return [
    {
      object: nameOf(row),
      message: `column ${nameOf(row)} looks like a reference to ${nameOf(key)}, but no foreign key holds it`,
      fix: `alter table ${table} add constraint ${constraint} foreign key (${quoteIdentifier(row.column)}) references ${quotePath(key.table)} not valid;\nalter table ${table} validate constraint ${constraint}`,
    },
  ]
}

/** The names that a table of such things may have: `city` and `cities`. */
function tablesOf(stem: string): string[] {
  return [stem, `${stem}s`, `${stem}es`, stem.replace(/y$/, 'ies')]
}
