import { compareCatalogs, type Difference, readCatalog } from '../../catalog/index.ts'
import type { Database } from '../../database/index.ts'
import { RowhouseError } from '../../errors/index.ts'
import type { Transaction } from '../../query/index.ts'
import { told } from '../diff/index.ts'
import { keepSnapshot } from '../drift/snapshot.ts'
import { type Migration, readMigrations } from '../files.ts'
import { insertApplied, readHistory } from '../history.ts'
import { prepareHistory } from '../layout.ts'
import { lockMigration, ownTransaction } from '../lock.ts'
import { defaultFolder, type MigrateOptions, type Runner, withRunner } from '../runner.ts'
import { listRoles, migratedScratch } from '../scratch/index.ts'
import { planBaseline } from './plan.ts'

/** Options of `baseline`. */
export interface BaselineOptions extends Pick<MigrateOptions, 'folder' | 'lockWait' | 'signal' | 'onNotice'> {
  /** The newest migration whose work the database holds: its version or its folder's name. */
  readonly to: string
  /** The URL of an empty database, beside which the migrations are run for the comparison. Default: embedded, in memory. */
  readonly shadowUrl?: string | undefined
}

/** What a baseline wrote down. */
export interface Baseline {
  /** The names of the migrations that count as applied now, oldest first. */
  readonly adopted: readonly string[]
}

/**
 * Begins the history of a database that was made without it: the migrations up to `to` count as applied, and none is run. They are
 * run on a scratch database instead, and its catalog must equal the live one. Throws `BASELINE_REFUSED` with the differences otherwise,
 * and where there is a history already; then nothing is written.
 */
export async function baseline(db: Database, options: BaselineOptions): Promise<Baseline> {
  const files = await readMigrations(options.folder ?? defaultFolder)
  return withRunner(db, options, async (runner) => {
    const migrations = planBaseline(files, await readHistory(db), options.to)
    refuseDifferences(await differences(db, migrations, options), options)
    await write(runner, migrations)
    return { adopted: migrations.map(({ name }) => name) }
  })
}

async function differences(
  db: Database,
  migrations: readonly Migration[],
  { shadowUrl }: BaselineOptions,
): Promise<Difference[]> {
  const blueprint = { roles: await listRoles(db), migrations }
  await using scratch = await migratedScratch(blueprint, { shadowUrl, target: db })
  return compareCatalogs(await readCatalog(scratch.db), await readCatalog(db))
}

async function write({ db, patience }: Runner, migrations: readonly Migration[]): Promise<void> {
  await prepareHistory(db, patience)
  await db.transaction(async (tx: Transaction) => {
    await lockMigration(tx, patience)
    for (const migration of migrations) await insertApplied(tx, migration, 0)
    await keepSnapshot(tx, await readCatalog(tx))
  }, ownTransaction)
}

function refuseDifferences(found: readonly Difference[], { to, shadowUrl }: BaselineOptions): void {
  if (found.length === 0) return
  const elsewhere =
    shadowUrl === undefined
      ? '; if another version of PostgreSQL is the reason, name an empty database with --shadow-url'
      : ''
  throw new RowhouseError(
    'BASELINE_REFUSED',
    `the database is not what the migrations up to ${to} make, so that nothing was written${elsewhere}:\n${found.map(told).join('\n')}`,
    { facts: { objects: found.map(({ change, kind, name }) => `${change} ${kind} ${name}`) } },
  )
}
