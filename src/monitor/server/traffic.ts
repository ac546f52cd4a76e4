import type { Queryable } from '../../query/index.ts'

/** What the server counts of this database since its statistics were reset. */
export interface Traffic {
  readonly connections: number
  readonly maxConnections: number
  readonly commits: number
  readonly rollbacks: number
  /** The share of blocks that were found in the server's cache, from 0 to 1; null before any was asked for. */
  readonly cacheHitRate: number | null
  readonly deadlocks: number
  /** Bytes of temporary files: sorts and hashes that did not fit into `work_mem`. */
  readonly temporaryBytes: number
  /** Bytes of the database. */
  readonly size: number
}

/** A statement as `pg_stat_statements` knows it; times in milliseconds. */
export interface SlowStatement {
  readonly query: string
  readonly calls: number
  readonly meanMs: number
  readonly totalMs: number
  readonly rows: number
}

/** A standby that is connected. */
export interface Replica {
  readonly name: string
  readonly state: string
  readonly sync: string
  /** Bytes of the log that it has not replayed yet. */
  readonly lagBytes: number | null
  /** Seconds that it is behind; null while nothing is written. */
  readonly lagSeconds: number | null
}

/** The counters of this database. */
export function findTraffic(db: Queryable): Promise<Traffic> {
  return db.one<Traffic>(`
    select numbackends as connections,
      current_setting('max_connections')::int as "maxConnections",
      xact_commit as commits,
      xact_rollback as rollbacks,
      (blks_hit::float8 / nullif(blks_hit + blks_read, 0)) as "cacheHitRate",
      deadlocks,
      temp_bytes as "temporaryBytes",
      pg_database_size(datid) as size
    from pg_stat_database
    where datname = current_database()`)
}

/** The statements of this database that took most time in sum; `undefined` where `pg_stat_statements` is not there. */
export async function listSlowest(db: Queryable): Promise<SlowStatement[] | undefined> {
  const extension = await db.maybeOne<{ schema: string }>(`
    select quote_ident(nspname) as schema
    from pg_extension
    join pg_namespace on pg_namespace.oid = extnamespace
    where extname = 'pg_stat_statements'`)
  if (extension === undefined) return undefined
  const { rows } = await db.query<SlowStatement>(`
    select query,
      calls,
      mean_exec_time as "meanMs",
      total_exec_time as "totalMs",
      rows
    from ${extension.schema}.pg_stat_statements
    where dbid = (select oid from pg_database where datname = current_database())
    order by total_exec_time desc
    limit 20`)
  return rows
}

/** The standbys that are connected. */
export function listReplicas(db: Queryable): Promise<Replica[]> {
  return db.many<Replica>(`
    select application_name as name,
      coalesce(state, '') as state,
      coalesce(sync_state, '') as sync,
      case when not pg_is_in_recovery() then pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::float8 end as "lagBytes",
      extract(epoch from replay_lag)::float8 as "lagSeconds"
    from pg_stat_replication
    order by name`)
}
