import { displayName, quotePath, scope } from '../../catalog/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import type { Found, Subject } from '../check.ts'
import { rowsCheck } from '../define.ts'

interface ShardedRow {
  readonly table: string[]
  /** Every column with whether it can be null. */
  readonly columns: Readonly<Record<string, boolean>>
  /** The columns of the primary key, the unique indexes and the foreign keys, and what those do on delete. */
  readonly keys: ShardedKey[]
  readonly triggers: string[]
}

interface ShardedKey {
  readonly name: string
  readonly kind: 'primary key' | 'unique index' | 'foreign key'
  readonly columns: string[]
  readonly referenced: string[] | null
  readonly set_null: boolean
}

/** What keeps the tables from being spread over several servers by the shard key (Citus). */
export const shards = rowsCheck<ShardedRow>({
  id: 'shard-key',
  kind: 'static',
  title: 'tables can be spread by the shard key',
  severity: 'warning',
  why: 'Several servers can keep a key unique, and join, only where the column by which rows are spread is part of it.',
  sql: `${scope}
    select relation.path as table,
      (
        select jsonb_object_agg(attribute.attname, not attribute.attnotnull)
        from pg_attribute as attribute
        where attribute.attrelid = relation.oid
        and attribute.attnum > 0
        and not attribute.attisdropped
      ) as columns,
      (
        select coalesce(jsonb_agg(key order by key.kind desc, key.name), '[]')
        from (
          select class.relname as name, case when index.indisprimary then 'primary key' else 'unique index' end as kind,
            array(
              select attribute.attname
              from pg_attribute as attribute
              where attribute.attrelid = relation.oid
              and attribute.attnum = any(index.indkey::int2[])
              order by attribute.attnum
            ) as columns,
            null::text[] as referenced, false as set_null
          from pg_index as index
          join pg_class as class on class.oid = index.indexrelid
          where index.indrelid = relation.oid
          and index.indisunique
          union all
          select con.conname, 'foreign key',
            array(
              select attribute.attname
              from pg_attribute as attribute
              where attribute.attrelid = relation.oid
              and attribute.attnum = any(con.conkey)
              order by attribute.attnum
            ),
            array[namespace.nspname, referenced.relname]::text[], con.confdeltype = 'n'
          from pg_constraint as con
          join pg_class as referenced on referenced.oid = con.confrelid
          join pg_namespace as namespace on namespace.oid = referenced.relnamespace
          where con.conrelid = relation.oid
          and con.contype = 'f'
          and con.conparentid = 0
        ) as key
      ) as keys,
      array(
        select trigger.tgname::text
        from pg_trigger as trigger
        where trigger.tgrelid = relation.oid
        and not trigger.tgisinternal
        order by trigger.tgname
      ) as triggers
    from relation
    join pg_class as class using (oid)
    where relation.kind in ('r', 'p')
    and not class.relispartition
    order by relation.path`,
  decide: (rows, { shardKey }: Subject) => {
    if (shardKey === undefined)
      return { skipped: 'no shard key was named; it asks only for schemas that are to be sharded' }
    const spread = rows.filter((row) => shardKey in row.columns)
    return spread.flatMap((row) => obstacles(row, shardKey, spread))
  },
})

function obstacles(row: ShardedRow, key: string, spread: readonly ShardedRow[]): Found[] {
  const isSpread = (path: readonly string[]) => spread.some(({ table }) => displayName(table) === displayName(path))
  return [
    ...(row.columns[key] ? [nullableKey(row, key)] : []),
    ...row.keys.filter((each) => lacksKey(each, key, isSpread)).map((each) => lacking(row, each, key)),
    ...row.keys.filter((each) => each.set_null && each.columns.includes(key)).map((each) => settingNull(row, each)),
    ...row.triggers.map((trigger) => withTrigger(row, trigger)),
  ]
}

// A foreign key to a table that every server has as a whole need not hold the shard key.
function lacksKey(each: ShardedKey, key: string, isSpread: (path: readonly string[]) => boolean): boolean {
  return !each.columns.includes(key) && (each.referenced === null || isSpread(each.referenced))
}

function nullableKey({ table }: ShardedRow, key: string): Found {
  return {
    object: displayName([...table, key]),
    message: `column ${displayName([...table, key])} can be null, but says where a row is`,
    fix: `alter table ${quotePath(table)} alter column ${quoteIdentifier(key)} set not null`,
  }
}

function lacking({ table }: ShardedRow, { name, kind, columns }: ShardedKey, key: string): Found {
  return {
    object: displayName([...table, name]),
    message: `${kind} ${displayName([name])} of ${displayName(table)} (${columns.join(', ')}) lacks ${key}; make it (${[key, ...columns].join(', ')})`,
  }
}

function settingNull({ table }: ShardedRow, { name }: ShardedKey): Found {
  return {
    object: displayName([...table, name]),
    message: `foreign key ${displayName([name])} of ${displayName(table)} sets the shard key null on delete; let it cascade`,
  }
}

function withTrigger({ table }: ShardedRow, trigger: string): Found {
  return {
    object: displayName([...table, trigger]),
    message: `trigger ${displayName([trigger])} does not run on a table that is spread; do in the application what it does`,
    fix: `drop trigger ${quoteIdentifier(trigger)} on ${quotePath(table)}`,
  }
}
