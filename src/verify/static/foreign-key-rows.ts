import { displayName, scope } from '../../catalog/index.ts'

/** A foreign key, as its checks see it. */
export interface ForeignKeyRow {
  readonly table: string[]
  readonly constraint: string
  readonly columns: ForeignKeyColumn[]
  readonly referenced: string[]
  /** Whether `match full` was said: then all columns are null or none. */
  readonly full: boolean
  readonly on_delete: 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default'
  /** False for a partitioned table, of which `only` would read nothing. */
  readonly only: boolean
  readonly referenced_only: boolean
  /** Whether the last column is a period, which need not lie in one row alone. */
  readonly temporal: boolean
  /** Whether a check constraint speaks of all its columns that can be null. */
  readonly guarded: boolean
}

/** A column of a foreign key, beside the column that it refers to. */
export interface ForeignKeyColumn {
  readonly name: string
  readonly type: string
  readonly nullable: boolean
  readonly referenced: string
  readonly referencedType: string
  /** Whether the two types, domains taken for what they are made of, are the same, or as good as (text and varchar). */
  readonly agrees: boolean
  /** The operator that compares the referenced column (left) with this one: `OPERATOR(pg_catalog.=)`. */
  readonly operator: string
}

/**
 * The foreign keys of the schemas. For a foreign key of or to a partitioned table PostgreSQL keeps one more for each
 * partition; they say nothing new and are left out.
 */
export const foreignKeys = `${scope}
  select relation.path as table, con.conname::text as constraint,
    array[namespace.nspname, referenced.relname]::text[] as referenced,
    con.confmatchtype = 'f' as full,
    case con.confdeltype when 'r' then 'restrict' when 'c' then 'cascade' when 'n' then 'set null'
      when 'd' then 'set default' else 'no action' end as on_delete,
    relation.kind <> 'p' as only,
    referenced.relkind <> 'p' as referenced_only,
    coalesce((to_jsonb(con) ->> 'conperiod')::boolean, false) as temporal,
    exists (
      select from pg_constraint as guard
      where guard.conrelid = con.conrelid
      and guard.contype = 'c'
      and guard.conkey @> array(
        select attribute.attnum
        from pg_attribute as attribute
        where attribute.attrelid = con.conrelid
        and attribute.attnum = any(con.conkey)
        and not attribute.attnotnull
      )
    ) as guarded,
    (
      select jsonb_agg(
        jsonb_build_object(
          'name', here.attname,
          'type', format_type(here.atttypid, here.atttypmod),
          'nullable', not here.attnotnull,
          'referenced', there.attname,
          'referencedType', format_type(there.atttypid, there.atttypmod),
          'agrees', coalesce(nullif(here_type.typbasetype, 0), here.atttypid)
            = coalesce(nullif(there_type.typbasetype, 0), there.atttypid)
            or (here.atttypid in ('text'::regtype, 'varchar'::regtype)
              and there.atttypid in ('text'::regtype, 'varchar'::regtype)),
          'operator', format('operator(%I.%s)', operator_schema.nspname, operator.oprname)
        )
        order by pair.position
      )
      from unnest(con.conkey, con.confkey, con.conpfeqop) with ordinality as pair (here, there, operator, position)
      join pg_attribute as here on here.attrelid = con.conrelid and here.attnum = pair.here
      join pg_attribute as there on there.attrelid = con.confrelid and there.attnum = pair.there
      join pg_type as here_type on here_type.oid = here.atttypid
      join pg_type as there_type on there_type.oid = there.atttypid
      join pg_operator as operator on operator.oid = pair.operator
      join pg_namespace as operator_schema on operator_schema.oid = operator.oprnamespace
    ) as columns,
    coalesce(
      (
        select jsonb_agg(jsonb_build_object(
          'columns', array(
            select attribute.attname
            from unnest(index.indkey::int2[]) with ordinality as key (number, position)
            left join pg_attribute as attribute
              on attribute.attrelid = index.indrelid and attribute.attnum = nullif(key.number, 0)
            where key.position <= index.indnkeyatts
            order by key.position
          ),
          'predicate', pg_get_expr(index.indpred, index.indrelid)
        ))
        from pg_index as index
        join pg_class as class on class.oid = index.indexrelid
        join pg_am as method on method.oid = class.relam
        where index.indrelid = con.conrelid
        and index.indisvalid
        and index.indisready
        and method.amname in ('btree', 'hash')
      ),
      '[]'
    ) as indexes
  from pg_constraint as con
  join relation on relation.oid = con.conrelid
  join pg_class as referenced on referenced.oid = con.confrelid
  join pg_namespace as namespace on namespace.oid = referenced.relnamespace
  where con.contype = 'f'
  and con.conparentid = 0
  order by relation.path, con.conname`

/** The names of a foreign key and of its two ends, for people. */
export function namesOf(key: ForeignKeyRow): { object: string; here: string; there: string } {
  const columns = key.columns.map((column) => displayName([column.name])).join(', ')
  const referenced = key.columns.map((column) => displayName([column.referenced])).join(', ')
  return {
    object: displayName([...key.table, key.constraint]),
    here: `${displayName(key.table)} (${columns})`,
    there: `${displayName(key.referenced)} (${referenced})`,
  }
}
