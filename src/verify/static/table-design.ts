import { displayName, quotePath, scope } from '../../catalog/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import { rowCheck } from '../define.ts'
import { alterColumn, nameOf } from './column-rows.ts'

interface PathRow {
  readonly path: string[]
}

/** Tables that are not written to the log. */
export const unloggedTables = rowCheck<PathRow>({
  id: 'unlogged-table',
  kind: 'static',
  title: 'every table survives a crash',
  severity: 'warning',
  why: 'An unlogged table is empty after a crash, and on every replica.',
  sql: `${scope}
    select relation.path
    from relation
    join pg_class as class using (oid)
    where relation.kind = 'r'
    and class.relpersistence = 'u'
    order by relation.path`,
  find: ({ path }) => ({
    object: displayName(path),
    message: `table ${displayName(path)} is unlogged`,
    fix: `alter table ${quotePath(path)} set logged`,
  }),
})

/** Tables that inherit from another, which declarative partitions have replaced. */
export const inheritance = rowCheck<PathRow & { readonly parent: string[] }>({
  id: 'table-inheritance',
  kind: 'static',
  title: 'no table inherits from another',
  severity: 'info',
  why: 'Keys, foreign keys and rights of the parent do not hold for the rows of a child; partitions do what is meant by most.',
  sql: `${scope}
    select relation.path, array[namespace.nspname, parent.relname]::text[] as parent
    from relation
    join pg_class as class using (oid)
    join pg_inherits as inheritance on inheritance.inhrelid = relation.oid
    join pg_class as parent on parent.oid = inheritance.inhparent
    join pg_namespace as namespace on namespace.oid = parent.relnamespace
    where relation.kind = 'r'
    and not class.relispartition
    order by relation.path, parent.relname`,
  find: ({ path, parent }) => ({
    object: displayName(path),
    message: `table ${displayName(path)} inherits from ${displayName(parent)}; make that a partitioned table, or part the two`,
    fix: `alter table ${quotePath(path)} no inherit ${quotePath(parent)}`,
  }),
})

interface ShortKeyRow {
  readonly table: string[]
  readonly column: string
  readonly type: string
  /** The columns that refer to it and are as short. */
  readonly references: { readonly table: string[]; readonly column: string }[]
}

/** Primary keys that are counted up and will not go far. */
export const shortKeys = rowCheck<ShortKeyRow>({
  id: 'short-primary-key',
  kind: 'static',
  title: 'keys that are counted up are bigint',
  severity: 'warning',
  why: 'An integer ends after two thousand million rows, deleted ones and failed inserts counted; every insert fails on that day.',
  sql: `${scope}
    select relation.path as table, attribute.attname as column, format_type(attribute.atttypid, null) as type,
      coalesce(
        (
          select jsonb_agg(
            jsonb_build_object('table', jsonb_build_array(namespace.nspname, class.relname), 'column', referencing.attname)
            order by namespace.nspname, class.relname, referencing.attname
          )
          from pg_constraint as con
          cross join unnest(con.conkey, con.confkey) as pair (here, there)
          join pg_class as class on class.oid = con.conrelid
          join pg_namespace as namespace on namespace.oid = class.relnamespace
          join pg_attribute as referencing on referencing.attrelid = con.conrelid and referencing.attnum = pair.here
          where con.contype = 'f'
          and con.conparentid = 0
          and con.confrelid = relation.oid
          and pair.there = attribute.attnum
          and referencing.atttypid in ('int2'::regtype, 'int4'::regtype)
        ),
        '[]'
      ) as references
    from relation
    join pg_class as class using (oid)
    join pg_index as index on index.indrelid = relation.oid and index.indisprimary
    join pg_attribute as attribute on attribute.attrelid = relation.oid and attribute.attnum = any(index.indkey::int2[])
    left join pg_attrdef as expression on expression.adrelid = relation.oid and expression.adnum = attribute.attnum
    where not class.relispartition
    and attribute.atttypid in ('int2'::regtype, 'int4'::regtype)
    and (attribute.attidentity <> '' or pg_get_expr(expression.adbin, expression.adrelid) like 'nextval(%')
    order by relation.path, attribute.attname`,
  find: (row) => ({
    object: nameOf(row),
    message: `primary key ${nameOf(row)} is ${row.type} and counted up; make it bigint`,
    fix: [row, ...row.references].map((column) => alterColumn(column, 'type bigint')).join(';\n'),
  }),
})

interface StampRow {
  readonly table: string[]
  readonly column: string
  /** A trigger function of the same schemas that does it for another table. */
  readonly routine: string[] | null
}

/** Columns that say when a row was changed, and that nothing keeps. */
export const untouchedStamps = rowCheck<StampRow>({
  id: 'updated-at-trigger',
  kind: 'static',
  title: 'updated_at is kept by a trigger',
  severity: 'warning',
  why: 'Without a trigger it is right only as long as nobody forgets it in an update, by hand or in a migration.',
  sql: `${scope},
    keeper as (
      select array[schema.name, routine.proname]::text[] as path
      from pg_proc as routine
      join schema on schema.oid = routine.pronamespace
      where routine.prorettype = 'trigger'::regtype
      and routine.prosrc ~* 'new\\.updated_at\\s*:?='
      order by schema.name, routine.proname
      limit 1
    )
    select relation.path as table, attribute.attname as column, (select path from keeper) as routine
    from relation
    join pg_class as class using (oid)
    join pg_attribute as attribute on attribute.attrelid = relation.oid and attribute.attname = 'updated_at'
    where relation.kind in ('r', 'p')
    and not class.relispartition
    and attribute.attgenerated = ''
    and not exists (
      select from pg_trigger as trigger
      where trigger.tgrelid = relation.oid
      and not trigger.tgisinternal
      -- before, for each row, on update
      and trigger.tgtype & 19 = 19
    )
    order by relation.path`,
  find: ({ table, column, routine }) => ({
    object: displayName([...table, column]),
    message: `no trigger keeps column ${displayName([...table, column])}`,
    fix: keepStamp(table, routine),
  }),
})

function keepStamp(table: readonly string[], routine: readonly string[] | null): string {
  const touch = routine ?? [table[0]!, 'touch_updated_at']
  const trigger = `create trigger ${quoteIdentifier(`${table.at(-1)}_touch_updated_at`)}
before update on ${quotePath(table)}
for each row
when (old.* is distinct from new.*)
execute function ${quotePath(touch)}()`
  if (routine !== null) return trigger
  return `create function ${quotePath(touch)}() returns trigger language plpgsql
as $$ begin new.updated_at := now(); return new; end $$;\n${trigger}`
}
