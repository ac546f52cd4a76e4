import { displayName, quotePath, scope } from '../../catalog/index.ts'
import { rowCheck, rowsCheck } from '../define.ts'

interface IndexUse {
  readonly path: string[]
  readonly size: string
  readonly scans: number
  readonly days: number
}

/** Indexes that no query has used. */
export const unusedIndexes = rowsCheck<IndexUse>({
  id: 'unused-index',
  kind: 'runtime',
  title: 'every index is used',
  severity: 'info',
  why: 'An index costs space and time at each write; one that no query uses, on no replica either, gives nothing back.',
  profile: 'production',
  sql: `${scope}
    select array[namespace.nspname, class.relname]::text[] as path,
      pg_size_pretty(pg_relation_size(class.oid)) as size,
      coalesce(usage.idx_scan, 0) as scans,
      extract(epoch from now() - coalesce(database.stats_reset, pg_postmaster_start_time())) / 86400 as days
    from relation
    join pg_index as index on index.indrelid = relation.oid
    join pg_class as class on class.oid = index.indexrelid
    join pg_namespace as namespace on namespace.oid = class.relnamespace
    join pg_stat_database as database on database.datname = current_database()
    left join pg_stat_user_indexes as usage on usage.indexrelid = index.indexrelid
    where class.relkind = 'i'
    and not index.indisunique
    and not index.indisreplident
    and not exists (select from pg_constraint where conindid = index.indexrelid)
    order by relation.path, class.relname`,
  decide: (rows, { limits }) => {
    const [first] = rows
    if (first !== undefined && first.days < limits.statisticsDays)
      return {
        skipped: `statistics reach back ${Math.floor(first.days)} days, and an index may be needed once a month; they should for ${limits.statisticsDays}`,
      }
    return rows
      .filter(({ scans }) => scans === 0)
      .map(({ path, size, days }) => ({
        object: displayName(path),
        message: `index ${displayName(path)} (${size}) was not used in ${Math.floor(days)} days; look at the replicas before you drop it`,
        fix: `drop index concurrently ${quotePath(path)}`,
      }))
  },
})

interface TableUse {
  readonly path: string[]
  readonly live: number
  readonly dead: number
  readonly scans: number
  /** Rows read by the average sequential scan. */
  readonly read: number
  readonly analyzed: boolean
}

const tableUse = `${scope}
  select relation.path, n_live_tup as live, n_dead_tup as dead, seq_scan as scans,
    coalesce(seq_tup_read / nullif(seq_scan, 0), 0) as read,
    coalesce(last_analyze, last_autoanalyze) is not null as analyzed
  from relation
  join pg_stat_user_tables as usage on usage.relid = relation.oid
  where relation.kind in ('r', 'm')
  order by relation.path`

/** Tables that are read from end to end again and again. */
export const scannedTables = rowCheck<TableUse>({
  id: 'sequential-scans',
  kind: 'runtime',
  title: 'large tables are read by an index',
  severity: 'info',
  why: 'A query that reads a large table as a whole gets slower with each row; most of them want an index.',
  profile: 'production',
  sql: tableUse,
  find: ({ path, scans, read }, { limits }) =>
    scans <= 50 || read <= limits.largeTable
      ? undefined
      : {
          object: displayName(path),
          message: `table ${displayName(path)} was read as a whole ${scans} times, ${read} rows each; look for the queries with auto_explain or pg_stat_statements`,
        },
})

/** Tables in which more is dead than vacuum should leave. */
export const deadRows = rowCheck<TableUse>({
  id: 'dead-rows',
  kind: 'runtime',
  title: 'vacuum keeps up',
  severity: 'warning',
  why: 'Dead rows are read over by each scan until vacuum removes them; where they pile up, something holds it back.',
  profile: 'production',
  sql: tableUse,
  find: ({ path, live, dead }, { limits }) =>
    dead <= 1000 || dead * 100 <= live * limits.deadPercent
      ? undefined
      : {
          object: displayName(path),
          message: `table ${displayName(path)} has ${dead} dead rows beside ${live} live ones; look for old transactions, slots and autovacuum settings`,
          fix: `vacuum (analyze) ${quotePath(path)}`,
        },
})

/** Tables about which the planner knows nothing. */
export const neverAnalyzed = rowCheck<TableUse>({
  id: 'never-analyzed',
  kind: 'runtime',
  title: 'the planner knows the tables',
  severity: 'warning',
  why: 'Without statistics the planner guesses, and chooses plans that are right for another table.',
  profile: 'production',
  sql: tableUse,
  find: ({ path, live, analyzed }) =>
    analyzed || live <= 1000
      ? undefined
      : {
          object: displayName(path),
          message: `table ${displayName(path)} has ${live} rows and was never analyzed`,
          fix: `analyze ${quotePath(path)}`,
        },
})

interface Bloat {
  readonly path: string[]
  readonly bytes: number
  readonly empty: number
}

/** Tables of which most is empty space, by an estimate from their statistics. */
export const bloatedTables = rowCheck<Bloat>({
  id: 'table-bloat',
  kind: 'runtime',
  title: 'tables are not mostly empty space',
  severity: 'info',
  why: 'Vacuum makes room for new rows, but seldom gives it back; what was once full of dead rows is read and cached as it is.',
  profile: 'production',
  // A row has a header of 24 bytes and a pointer of 4; what it holds is taken from the statistics. Toasted values are not counted.
  sql: `${scope},
    width as (
      select schemaname, tablename, sum((1 - null_frac) * avg_width) as bytes
      from pg_stats
      where not inherited
      group by schemaname, tablename
    )
    select relation.path,
      class.relpages::bigint * current_setting('block_size')::int as bytes,
      greatest(
        0,
        class.relpages::bigint * current_setting('block_size')::int
          - (class.reltuples * (28 + ceil(width.bytes / 8) * 8) * 1.05)::bigint
      ) as empty
    from relation
    join pg_class as class using (oid)
    join width on width.schemaname = relation.schema and width.tablename = relation.name
    where relation.kind in ('r', 'm')
    and class.reltuples >= 0
    order by relation.path`,
  find: ({ path, bytes, empty }, { limits }) =>
    empty <= limits.bloatBytes || empty * 2 <= bytes
      ? undefined
      : {
          object: displayName(path),
          message: `about ${Math.round((empty * 100) / bytes)} % of table ${displayName(path)} (${Math.round(bytes / 2 ** 20)} MiB) is empty space; the fix locks the table, pg_repack does not`,
          fix: `vacuum (full, analyze) ${quotePath(path)}`,
        },
})
