import type { Catalog } from '../../catalog/index.ts'
import type { Database } from '../../database/index.ts'
import { RowhouseError } from '../../errors/index.ts'
import { loadSqlParser } from '../../sql/index.ts'
import { type Migration, readMigrations } from '../files.ts'
import { defaultFolder } from '../runner.ts'
import { createRoles, emptyScratch, listRoles } from '../scratch/index.ts'
import { compareVersions } from '../version.ts'
import {
  applyMigration,
  type CheckedMigration,
  checkMigration,
  type MigrationContext,
  type Outcome,
} from './check-migration.ts'
import { ignorableRules } from './known-rules.ts'

/** Options of `checkMigrations`. */
export interface CheckOptions {
  /** The folder of the migrations. Default: `migrations`. */
  readonly folder?: string | undefined
  /** Check this migration alone: its version or its folder's name. Default: all of them. */
  readonly only?: string | undefined
  /** Check the migrations from this one on. Default: from the first. */
  readonly from?: string | undefined
  /** An empty database, beside which one is made to try the migrations on, and dropped again. Default: embedded, in memory. */
  readonly shadowUrl?: string | undefined
  /** The database that the migrations are for, for its version and its roles; nothing else of it is looked at. */
  readonly target?: Database | undefined
  /** The names of rules to leave out. Default: none. */
  readonly without?: readonly string[] | undefined
  /** Whether a missing `down.sql` is an error and not a warning. Default: false. */
  readonly requireDown?: boolean | undefined
  /** Called after each migration. */
  readonly onProgress?: ((progress: CheckProgress) => void) | undefined
}

/** How far a check has come; said after each migration. */
export interface CheckProgress {
  readonly name: string
  readonly done: number
  readonly total: number
}

/** A database that took part in a check. */
export interface CheckDatabase {
  /** Where it is, in words without secrets. */
  readonly description: string
  /** Its server's version, such as `15.18`. */
  readonly version: string
}

/** What a check found. */
export interface MigrationCheck {
  /** Whether no finding is an error. */
  readonly ok: boolean
  /** Where the migrations were tried. */
  readonly scratch: CheckDatabase
  /** What they are for; absent when no target was given. */
  readonly target?: CheckDatabase
  /** Whether the two have the same major version; absent when no target was given. */
  readonly sameMajorVersion?: boolean
  /** The migrations that were checked, and any before them that did not run. */
  readonly migrations: readonly CheckedMigration[]
  /** The names of those that could not be checked, because one before them left no state to go on from. */
  readonly notChecked: readonly string[]
}

/**
 * Proves migrations before they run: each goes up, down and up again on a scratch database, and the catalog is compared each
 * time; what its statements lock, write anew and read in full is measured; rules look for what that cannot show. What a
 * migration's `fixtures.sql` holds is loaded before its `up`, and stays for the later ones. Throws `SHADOW_REFUSED`,
 * `MIGRATION_UNKNOWN` for `only` and `from`, `INVALID_OPTION` for an unknown rule, and what reading the folder throws.
 */
export async function checkMigrations(options: CheckOptions = {}): Promise<MigrationCheck> {
  const { folder = defaultFolder, target, shadowUrl, without = [], requireDown = false } = options
  const migrations = await readMigrations(folder)
  const asked = chooseAsked(migrations, options)
  refuseUnknownRules(without)
  const parse = await loadSqlParser()
  await using scratch = await emptyScratch({ shadowUrl, target, connect: { applicationName: 'rowhouse-check' } })
  await createRoles(scratch.db, migrations.flatMap(textsOf), target && (await listRoles(target)))
  const last = migrations.lastIndexOf(asked.at(-1)!)
  const outcome = await scratch.db.acquire((session) =>
    checkAll({ session, parse, without: new Set(without), requireDown }, migrations.slice(0, last + 1), asked, options),
  )
  return { ...outcome, ...(await versionsOf(scratch.db, target)) }
}

function textsOf({ up, down, fixtures }: Migration): string[] {
  return [up, down, fixtures].flatMap((script) => script?.text ?? [])
}

function chooseAsked(migrations: readonly Migration[], { only, from }: CheckOptions): Migration[] {
  if (only !== undefined) return [findMigration(migrations, only)]
  if (from === undefined) return [...migrations]
  return migrations.slice(migrations.indexOf(findMigration(migrations, from)))
}

function findMigration(migrations: readonly Migration[], wanted: string): Migration {
  const version = /^([0-9]+)(?:_.*)?$/s.exec(wanted)?.[1]
  const found =
    version === undefined
      ? undefined
      : migrations.find((migration) => compareVersions(migration.version, version) === 0)
  if (found !== undefined) return found
  const newest = migrations.at(-1)?.name ?? 'none at all'
  throw new RowhouseError(
    'MIGRATION_UNKNOWN',
    `there is no migration ${wanted} to check (the newest is ${newest}); name a version or a folder of the migrations`,
    { facts: { wanted, newest } },
  )
}

function refuseUnknownRules(names: readonly string[]): void {
  const unknown = names.find((name) => !ignorableRules.includes(name))
  if (unknown === undefined) return
  throw new RowhouseError(
    'INVALID_OPTION',
    `there is no rule ${unknown} to leave out; the rules are ${ignorableRules.join(', ')}`,
    { facts: { unknown } },
  )
}

async function checkAll(
  context: MigrationContext,
  migrations: readonly Migration[],
  asked: readonly Migration[],
  { onProgress }: CheckOptions,
): Promise<Pick<MigrationCheck, 'ok' | 'migrations' | 'notChecked'>> {
  const checked: CheckedMigration[] = []
  let catalog: Catalog | undefined
  let stopped: number | undefined
  for (const [index, migration] of migrations.entries()) {
    const step = await takeStep(context, migration, asked.includes(migration), catalog)
    if (step.checked !== undefined) checked.push(step.checked)
    onProgress?.({ name: migration.name, done: index + 1, total: migrations.length })
    catalog = step.after
    if (!step.goesOn) {
      stopped = index
      break
    }
  }
  const notChecked = stopped === undefined ? [] : migrations.slice(stopped + 1).map(({ name }) => name)
  const ok = checked.every(({ findings }) => findings.every(({ severity }) => severity !== 'error'))
  return { ok, migrations: checked, notChecked }
}

type Step = Partial<Outcome> & Pick<Outcome, 'goesOn'>

async function takeStep(
  context: MigrationContext,
  migration: Migration,
  isAsked: boolean,
  catalog: Catalog | undefined,
): Promise<Step> {
  if (isAsked) return checkMigration(context, migration, catalog)
  return (await applyMigration(context, migration)) ?? { goesOn: true }
}

async function versionsOf(
  scratch: Database,
  target: Database | undefined,
): Promise<Pick<MigrationCheck, 'scratch' | 'target' | 'sameMajorVersion'>> {
  const tried = await describe(scratch)
  if (target === undefined) return { scratch: tried }
  const meant = await describe(target)
  return { scratch: tried, target: meant, sameMajorVersion: majorOf(tried) === majorOf(meant) }
}

async function describe(db: Database): Promise<CheckDatabase> {
  const { version } = await db.ping()
  return { description: db.description, version }
}

function majorOf({ version }: CheckDatabase): string {
  return version.split('.')[0]!
}
