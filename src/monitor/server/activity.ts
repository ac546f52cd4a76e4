import type { Queryable } from '../../query/index.ts'

/** A session that does something, or holds a transaction open. */
export interface Activity {
  readonly pid: number
  readonly user: string
  readonly application: string
  readonly state: string
  /** What it waits for: `Lock: transactionid`; absent while it runs. */
  readonly wait: string | null
  /** Seconds since its statement began, or, in an idle transaction, ended. */
  readonly seconds: number
  readonly query: string
}

/** A session that waits for locks of others. */
export interface Blocked {
  readonly pid: number
  readonly blockedBy: readonly number[]
  /** The lock that it waits for. */
  readonly mode: string | null
  /** The table or index, where the lock is on one. */
  readonly relation: string | null
  readonly seconds: number
  readonly query: string
}

/** The sessions of this database that do something, the longest first. */
export function listActivity(db: Queryable): Promise<Activity[]> {
  return db.many<Activity>(`
    select pid,
      coalesce(usename, '') as "user",
      application_name as application,
      coalesce(state, '') as state,
      wait_event_type || ': ' || wait_event as wait,
      extract(epoch from clock_timestamp() - case when state = 'active' then query_start else state_change end)::float8 as seconds,
      query
    from pg_stat_activity
    where datname = current_database()
      and backend_type = 'client backend'
      and state <> 'idle'
      and pid <> pg_backend_pid()
    order by seconds desc
    limit 50`)
}

/** The sessions of this database that wait for locks, and those who hold them. */
export function listBlocked(db: Queryable): Promise<Blocked[]> {
  return db.many<Blocked>(`
    select activity.pid,
      blocking.pids as "blockedBy",
      lock.mode,
      lock.relation::regclass::text as relation,
      extract(epoch from clock_timestamp() - activity.query_start)::float8 as seconds,
      activity.query
    from pg_stat_activity as activity
    cross join lateral (select pg_blocking_pids(activity.pid) as pids) as blocking
    left join lateral (
      select mode, relation
      from pg_locks
      where pg_locks.pid = activity.pid and not granted
      limit 1
    ) as lock on true
    where activity.datname = current_database()
      and activity.wait_event_type = 'Lock'
      and cardinality(blocking.pids) > 0
    order by seconds desc
    limit 50`)
}
