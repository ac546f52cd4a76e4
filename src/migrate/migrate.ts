import type { Database } from '../database/index.ts'
import type { Queryable } from '../query/index.ts'
import { readMigrations } from './files.ts'
import { createHistory, dropEmptyHistory, readHistory } from './history.ts'
import { type DownTarget, planDown, planRedo, planUp, type Reversal, type UpTarget } from './plan.ts'
import { runAll } from './run.ts'
import { accepted, applying, defaultFolder, type MigrateOptions, reverting, withRunner } from './runner.ts'
import type { MigrationRun, Work } from './work.ts'

/**
 * Applies the pending migrations, each in a transaction of its own: all of them, or as far as `to` or `steps` says. Throws
 * before anything has run when files and history do not agree (`MIGRATION_EDITED`, `MIGRATION_MISSING`,
 * `MIGRATION_OUT_OF_ORDER` …) or a script must not run (`MIGRATION_INVALID`), and `MIGRATION_FAILED` at the first that fails.
 */
export async function migrateUp(
  db: Database,
  options: MigrateOptions & UpTarget = {},
): Promise<{ applied: MigrationRun[] }> {
  const files = await readMigrations(options.folder ?? defaultFolder)
  return withRunner(db, options, async (connection, settings) => {
    const works = accepted(planUp(files, await readHistory(connection), options)).map(applying)
    if (works.length > 0) await createHistory(connection, settings.lockWait)
    return { applied: await runAll(connection, works, settings) }
  })
}

/**
 * Reverts the newest migrations by their `down.sql`, each in a transaction of its own: one, or as far as `to`, `steps` or
 * `all` says. Of a migration whose folder is gone the history's copy is used. `all` leaves the database as it was before the
 * first migration, without the history. Throws `MIGRATION_IRREVERSIBLE` before anything has run.
 */
export async function migrateDown(
  db: Database,
  options: MigrateOptions & DownTarget = {},
): Promise<{ reverted: MigrationRun[] }> {
  const files = await readMigrations(options.folder ?? defaultFolder)
  return withRunner(db, options, async (connection, settings) => {
    const plan = planDown(files, await readHistory(connection), options)
    const reverted = await runAll(connection, await revertingAll(connection, accepted(plan)), settings)
    if (options.all) await dropEmptyHistory(connection, settings.lockWait)
    return { reverted }
  })
}

/** Reverts the newest applied migration and applies it again as its file is now; nothing if none is applied. */
export async function redoMigration(
  db: Database,
  options: MigrateOptions = {},
): Promise<{ reverted: MigrationRun[]; applied: MigrationRun[] }> {
  const files = await readMigrations(options.folder ?? defaultFolder)
  return withRunner(db, options, async (connection, settings) => {
    const [redo] = accepted(planRedo(files, await readHistory(connection)))
    if (redo === undefined) return { reverted: [], applied: [] }
    const works = [await reverting(connection, redo.down), applying(redo.up)]
    const runs = await runAll(connection, works, settings)
    return {
      reverted: runs.filter(({ direction }) => direction === 'down'),
      applied: runs.filter(({ direction }) => direction === 'up'),
    }
  })
}

async function revertingAll(connection: Queryable, reversals: readonly Reversal[]): Promise<Work[]> {
  const works: Work[] = []
  for (const reversal of reversals) works.push(await reverting(connection, reversal))
  return works
}
