import { RowhouseError } from '../../errors/index.ts'
import type { Queryable } from '../../query/index.ts'

/** What a factory must know of a table. */
export interface TableShape {
  /** The table as SQL writes it, whatever the `search_path`. */
  readonly table: string
  readonly columns: readonly ColumnShape[]
  readonly foreignKeys: readonly ForeignKey[]
  /** Its unique indexes; without `columns` when they are over expressions. */
  readonly uniques: readonly { readonly name: string; readonly columns: readonly string[] | null }[]
  /** Checks of several columns. */
  readonly checks: readonly { readonly name: string; readonly columns: readonly string[] }[]
}

/** A column, with the facts that decide its value. */
export interface ColumnShape {
  readonly name: string
  /** The type as SQL writes it; that under a domain. */
  readonly type: string
  /** The name of the type in `pg_type`. */
  readonly base: string
  /** Its `typcategory`, and `E` for enums. */
  readonly category: string
  /** The most characters, where the type sets a limit. */
  readonly length: number | null
  /** Must a value be given? */
  readonly required: boolean
  readonly labels: readonly string[]
  /** Expressions over this column alone that must not be false. */
  readonly checks: readonly string[]
}

/** A foreign key. */
export interface ForeignKey {
  readonly columns: readonly string[]
  /** The other table as SQL writes it. */
  readonly parent: string
  readonly parentColumns: readonly string[]
}

/** Reads a table's shape. Throws `FACTORY_INVALID` when there is no such table. */
export async function readShape(db: Queryable, table: string): Promise<TableShape> {
  const { rows } = await db.queryUnsafe(shapeQuery, [table])
  const shape = rows[0]?.shape as TableShape | null | undefined
  if (shape) return shape
  throw new RowhouseError(
    'FACTORY_INVALID',
    `there is no table ${table}; write it as SQL does (users, app.users, "Users"), or run the migrations`,
    { facts: { table } },
  )
}

const names = (keys: string, relation: string) => `
  (select json_agg(attname order by place)
   from unnest(${keys}) with ordinality as key(number, place)
   join pg_attribute on attrelid = ${relation} and attnum = number)`

const shapeQuery = `
  select json_build_object(
    'table', quote_ident(nspname) || '.' || quote_ident(relname),
    'columns', (
      select coalesce(json_agg(json_build_object(
        'name', attname,
        'type', format_type(base.oid, case when type.typtype = 'd' then type.typtypmod else atttypmod end),
        'base', base.typname,
        'category', base.typcategory,
        'length', case when base.typname in ('varchar', 'bpchar') then
          nullif(case when type.typtype = 'd' then type.typtypmod else atttypmod end, -1) - 4 end,
        'required', (attnotnull or type.typnotnull) and not atthasdef and attidentity = '' and type.typdefault is null,
        'labels', (
          select coalesce(json_agg(enumlabel order by enumsortorder), '[]') from pg_enum where enumtypid = base.oid),
        'checks', (
          select coalesce(json_agg(expression), '[]')
          from (
            select pg_get_expr(conbin, conrelid) as expression
            from pg_constraint
            where conrelid = attrelid and contype = 'c' and conkey = array[attnum]
            union all
            select regexp_replace(pg_get_expr(conbin, 0), '\\mVALUE\\M', quote_ident(attname), 'g')
            from pg_constraint
            where contypid = type.oid and contype = 'c'
          ) as checked)
      ) order by attnum), '[]')
      from pg_attribute
      join pg_type as type on type.oid = atttypid
      join pg_type as base on base.oid = case type.typtype when 'd' then type.typbasetype else type.oid end
      where attrelid = class.oid and attnum > 0 and not attisdropped),
    'foreignKeys', (
      select coalesce(json_agg(json_build_object(
        'columns', ${names('conkey', 'conrelid')},
        'parent', (
          select quote_ident(nspname) || '.' || quote_ident(relname)
          from pg_class join pg_namespace on pg_namespace.oid = relnamespace
          where pg_class.oid = confrelid),
        'parentColumns', ${names('confkey', 'confrelid')}
      ) order by conname), '[]')
      from pg_constraint
      where conrelid = class.oid and contype = 'f' and conparentid = 0),
    'uniques', (
      select coalesce(json_agg(json_build_object(
        'name', (select relname from pg_class where oid = indexrelid),
        'columns', case when indexprs is null then ${names('indkey::int2[]', 'indrelid')} end
      )), '[]')
      from pg_index
      where indrelid = class.oid and indisunique),
    'checks', (
      select coalesce(json_agg(json_build_object('name', conname, 'columns', ${names('conkey', 'conrelid')})), '[]')
      from pg_constraint
      where conrelid = class.oid and contype = 'c' and cardinality(conkey) > 1)
  ) as shape
  from pg_class as class
  join pg_namespace on pg_namespace.oid = relnamespace
  where class.oid = coalesce(to_regclass(quote_ident($1)), to_regclass($1))`
