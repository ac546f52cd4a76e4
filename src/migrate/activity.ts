import type { Queryable } from '../query/index.ts'
import type { Blocker } from './notice.ts'

/** The session that holds the advisory lock of that name, if there is one. */
export async function findLockHolder(db: Queryable, key: string): Promise<Blocker | undefined> {
  await lookAgain(db)
  return db.maybeOne<Blocker>(
    `select activity.pid, activity.application_name as application, activity.state, activity.xact_start::text as since
     from pg_catalog.pg_locks as lock
     join pg_catalog.pg_stat_activity as activity on activity.pid = lock.pid
     where lock.locktype = 'advisory'
       and lock.granted
       and lock.objsubid = 1
       and lock.database = (select oid from pg_catalog.pg_database where datname = current_database())
       and (lock.classid::bigint << 32) | lock.objid::bigint = hashtextextended($1, 0)`,
    [key],
  )
}

/** The sessions for which that backend waits; none when it does not wait for a lock. */
export async function listBlockers(db: Queryable, pid: number): Promise<Blocker[]> {
  await lookAgain(db)
  return db.many<Blocker>(
    `select pid, application_name as application, state, query_start::text as since
     from pg_catalog.pg_stat_activity
     where pid = any (pg_blocking_pids($1))
     order by pid`,
    [pid],
  )
}

/** Asks a backend to end its statement. */
export async function cancelBackend(db: Queryable, pid: number): Promise<void> {
  await db.query('select pg_cancel_backend($1)', [pid])
}

// Within a transaction the server shows the activity as it was at the first look.
async function lookAgain(db: Queryable): Promise<void> {
  await db.query('select pg_stat_clear_snapshot()')
}
