import type { Queryable } from '../../query/index.ts'

/** How a table is used. */
export interface TableUse {
  readonly table: string
  /** Bytes with its indexes and its out-of-line values. */
  readonly size: number
  readonly rows: number
  /** Rows that wait for vacuum. */
  readonly deadRows: number
  readonly sequentialScans: number
  readonly indexScans: number
  /** Bytes that its rows would not need if it were written anew, estimated from the statistics; null before `analyze`. */
  readonly bloat: number | null
}

/** How an index is used. */
export interface IndexUse {
  readonly index: string
  readonly table: string
  readonly size: number
  readonly scans: number
  /** Does it hold a constraint, so that it is needed even if nobody reads it? */
  readonly constraint: boolean
}

// A row takes its columns, a header of 23 bytes (24 with alignment) and a pointer of 4; a page of 8 kB has a header of 24 bytes
// (the manual, "Database Page Layout"). Alignment within the row is left out, so that the estimate is rather too high than too low.
/** The largest tables. */
export function listTables(db: Queryable): Promise<TableUse[]> {
  return db.many<TableUse>(`
    select stat.relid::regclass::text as "table",
      pg_total_relation_size(stat.relid) as size,
      stat.n_live_tup as rows,
      stat.n_dead_tup as "deadRows",
      coalesce(stat.seq_scan, 0) as "sequentialScans",
      coalesce(stat.idx_scan, 0) as "indexScans",
      greatest(0, pg_relation_size(stat.relid) - ceil(class.reltuples * (28 + width.bytes)
        / (current_setting('block_size')::int - 24)) * current_setting('block_size')::int)::float8 as bloat
    from pg_stat_user_tables as stat
    join pg_class as class on class.oid = stat.relid
    left join lateral (
      select sum((1 - null_frac) * avg_width) as bytes
      from pg_stats
      where pg_stats.schemaname = stat.schemaname and pg_stats.tablename = stat.relname
    ) as width on true
    order by size desc
    limit 20`)
}

/** The indexes that are used least for their size. */
export function listIndexes(db: Queryable): Promise<IndexUse[]> {
  return db.many<IndexUse>(`
    select stat.indexrelid::regclass::text as "index",
      stat.relid::regclass::text as "table",
      pg_relation_size(stat.indexrelid) as size,
      stat.idx_scan as scans,
      exists (select from pg_constraint where conindid = stat.indexrelid) or pg_index.indisunique as "constraint"
    from pg_stat_user_indexes as stat
    join pg_index on pg_index.indexrelid = stat.indexrelid
    order by stat.idx_scan, size desc
    limit 20`)
}
