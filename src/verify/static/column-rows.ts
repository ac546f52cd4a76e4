import { displayName, quotePath, scope } from '../../catalog/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'

/** A column of a table, as its checks see it. */
export interface ColumnRow {
  readonly table: string[]
  readonly column: string
  /** The type as it was declared: `character varying(20)`. */
  readonly type: string
  /** The type without its modifier: `character varying`. */
  readonly base: string
  readonly modifier: number
  readonly not_null: boolean
  readonly primary: boolean
  /** The sequence that the column owns and takes its default from, as `serial` makes it. */
  readonly serial: string[] | null
  /** Whether the column is part of a foreign key. */
  readonly refers: boolean
}

/** The columns of the tables; those that a partition or a child has from its parent are left out. */
export const columnRows = `${scope}
  select relation.path as table, attribute.attname as column,
    format_type(attribute.atttypid, attribute.atttypmod) as type,
    format_type(attribute.atttypid, null) as base,
    attribute.atttypmod as modifier,
    attribute.attnotnull as not_null,
    exists (
      select from pg_index as index
      where index.indrelid = relation.oid
      and index.indisprimary
      and attribute.attnum = any(index.indkey::int2[])
    ) as primary,
    (
      select array[namespace.nspname, sequence.relname]::text[]
      from pg_attrdef as expression
      join pg_depend as usage on usage.classid = 'pg_attrdef'::regclass and usage.objid = expression.oid
      join pg_class as sequence on sequence.oid = usage.refobjid and sequence.relkind = 'S'
      join pg_namespace as namespace on namespace.oid = sequence.relnamespace
      join pg_depend as ownership on ownership.classid = 'pg_class'::regclass
        and ownership.objid = sequence.oid and ownership.deptype = 'a'
        and ownership.refobjid = relation.oid and ownership.refobjsubid = attribute.attnum
      where expression.adrelid = relation.oid
      and expression.adnum = attribute.attnum
      and usage.refclassid = 'pg_class'::regclass
      limit 1
    ) as serial,
    exists (
      select from pg_constraint as con
      where con.conrelid = relation.oid
      and con.contype = 'f'
      and attribute.attnum = any(con.conkey)
    ) as refers
  from relation
  join pg_attribute as attribute on attribute.attrelid = relation.oid
  where relation.kind in ('r', 'p')
  and attribute.attnum > 0
  and attribute.attinhcount = 0
  and not attribute.attisdropped
  order by relation.path, attribute.attnum`

/** The name of a column with its table, for people. */
export function nameOf({ table, column }: Pick<ColumnRow, 'table' | 'column'>): string {
  return displayName([...table, column])
}

/** The statement that changes a column. */
export function alterColumn({ table, column }: Pick<ColumnRow, 'table' | 'column'>, action: string): string {
  return `alter table ${quotePath(table)} alter column ${quoteIdentifier(column)} ${action}`
}
