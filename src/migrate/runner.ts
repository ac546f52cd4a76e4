import type { Database } from '../database/index.ts'
import { messageOf, RowhouseError } from '../errors/index.ts'
import type { Queryable } from '../query/index.ts'
import { pause } from './cancel.ts'
import { withSnapshot } from './drift/snapshot.ts'
import type { Migration, Script } from './files.ts'
import { deleteApplied, insertApplied, isApplied, readDownSql, readUpSql } from './history.ts'
import { inspect } from './inspect.ts'
import { refuseInterrupted } from './interruption.ts'
import { prepareHistory, readLayout } from './layout.ts'
import { findOrphan, readLedger } from './ledger.ts'
import { type Patience, withRunnerLock } from './lock.ts'
import type { MigrationNotice } from './notice.ts'
import type { Plan, Reversal } from './plan.ts'
import { refuseUnsuitable } from './preflight.ts'
import { edited } from './refusal.ts'
import { runAll } from './run.ts'
import type { RunSettings } from './settings.ts'
import type { MigrationProgress, MigrationRun, Work } from './work.ts'

/** Options of whatever applies or reverts migrations; times in milliseconds. */
export interface MigrateOptions {
  /** The folder of the migrations. Default: `migrations`. */
  readonly folder?: string | undefined
  /** How long to wait for another runner before `MIGRATION_LOCKED`. Default: 60,000. */
  readonly lockWait?: number | undefined
  /**
   * How long a statement may wait for a lock for which others would have to wait behind it; 0 is without end. What blocks nobody
   * while it waits (`concurrently`, `validate constraint`, reading and writing rows) may wait. Default: 2,000.
   */
  readonly lockTimeout?: number | undefined
  /** How often a migration that did not get its locks, or lost a deadlock, is tried again. Default: 10. */
  readonly lockRetries?: number | undefined
  /** How long a statement may take; 0 is without end. Default: what the role, the database or the server says. */
  readonly statementTimeout?: number | undefined
  /** The role as which the scripts run, of which the one that logs in must be a member. Default: the one that logs in. */
  readonly role?: string | undefined
  /** Ends the run: the statement is cancelled on the server, its migration rolled back, and `MIGRATION_CANCELLED` thrown. */
  readonly signal?: AbortSignal | undefined
  /** Called after each migration. */
  readonly onProgress?: ((progress: MigrationProgress) => void) | undefined
  /** Called when something is waited for, tried again, resumed or removed. */
  readonly onNotice?: ((notice: MigrationNotice) => void) | undefined
}

/** The folder of the migrations where no other is named. */
export const defaultFolder = 'migrations'

/** What a run works with. */
export interface Runner {
  readonly db: Database
  /** Runs the works and answers what was done. Throws `MIGRATION_INTERRUPTED` when another one has to be finished first. */
  readonly runAll: (works: readonly Work[], options?: RunOptions) => Promise<MigrationRun[]>
  readonly patience: Patience
}

/** Options of a run. */
export interface RunOptions {
  /** Whether the history keeps what the run made of the catalog. Default: true; not worth its time where nothing can drift. */
  readonly snapshot?: boolean
}

/** Lets `work` plan and run while no other runner works on the database. */
export async function withRunner<T>(
  db: Database,
  options: MigrateOptions,
  work: (runner: Runner) => Promise<T>,
): Promise<T> {
  const settings = settingsOf(options)
  // Before the lock, whose transaction a standby refuses with another word.
  await refuseUnsuitable(db)
  return withRunnerLock(db, settings, async (guard) => {
    await waitForOrphan(db, settings)
    return work({ db, runAll: (works, run) => runPlanned(db, works, { ...settings, guard }, run), patience: settings })
  })
}

function settingsOf(options: MigrateOptions): Omit<RunSettings, 'guard'> {
  const { lockWait = 60_000, lockTimeout = 2_000, lockRetries = 10, signal = new AbortController().signal } = options
  const { statementTimeout, role, onProgress, onNotice } = options
  for (const [name, value] of Object.entries({ lockWait, lockTimeout, lockRetries, statementTimeout }))
    if (value !== undefined && !(Number.isInteger(value) && value >= 0)) throw invalidNumber(name, value)
  return { lockWait, lockTimeout, lockRetries, statementTimeout, role, signal, onProgress, onNotice }
}

function invalidNumber(option: string, value: number): RowhouseError {
  return new RowhouseError('INVALID_OPTION', `${option} is ${value}; give a whole number from 0`, { facts: { option } })
}

async function runPlanned(
  db: Database,
  works: readonly Work[],
  settings: RunSettings,
  { snapshot = true }: RunOptions = {},
): Promise<MigrationRun[]> {
  refuseInterrupted(works, await readLedger(db))
  if (works.length === 0) return []
  await prepareHistory(db, settings)
  const run = () => runAll(db, works, settings)
  if (!snapshot) return run()
  const onFailure = (error: unknown) => settings.onNotice?.({ kind: 'no snapshot', reason: messageOf(error) })
  return withSnapshot(db, { lockTimeout: settings.lockTimeout, onFailure }, run)
}

// A runner that was killed may have left a statement that its server still runs: to begin beside it would spoil both.
async function waitForOrphan(db: Database, { lockWait, signal, onNotice }: Patience): Promise<void> {
  if ((await readLayout(db)) < 2) return
  const start = performance.now()
  for (let orphan = await findOrphan(db); orphan !== undefined; orphan = await findOrphan(db)) {
    const waitedMs = Math.round(performance.now() - start)
    if (waitedMs >= lockWait) throw stillRunning(orphan, lockWait)
    const { pid, name, since } = orphan
    if (waitedMs < 500)
      onNotice?.({ kind: 'waiting for runner', holder: { pid, application: name, state: 'active', since }, waitedMs })
    await pause(500, signal)
  }
}

function stillRunning({ pid, name, since }: { pid: number; name: string; since: string }, wait: number): RowhouseError {
  return new RowhouseError(
    'MIGRATION_LOCKED',
    `an earlier runner is gone, but the server still works on a statement of ${name} that it began (pid ${pid}, since ${since}), also after ${wait / 1000} s; wait for it, or end it with pg_terminate_backend(${pid})`,
    { facts: { pid, name, since, wait } },
  )
}

/** A plan that refuses an edited migration, with the difference between the file and what was applied. */
export async function withDiff<T>(db: Queryable, files: readonly Migration[], plan: Plan<T>): Promise<Plan<T>> {
  if (plan.kind === 'run' || plan.error.code !== 'MIGRATION_EDITED') return plan
  const file = files.find(({ version }) => version === plan.error.facts.version)!
  return { kind: 'refuse', error: edited(file, await readUpSql(db, file.version)) }
}

/** The migrations of a plan. Throws its error if it refuses. */
export function accepted<T>(plan: Plan<T>): readonly T[] {
  if (plan.kind === 'refuse') throw plan.error
  return plan.migrations
}

/** What applying a migration takes. Throws `MIGRATION_INVALID` if its script must not run. */
export function applying(migration: Migration): Work {
  const { version, name, up } = migration
  return {
    direction: 'up',
    version,
    name,
    script: up,
    ...inspect(up),
    isDone: (tx) => isApplied(tx, version),
    record: (tx, durationMs) => insertApplied(tx, migration, durationMs),
  }
}

/** What reverting a migration takes. Throws `MIGRATION_INVALID` if its script must not run. */
export async function reverting(connection: Queryable, { version, name, down }: Reversal): Promise<Work> {
  const script = down ?? (await storedScript(connection, version, name))
  return {
    direction: 'down',
    version,
    name,
    script,
    ...inspect(script),
    isDone: async (tx) => !(await isApplied(tx, version)),
    record: (tx) => deleteApplied(tx, version),
  }
}

async function storedScript(connection: Queryable, version: string, name: string): Promise<Script> {
  return { path: `down.sql of ${name} in the history`, text: await readDownSql(connection, version) }
}
