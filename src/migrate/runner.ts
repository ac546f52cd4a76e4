import type { Database } from '../database/index.ts'
import type { Queryable } from '../query/index.ts'
import type { Migration, Script } from './files.ts'
import { deleteApplied, insertApplied, isApplied, readDownSql } from './history.ts'
import { inspect } from './inspect.ts'
import { withRunnerLock } from './lock.ts'
import type { Plan, Reversal } from './plan.ts'
import type { RunSettings } from './run.ts'
import type { MigrationProgress, Work } from './work.ts'

/** Options of whatever applies or reverts migrations. */
export interface MigrateOptions {
  /** The folder of the migrations. Default: `migrations`. */
  readonly folder?: string | undefined
  /** How long to wait for another runner, in milliseconds, before `MIGRATION_LOCKED`. Default: 60000. */
  readonly lockWait?: number | undefined
  /** Called after each migration. */
  readonly onProgress?: ((progress: MigrationProgress) => void) | undefined
}

/** The folder of the migrations where no other is named. */
export const defaultFolder = 'migrations'

/** Runs `work` on one connection while no other runner works on the database. */
export function withRunner<T>(
  db: Database,
  { lockWait = 60_000, onProgress }: MigrateOptions,
  work: (connection: Queryable, settings: RunSettings) => Promise<T>,
): Promise<T> {
  return withRunnerLock(db, lockWait, (prove) =>
    db.acquire((connection) => work(connection, { lockWait, prove, onProgress }), { longLived: true }),
  )
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
    statements: inspect(up),
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
    statements: inspect(script),
    isDone: async (tx) => !(await isApplied(tx, version)),
    record: (tx) => deleteApplied(tx, version),
  }
}

async function storedScript(connection: Queryable, version: string, name: string): Promise<Script> {
  return { path: `down.sql of ${name} in the history`, text: await readDownSql(connection, version) }
}
