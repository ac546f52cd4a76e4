import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../database/index.ts'
import { RowhouseError } from '../errors/index.ts'
import type { Queryable, Transaction, TransactionOptions } from '../query/index.ts'

/**
 * How the runner's own transactions begin, whatever the defaults of the database are. Read committed, because it keeps no
 * snapshot between statements, for which CREATE INDEX CONCURRENTLY would wait.
 */
export const ownTransaction: TransactionOptions = { isolation: 'read committed', readOnly: false }

/** Proves that the lock is still held; rejects when its connection is lost. */
export type ProveLock = () => Promise<void>

/**
 * Runs `work` while no other runner works on the database, waiting `wait` milliseconds for the others at most. The lock is a
 * transaction-scoped advisory lock on a connection of its own: it stands through transaction poolers, and any death of the
 * runner frees it. With one session only runners of this process are kept apart here; `lockMigration` does the rest.
 */
export function withRunnerLock<T>(db: Database, wait: number, work: (prove: ProveLock) => Promise<T>): Promise<T> {
  return queued(db, () => {
    return db.capabilities.severalSessions ? locked(db, wait, work) : work(async () => undefined)
  })
}

/**
 * Holds the right to change history and schema until the transaction ends. A runner that was killed may have left a statement
 * that its server still runs and commits, though the runner's lock is free: this one waits for it.
 */
export function lockMigration(tx: Transaction, wait: number): Promise<void> {
  return poll(tx, 'rowhouse.migration', wait)
}

const tails = new WeakMap<Database, Promise<unknown>>()

// Each waiting runner holds a connection of the pool, so that without a queue many of them would leave none to work on.
function queued<T>(db: Database, work: () => Promise<T>): Promise<T> {
  const turn = (tails.get(db) ?? Promise.resolve()).then(work)
  tails.set(
    db,
    turn.catch(() => undefined),
  )
  return turn
}

async function locked<T>(db: Database, wait: number, work: (prove: ProveLock) => Promise<T>): Promise<T> {
  let done: { readonly value: T } | undefined
  try {
    const hold = async (tx: Transaction) => {
      await neverTimeOut(tx)
      await poll(tx, 'rowhouse.migrations', wait)
      done = { value: await work(() => prove(tx)) }
    }
    const lock = (connection: Queryable) => connection.transaction(hold, { ...ownTransaction, retries: 0 })
    await db.acquire(lock, { longLived: true })
  } catch (error) {
    // What was done is committed on another connection, whatever becomes of the lock's.
    if (done === undefined) throw error
  }
  return done!.value
}

async function prove(tx: Transaction): Promise<void> {
  try {
    await tx.query('select 1')
  } catch (cause) {
    const mend = 'another runner may have begun, so that this one stopped; run it again'
    throw new RowhouseError(
      'CONNECTION_LOST',
      `the connection that holds the lock of the migrations was lost; ${mend}`,
      {
        cause,
      },
    )
  }
}

async function neverTimeOut(tx: Transaction): Promise<void> {
  await tx.query(
    `select set_config(name, '0', true)
     from pg_settings
     where name in ('idle_in_transaction_session_timeout', 'transaction_timeout')`,
  )
}

// Polled, because a runner that waits inside pg_advisory_xact_lock keeps a snapshot, and CREATE INDEX CONCURRENTLY waits for
// that: a deadlock.
async function poll(tx: Transaction, key: string, wait: number): Promise<void> {
  const deadline = performance.now() + wait
  while (!(await tx.tryAdvisoryLock(key))) {
    if (performance.now() >= deadline) throw lockedBy(await findHolder(tx, key), wait)
    await sleep(50 + Math.random() * 150)
  }
}

interface Holder {
  readonly pid: number
  readonly application: string | null
  readonly since: string | null
}

function findHolder(db: Queryable, key: string): Promise<Holder | undefined> {
  return db.maybeOne<Holder>(
    `select activity.pid, activity.application_name as application, activity.xact_start::text as since
     from pg_locks as lock
     join pg_stat_activity as activity on activity.pid = lock.pid
     where lock.locktype = 'advisory'
       and lock.granted
       and lock.objsubid = 1
       and lock.database = (select oid from pg_database where datname = current_database())
       and (lock.classid::bigint << 32) | lock.objid::bigint = hashtextextended($1, 0)`,
    [key],
  )
}

function lockedBy(holder: Holder | undefined, wait: number): RowhouseError {
  const who = holder === undefined ? 'another runner' : `another runner (${describe(holder)})`
  const mend = 'wait for it, or end it with pg_terminate_backend if it is stuck'
  return new RowhouseError(
    'MIGRATION_LOCKED',
    `${who} is migrating this database and was still at it after ${wait / 1000} s; ${mend}`,
    { facts: { wait, ...holder } },
  )
}

function describe({ pid, application, since }: Holder): string {
  return [`pid ${pid}`, application || 'no application_name', since && `since ${since}`].filter(Boolean).join(', ')
}
