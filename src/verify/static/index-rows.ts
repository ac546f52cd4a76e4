import { scope } from '../../catalog/index.ts'

/** An index, as the checks of indexes see it. */
export interface IndexRow {
  readonly path: string[]
  readonly table: string[]
  readonly method: string
  /** Each key with its operator class, collation and order: two indexes with the same keys answer the same questions. */
  readonly keys: string[]
  readonly included: string[]
  readonly predicate: string | null
  readonly primary: boolean
  readonly unique: boolean
  /** Whether it is checked at once and how it takes nulls; two unique indexes that differ in this enforce different rules. */
  readonly uniqueness: string
  /** The primary key, unique or exclusion constraint that it belongs to. */
  readonly constraint: string | null
  /** Whether a foreign key or the replica identity rests on it. */
  readonly needed: boolean
  readonly partitioned: boolean
  /** The columns that are keys by themselves, not in an expression. */
  readonly columns: IndexColumn[]
  readonly definition: string
  /** The column that says when a row was deleted for the users of the table, if it has one. */
  readonly deletion: string | null
}

/** A column of an index. */
export interface IndexColumn {
  readonly name: string
  readonly type: string
  readonly array: boolean
  readonly not_null: boolean
}

/** The valid indexes of the schemas, save those that are a partition of another index. */
export const validIndexes = `${scope}
  select array[namespace.nspname, class.relname]::text[] as path,
    relation.path as table,
    method.amname::text as method,
    array(
      select concat_ws(' ', pg_get_indexdef(index.indexrelid, key.position, false),
        index.indclass[key.position - 1], index.indcollation[key.position - 1], index.indoption[key.position - 1])
      from generate_series(1, index.indnkeyatts) as key (position)
      order by key.position
    ) as keys,
    array(
      select pg_get_indexdef(index.indexrelid, included.position, false)
      from generate_series(index.indnkeyatts + 1, index.indnatts) as included (position)
      order by 1
    ) as included,
    pg_get_expr(index.indpred, index.indrelid) as predicate,
    index.indisprimary as primary,
    index.indisunique as unique,
    concat_ws(' ', index.indimmediate, to_jsonb(index) ->> 'indnullsnotdistinct') as uniqueness,
    constraint_of.conname::text as constraint,
    index.indisreplident or exists (
      select from pg_constraint
      where conindid = index.indexrelid
      and contype = 'f'
    ) as needed,
    class.relkind = 'I' as partitioned,
    coalesce(
      (
        select jsonb_agg(
          jsonb_build_object(
            'name', attribute.attname,
            'type', format_type(attribute.atttypid, null),
            'array', type.typcategory = 'A',
            'not_null', attribute.attnotnull
          )
          order by key.position
        )
        from unnest(index.indkey::int2[]) with ordinality as key (number, position)
        join pg_attribute as attribute on attribute.attrelid = index.indrelid and attribute.attnum = key.number
        join pg_type as type on type.oid = attribute.atttypid
        where key.position <= index.indnkeyatts
      ),
      '[]'
    ) as columns,
    pg_get_indexdef(index.indexrelid) as definition,
    (
      select attribute.attname
      from pg_attribute as attribute
      where attribute.attrelid = index.indrelid
      and attribute.attname in ('deleted_at', 'removed_at')
      and not attribute.attnotnull
      order by attribute.attname
      limit 1
    ) as deletion
  from relation
  join pg_index as index on index.indrelid = relation.oid
  join pg_class as class on class.oid = index.indexrelid
  join pg_namespace as namespace on namespace.oid = class.relnamespace
  join pg_am as method on method.oid = class.relam
  left join pg_constraint as constraint_of
    on constraint_of.conindid = index.indexrelid and constraint_of.contype in ('p', 'u', 'x')
  where index.indisvalid
  and not class.relispartition
  order by relation.path, class.relname`
