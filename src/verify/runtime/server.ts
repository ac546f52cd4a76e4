import { displayName } from '../../catalog/index.ts'
import { quoteIdentifier, quoteLiteral } from '../../sql/index.ts'
import type { Severity } from '../check.ts'
import { rowCheck } from '../define.ts'

/** Databases that come near the end of their transaction ids. */
export const wraparound = rowCheck<{ readonly name: string; readonly age: number }>({
  id: 'transaction-id-wraparound',
  kind: 'runtime',
  title: 'transaction ids do not run out',
  severity: 'error',
  why: 'Two thousand million transactions after the oldest row that is not frozen the server refuses every write.',
  sql: `
    select datname as name, age(datfrozenxid) as age
    from pg_database
    where datallowconn
    order by datname`,
  find: ({ name, age }, { limits }) =>
    age <= limits.transactionAge
      ? undefined
      : {
          object: displayName([name]),
          message: `the oldest rows of database ${displayName([name])} are ${age} transactions old; end old transactions, drop idle slots, and run the fix there`,
          fix: 'vacuum (freeze)',
        },
})

/** Replication slots that hold the log back for nobody. */
export const idleSlots = rowCheck<{ readonly name: string; readonly retained: string | null }>({
  id: 'inactive-replication-slot',
  kind: 'runtime',
  title: 'every replication slot is in use',
  severity: 'error',
  why: 'The server keeps its log for a slot until the subscriber comes back; when it never does, the disk fills up.',
  sql: `
    select slot_name as name,
      pg_size_pretty(pg_wal_lsn_diff(
        case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end, restart_lsn
      )) as retained
    from pg_replication_slots
    where not active
    order by slot_name`,
  find: ({ name, retained }) => ({
    object: name,
    message: `nobody reads replication slot ${name}, for which ${retained ?? '0 bytes'} of log are kept; bring its subscriber back, or drop it`,
    fix: `select pg_drop_replication_slot(${quoteLiteral(name)})`,
  }),
})

/** A log that is not archived. */
export const failingArchiver = rowCheck<{ readonly failed: number; readonly file: string }>({
  id: 'archiver-failing',
  kind: 'runtime',
  title: 'the log is archived',
  severity: 'error',
  why: 'What is not archived cannot be restored, and it stays on the disk of the server until that is full.',
  sql: `
    select failed_count as failed, last_failed_wal as file
    from pg_stat_archiver
    where failed_count > 0
    and last_failed_time > coalesce(last_archived_time, '-infinity')`,
  find: ({ failed, file }) => ({
    object: 'archive_command',
    message: `${file} could not be archived, after ${failed} failures; read the server log for what archive_command says`,
  }),
})

interface Setting {
  readonly name: string
  readonly value: string
}

/** Settings that no server with data of value should have: the better value, and what it is for. */
const settings: Readonly<Record<string, readonly [bad: string, better: string, severity: Severity, reason: string]>> = {
  fsync: ['off', 'on', 'error', 'a power failure destroys the cluster'],
  full_page_writes: ['off', 'on', 'error', 'a power failure destroys pages that are being written'],
  autovacuum: ['off', 'on', 'error', 'dead rows pile up, and transaction ids run out'],
  track_counts: ['off', 'on', 'error', 'autovacuum is blind'],
  password_encryption: ['md5', 'scram-sha-256', 'warning', 'a stolen hash of a password is as good as the password'],
  ssl: ['off', 'on', 'warning', 'whoever is on the way reads passwords and rows'],
  data_checksums: [
    'off',
    '',
    'warning',
    'damage on the disk is read as data (pg_checksums --enable, the server stopped)',
  ],
  synchronous_commit: ['off', 'on', 'warning', 'a crash loses transactions that were confirmed'],
  idle_in_transaction_session_timeout: ['0', '1min', 'info', 'a forgotten transaction holds its locks for ever'],
  lock_timeout: ['0', '5s', 'info', 'who waits for a lock waits for ever; set it for the role of the application'],
  statement_timeout: ['0', '30s', 'info', 'a query may run for ever; set it for the role of the application'],
  log_min_duration_statement: ['-1', '1s', 'info', 'slow queries are not logged'],
  log_lock_waits: ['off', 'on', 'info', 'long waits for locks are not logged'],
  track_io_timing: ['off', 'on', 'info', 'explain cannot tell how long reading took'],
}

/** Settings that lose data or hide faults. */
export const unsafeSettings = rowCheck<Setting>({
  id: 'unsafe-setting',
  kind: 'runtime',
  title: 'the server is set up for data of value',
  severity: 'warning',
  why: 'Defaults suit a first look; some of them, and what was switched off for a bulk load, lose data or hide faults later.',
  profile: 'production',
  // What holds outside of this check: it sets some of these settings itself.
  sql: `
    select name, coalesce(reset_val, setting) as value
    from pg_settings
    where name in (${Object.keys(settings).map(quoteLiteral).join(', ')})
    order by name`,
  find: ({ name, value }) => {
    const [bad, better, severity, reason] = settings[name]!
    if (value !== bad) return undefined
    return {
      object: name,
      severity,
      message: `${name} is ${value}: ${reason}`,
      fix: better === '' ? undefined : `alter system set ${name} = ${quoteLiteral(better)};\nselect pg_reload_conf()`,
    }
  },
})

/** Databases whose collation was made by another version of the operating system's library. */
export const oldCollations = rowCheck<{ readonly name: string; readonly recorded: string; readonly actual: string }>({
  id: 'collation-version',
  kind: 'runtime',
  title: 'text is sorted as it was when the indexes were built',
  severity: 'warning',
  why: 'When the operating system sorts text in another order than before, indexes on text lose rows and let duplicates in.',
  needs: { version: 150_000 },
  sql: `
    select datname as name, datcollversion as recorded, pg_database_collation_actual_version(oid) as actual
    from pg_database
    where datname = current_database()
    and datcollversion <> pg_database_collation_actual_version(oid)`,
  find: ({ name, recorded, actual }) => ({
    object: displayName([name]),
    message: `the collation of database ${displayName([name])} was ${recorded} and is ${actual}: rebuild its indexes on text first, as the fix does for all`,
    fix: `reindex database ${quoteIdentifier(name)};\nalter database ${quoteIdentifier(name)} refresh collation version`,
  }),
})

/** A server on which nobody can tell which queries take its time. */
export const statementStatistics = rowCheck<object>({
  id: 'statement-statistics',
  kind: 'runtime',
  title: 'the server knows which queries take its time',
  severity: 'info',
  why: 'pg_stat_statements counts the time of each query; without it the slowest is a guess.',
  profile: 'production',
  sql: `
    select
    where not exists (
      select from pg_extension
      where extname = 'pg_stat_statements'
    )`,
  find: () => ({
    object: 'pg_stat_statements',
    message:
      'pg_stat_statements is not installed; add it to shared_preload_libraries, restart the server, and run the fix',
    fix: 'create extension pg_stat_statements',
  }),
})
