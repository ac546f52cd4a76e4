import type { Database } from '../database/index.ts'
import { RowhouseError } from '../errors/index.ts'
import type { Queryable, Transaction, TransactionOptions } from '../query/index.ts'
import { findLockHolder } from './activity.ts'
import { pause, refuseCancelled } from './cancel.ts'
import { type Blocker, describeBlocker, type MigrationNotice } from './notice.ts'

/**
 * How the runner's own transactions begin, whatever the defaults of the database are. Read committed, because it keeps no
 * snapshot between statements, for which CREATE INDEX CONCURRENTLY would wait. What is worth another attempt, the runner
 * itself decides.
 */
export const ownTransaction: TransactionOptions = { isolation: 'read committed', readOnly: false, retries: 0 }

const runnerLock = 'rowhouse.migrations'

/** How to wait for another runner. */
export interface Patience {
  /** In milliseconds. */
  readonly lockWait: number
  readonly signal: AbortSignal
  readonly onNotice?: ((notice: MigrationNotice) => void) | undefined
}

/** What the connection that holds the lock does for the work beside it. */
export interface Guard {
  /** Proves that the lock is still held; rejects when its connection is lost. */
  readonly prove: () => Promise<void>
  /** The lock's own connection, to look at the server from while the work goes on; absent where there is one session only. */
  readonly beside?: Queryable
  /** Whether a pooler lends the server's sessions out for a transaction at a time. */
  readonly pooled: boolean
}

/**
 * Runs `work` while no other runner works on the database, waiting `lockWait` milliseconds for the others at most. The lock is
 * a transaction-scoped advisory lock on a connection of its own: it stands through transaction poolers, and any death of the
 * runner frees it. With one session only runners of this process are kept apart here; `lockMigration` does the rest.
 */
export function withRunnerLock<T>(db: Database, patience: Patience, work: (guard: Guard) => Promise<T>): Promise<T> {
  const alone: Guard = { prove: async () => undefined, pooled: false }
  return queued(db, () => (db.capabilities.severalSessions ? locked(db, patience, work) : work(alone)))
}

/**
 * Holds the right to change history and schema until the transaction ends. A runner that was killed may have left a statement
 * that its server still runs, though the runner's lock is free: this one waits for it.
 */
export function lockMigration(tx: Transaction, patience: Patience): Promise<void> {
  return poll(tx, 'rowhouse.migration', patience)
}

/** Like `withRunnerLock` where there is only one session, which then holds the lock itself, until it is reset. */
export function lockSession(connection: Queryable, patience: Patience): Promise<void> {
  const take = async () => {
    const { taken } = await connection.one<{ taken: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken',
      [runnerLock],
    )
    return taken
  }
  return pollFor(connection, take, runnerLock, patience)
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

async function locked<T>(db: Database, patience: Patience, work: (guard: Guard) => Promise<T>): Promise<T> {
  let done: { readonly value: T } | undefined
  try {
    await db.acquire(
      async (connection) => {
        const pooled = await isPooled(db, connection)
        const holding = async (tx: Transaction) => {
          if (!(await tx.tryAdvisoryLock(runnerLock))) return
          await neverTimeOut(tx)
          await keepNoSnapshot(tx)
          done = { value: await work({ prove: () => prove(tx), beside: tx, pooled }) }
        }
        // Each attempt is a transaction of its own: CREATE INDEX CONCURRENTLY waits to its end for one that it met reading.
        const attempt = async () => {
          await connection.transaction(holding, ownTransaction)
          return done !== undefined
        }
        await pollFor(connection, attempt, runnerLock, patience)
      },
      { longLived: true },
    )
  } catch (error) {
    // What was done is committed on another connection, whatever becomes of the lock's.
    if (done === undefined) throw error
  }
  return done!.value
}

// Two open connections with one backend: somebody between here and the server lends it out. A pooler gives the session that has
// just become free to the next who asks, so that the second connection meets the first one's.
async function isPooled(db: Database, connection: Queryable): Promise<boolean> {
  const pidOf = (session: Queryable) => session.one<{ pid: number }>('select pg_backend_pid() as pid')
  const first = await pidOf(connection)
  const second = await db.acquire(pidOf, { longLived: true })
  return first.pid === second.pid
}

async function prove(tx: Transaction): Promise<void> {
  try {
    await keepNoSnapshot(tx)
  } catch (cause) {
    const mend = 'another runner may have begun, so that this one stopped; run it again'
    const message = `the connection that holds the lock of the migrations was lost; ${mend}`
    throw new RowhouseError('CONNECTION_LOST', message, { cause })
  }
}

// In a transaction, what the extended protocol has read stays open, with its snapshot, until the next statement; CREATE INDEX
// CONCURRENTLY would wait for that. The simple protocol leaves nothing open.
function keepNoSnapshot(db: Queryable): Promise<void> {
  return db.script('select 1')
}

async function neverTimeOut(tx: Transaction): Promise<void> {
  await tx.query(
    `select set_config(name, '0', true)
     from pg_catalog.pg_settings
     where name in ('idle_in_transaction_session_timeout', 'transaction_timeout', 'statement_timeout')`,
  )
}

const tellEvery = 10_000

// Polled, because a runner that waits inside pg_advisory_xact_lock keeps a snapshot, and CREATE INDEX CONCURRENTLY waits for
// that: a deadlock.
function poll(tx: Transaction, key: string, patience: Patience): Promise<void> {
  return pollFor(tx, () => tx.tryAdvisoryLock(key), key, patience)
}

async function pollFor(
  db: Queryable,
  take: () => Promise<boolean>,
  key: string,
  { lockWait, signal, onNotice }: Patience,
): Promise<void> {
  const start = performance.now()
  let told = Number.NEGATIVE_INFINITY
  for (;;) {
    refuseCancelled(signal)
    if (await take()) return
    const waitedMs = Math.round(performance.now() - start)
    if (waitedMs >= lockWait) throw lockedBy(await findLockHolder(db, key), lockWait)
    if (onNotice !== undefined && waitedMs - told >= tellEvery) {
      told = waitedMs
      onNotice({ kind: 'waiting for runner', holder: await findLockHolder(db, key), waitedMs })
    }
    await keepNoSnapshot(db)
    await pause(50 + Math.random() * 150, signal)
  }
}

function lockedBy(holder: Blocker | undefined, wait: number): RowhouseError {
  const who = holder === undefined ? 'another runner' : `another runner (${describeBlocker(holder)})`
  const mend = 'wait for it, or end it with pg_terminate_backend if it is stuck'
  return new RowhouseError(
    'MIGRATION_LOCKED',
    `${who} is migrating this database and was still at it after ${wait / 1000} s; ${mend}`,
    { facts: { wait, ...holder } },
  )
}
