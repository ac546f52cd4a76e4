import type { Queryable, Transaction } from '../query/index.ts'
import { readLayout } from './layout.ts'
import type { Direction } from './work.ts'

/** A statement of a migration that runs without a transaction, once it has begun. */
export interface LedgerEntry {
  readonly version: string
  readonly direction: Direction
  /** Its place in the file, from 1. */
  readonly number: number
  readonly name: string
  /** The semantic checksum of its text. */
  readonly checksum: string
  readonly finished: boolean
  /** Why it failed the last time; absent while it runs, and when nobody was there any more to write it down. */
  readonly error: string | null
}

/** What has begun and is not finished, migration by migration; nothing while no migration is under way. */
export async function readLedger(db: Queryable): Promise<LedgerEntry[]> {
  if ((await readLayout(db)) < 2) return []
  return db.many<LedgerEntry>(`
    select version, direction, number, name, checksum, finished_at is not null as finished, error
    from rowhouse.migration_statements
    order by version::numeric, direction, number`)
}

/** Which statement of which migration. */
export type LedgerKey = Pick<LedgerEntry, 'version' | 'direction' | 'number'>

/** Writes down that a statement begins now, on the backend that asks. */
export async function enterStarted(
  tx: Transaction,
  entry: LedgerKey & Pick<LedgerEntry, 'name' | 'checksum'>,
): Promise<void> {
  const { version, direction, number, name, checksum } = entry
  await tx.execute(
    `insert into rowhouse.migration_statements as statement
       (version, direction, number, name, checksum, backend_pid, backend_start)
     select $1, $2, $3, $4, $5, pg_backend_pid(), coalesce(
       (select backend_start from pg_catalog.pg_stat_activity where pid = pg_backend_pid()),
       clock_timestamp()
     )
     on conflict (version, direction, number) do update
     set checksum = excluded.checksum, backend_pid = excluded.backend_pid, backend_start = excluded.backend_start,
       started_at = excluded.started_at, error = null`,
    [version, direction, number, name, checksum],
  )
}

/** Writes down that a statement is finished. */
export async function enterFinished(tx: Transaction, { version, direction, number }: LedgerKey): Promise<void> {
  await tx.execute(
    `update rowhouse.migration_statements
     set finished_at = clock_timestamp(), error = null
     where version = $1 and direction = $2 and number = $3`,
    [version, direction, number],
  )
}

/** Writes down why a statement failed. */
export async function enterError(
  tx: Transaction,
  { version, direction, number }: LedgerKey,
  error: string,
): Promise<void> {
  await tx.execute(
    `update rowhouse.migration_statements
     set error = $4
     where version = $1 and direction = $2 and number = $3`,
    [version, direction, number, error],
  )
}

/** Takes a migration that is no longer under way out of the ledger. */
export async function clearLedger(tx: Transaction, { version, direction }: Omit<LedgerKey, 'number'>): Promise<void> {
  await tx.execute(
    `delete from rowhouse.migration_statements
     where version = $1 and direction = $2`,
    [version, direction],
  )
}

/** The backend that still works on a statement of the ledger, though the runner that began it is gone. */
export async function findOrphan(
  db: Queryable,
): Promise<{ readonly pid: number; readonly name: string; readonly since: string } | undefined> {
  return db.maybeOne<{ pid: number; name: string; since: string }>(`
    select activity.pid, statement.name, statement.started_at::text as since
    from rowhouse.migration_statements as statement
    join pg_catalog.pg_stat_activity as activity
      on activity.pid = statement.backend_pid and activity.backend_start = statement.backend_start
    where statement.finished_at is null
      and statement.error is null
      and activity.pid <> pg_backend_pid()
      and activity.state is distinct from 'idle'
    order by statement.number
    limit 1`)
}
