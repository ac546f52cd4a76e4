import { rowCheck } from '../define.ts'

interface OpenTransaction {
  readonly pid: number
  readonly state: string
  readonly minutes: number
  readonly name: string
}

/** Transactions that are open for long. */
export const longTransactions = rowCheck<OpenTransaction>({
  id: 'long-transaction',
  kind: 'runtime',
  title: 'no transaction is open for long',
  severity: 'warning',
  why: 'As long as it is open, vacuum removes nothing that it might still see, and what it has locked stays locked.',
  sql: `
    select pid, coalesce(state, 'unknown') as state, coalesce(application_name, '') as name,
      extract(epoch from clock_timestamp() - xact_start) / 60 as minutes
    from pg_stat_activity
    where xact_start is not null
    and backend_type = 'client backend'
    and pid <> pg_backend_pid()
    order by pid`,
  find: ({ pid, state, minutes, name }, { limits }) =>
    minutes < limits.transactionMinutes
      ? undefined
      : {
          object: `process ${pid}`,
          message: `a transaction${name === '' ? '' : ` of ${name}`} is open for ${Math.floor(minutes)} minutes (${state}); see that it ends, or end it as the fix does`,
          fix: `select pg_terminate_backend(${pid})`,
        },
})

/** Sessions that wait for the lock of another. */
export const blockedSessions = rowCheck<{ readonly pid: number; readonly blockers: number[] }>({
  id: 'blocked-session',
  kind: 'runtime',
  title: 'nobody waits for a lock',
  severity: 'warning',
  why: 'A session that waits blocks those that want what it wants after it; a queue behind one lock stops the application.',
  sql: `
    select pid, pg_blocking_pids(pid) as blockers
    from pg_stat_activity
    where wait_event_type = 'Lock'
    and cardinality(pg_blocking_pids(pid)) > 0
    order by pid`,
  find: ({ pid, blockers }) => ({
    object: `process ${pid}`,
    message: `process ${pid} waits for a lock of process ${blockers.join(', ')}; see what that does in pg_stat_activity, or end it as the fix does`,
    fix: blockers.map((blocker) => `select pg_terminate_backend(${blocker})`).join(';\n'),
  }),
})

/** Connections that are nearly all taken. */
export const connectionHeadroom = rowCheck<{ readonly taken: number; readonly maximum: number }>({
  id: 'connection-headroom',
  kind: 'runtime',
  title: 'there are connections left',
  severity: 'error',
  why: 'When max_connections is reached, everybody who comes is refused, the one who wants to find out why among them.',
  sql: `
    select count(*) as taken, current_setting('max_connections')::int as maximum
    from pg_stat_activity
    where backend_type = 'client backend'`,
  find: ({ taken, maximum }, { limits }) =>
    taken * 100 <= maximum * limits.connectionPercent
      ? undefined
      : {
          object: 'max_connections',
          message: `${taken} of ${maximum} connections are taken; make the pools smaller, or put PgBouncer before the server`,
        },
})
