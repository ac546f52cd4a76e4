import type { Database } from '../database/index.ts'
import type { Queryable } from '../query/index.ts'
import { readMigrations } from './files.ts'
import { dropEmptyHistory, readHistory } from './history.ts'
import { type DownTarget, planDown, planRedo, planUp, type Reversal, type UpTarget } from './plan.ts'
import { accepted, applying, defaultFolder, type MigrateOptions, reverting, withDiff, withRunner } from './runner.ts'
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
  return withRunner(db, options, async (runner) => {
    const plan = planUp(files, await readHistory(db), options)
    const works = accepted(await withDiff(db, files, plan)).map(applying)
    return { applied: await runner.runAll(works) }
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
  return withRunner(db, options, async (runner) => {
    const plan = planDown(files, await readHistory(db), options)
    const reverted = await runner.runAll(await revertingAll(db, accepted(plan)))
    if (options.all) await dropEmptyHistory(db, runner.patience)
    return { reverted }
  })
}

/** Reverts the newest applied migration and applies it again as its file is now; nothing if none is applied. */
export async function redoMigration(
  db: Database,
  options: MigrateOptions = {},
): Promise<{ reverted: MigrationRun[]; applied: MigrationRun[] }> {
  const files = await readMigrations(options.folder ?? defaultFolder)
  return withRunner(db, options, async (runner) => {
    const plan = planRedo(files, await readHistory(db))
    const [redo] = accepted(await withDiff(db, files, plan))
    if (redo === undefined) return { reverted: [], applied: [] }
    const runs = await runner.runAll([await reverting(db, redo.down), applying(redo.up)])
    return {
      reverted: runs.filter(({ direction }) => direction === 'down'),
      applied: runs.filter(({ direction }) => direction === 'up'),
    }
  })
}

async function revertingAll(db: Queryable, reversals: readonly Reversal[]): Promise<Work[]> {
  const works: Work[] = []
  for (const reversal of reversals) works.push(await reverting(db, reversal))
  return works
}
