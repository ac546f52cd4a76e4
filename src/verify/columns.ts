import { displayName, quotePath, scope } from '../catalog/index.ts'
import { quoteIdentifier } from '../sql/index.ts'
import { type RowCheck, rowCheck, rowsOf } from './check.ts'

interface ColumnRow {
  readonly table: string[]
  readonly column: string
  readonly type: string
}

function columnsOfType(type: string): RowCheck<ColumnRow>['read'] {
  return rowsOf(`${scope}
    select relation.path as table, attribute.attname::text as column,
      format_type(attribute.atttypid, attribute.atttypmod) as type
    from relation
    join pg_class as class using (oid)
    join pg_attribute as attribute on attribute.attrelid = relation.oid
    where relation.kind in ('r', 'p')
    and attribute.attnum > 0
    and attribute.attinhcount = 0
    and not attribute.attisdropped
    and attribute.atttypid = '${type}'::regtype
    order by relation.path, attribute.attnum`)
}

/** Columns of type `timestamp without time zone`. */
export const timestamps = rowCheck<ColumnRow>({
  id: 'timestamp-without-time-zone',
  title: 'points in time have a time zone',
  severity: 'warning',
  why: 'A timestamp without time zone is no point in time: what it means depends on who reads it.',
  read: columnsOfType('timestamp'),
  decide: (rows) =>
    rows.map((row) => ({
      object: nameOf(row),
      message: `column ${nameOf(row)} is ${row.type}; make it ${withZone(row.type)} (the fix takes its values for UTC)`,
      fix: changeType(row, withZone(row.type), `${quoteIdentifier(row.column)} at time zone 'UTC'`),
    })),
})

/** Columns of type `json`. */
export const json = rowCheck<ColumnRow>({
  id: 'json-instead-of-jsonb',
  title: 'JSON is stored as jsonb',
  severity: 'warning',
  why: 'json is kept as text: it is parsed at each access, cannot be compared or indexed, and keeps duplicate keys.',
  read: columnsOfType('json'),
  decide: (rows) =>
    rows.map((row) => ({
      object: nameOf(row),
      message: `column ${nameOf(row)} is json; make it jsonb`,
      fix: changeType(row, 'jsonb', `${quoteIdentifier(row.column)}::jsonb`),
    })),
})

function nameOf({ table, column }: ColumnRow): string {
  return displayName([...table, column])
}

function withZone(type: string): string {
  return type.replace('without', 'with')
}

function changeType({ table, column }: ColumnRow, type: string, using: string): string {
  return `alter table ${quotePath(table)} alter column ${quoteIdentifier(column)} type ${type} using ${using}`
}
