import { type Catalog, type CatalogObject, readCatalog } from '../../catalog/index.ts'
import type { Database } from '../../database/index.ts'
import { defaultFolder } from '../runner.ts'
import { createRoles } from '../scratch/index.ts'
import { refuseLosses } from './allowances.ts'
import { type Declaration, declaredRenames } from './declarations.ts'
import { freeRenames, refuseUndeclared } from './likenesses.ts'
import { loadSchema } from './load-schema.ts'
import { lossesBetween, lossesOfKind, readIdentities } from './losses.ts'
import { type GeneratedMigration, migrationOf } from './migration-text.ts'
import { noticesFor } from './notices.ts'
import type { Surroundings } from './online.ts'
import { readPartitionIndexes } from './partition-indexes.ts'
import { prove } from './prove.ts'
import { decide, inOrder, type Rename } from './renames.ts'
import { invalidAt, readSchemaFile, type SchemaFile } from './schema-file.ts'
import { openEmpty, openMigrated, type PlaceOptions } from './scratch.ts'
import { loadSqlStyle, type SqlStyle } from './sql-style.ts'
import type { Stage } from './stage.ts'
import { stagesOf } from './stages.ts'
import { readState, type State, stepsFrom } from './state.ts'
import { lossesOfTypes } from './type-changes.ts'

/** Options of `diffSchema`. */
export interface DiffOptions extends PlaceOptions {
  /** The folder of the migrations. Default: `migrations`. */
  readonly folder?: string | undefined
  /** The file that says what the schema should be. Default: `schema.sql`. */
  readonly schema?: string | undefined
  /** What may be lost, by name: `drop-column:users.fax`. Default: nothing. */
  readonly allow?: readonly string[] | undefined
}

/** The way from what the migrations make to what a schema file says. */
export interface SchemaDiff {
  /** In the order in which they run; none when the two are equal. */
  readonly migrations: readonly GeneratedMigration[]
  /** What the author should know before these run on tables with rows. */
  readonly notices: readonly string[]
}

/** The schema file where no other is named. */
export const defaultSchema = 'schema.sql'

/**
 * Makes the migrations that lead from what the migrations in a folder make to what a schema file says, in a form in which they
 * can run while others use the database. They have been run on a scratch database, up, down and up again, with the catalog
 * compared each time. Throws `SCHEMA_INVALID` for a faulty file, `DIFF_REFUSED` for what would lose something that `allow` does
 * not name or what looks like a rename that nobody declared, and `DIFF_UNPROVED` when the way could not be proved.
 */
export async function diffSchema(options: DiffOptions = {}): Promise<SchemaDiff> {
  const file = await readSchemaFile(options.schema ?? defaultSchema)
  const target = await readTarget(file, options)
  await using scratch = await openMigrated(options.folder ?? defaultFolder, options)
  await createRoles(scratch.db, [file.text])
  return await diffOn(scratch.db, { file, ...target }, options.allow ?? [])
}

interface Target {
  readonly file: SchemaFile
  readonly state: State
  readonly partitionIndexes: Awaited<ReturnType<typeof readPartitionIndexes>>
}

async function readTarget(file: SchemaFile, options: DiffOptions): Promise<Omit<Target, 'file'>> {
  await using scratch = await openEmpty(options)
  await loadSchema(scratch.db, file)
  return { state: await readState(scratch.db), partitionIndexes: await readPartitionIndexes(scratch.db) }
}

async function diffOn(
  db: Database,
  { file, state, partitionIndexes }: Target,
  allowed: readonly string[],
): Promise<SchemaDiff> {
  const [from, identities, style] = [await readState(db), await readIdentities(db), await loadSqlStyle(db)]
  const renames = await rename(db, file, state.catalog)
  const renamed = renames.length === 0 ? from : await readState(db)
  refuseUndeclared(renamed.catalog, state.catalog, allowed)
  const steps = await stepsFrom(renamed, state)
  const changes = stagesOf({ ...surroundingsOf(renamed.catalog), partitionIndexes, steps }, style)
  await undo(db, renames)
  const stages = await prove(db, from, [...renameStage(renames, style), ...changes], { target: state, style })
  const rows = lossesBetween(identities, await readIdentities(db))
  const values = lossesOfTypes(renamed.catalog, state.catalog)
  refuseLosses([...rows, ...values, ...lossesOfKind(renamed.catalog, state.catalog)], allowed)
  return { migrations: stages.map(migrationOf), notices: noticesFor(steps, renamed.catalog) }
}

/** Does the declared renames that are still to be done, and those that need no declaration. */
async function rename(db: Database, file: SchemaFile, target: Catalog): Promise<Rename[]> {
  const done: Rename[] = []
  for (const declaration of inOrder(declaredRenames(file))) {
    const decision = decide(declaration, await readCatalog(db))
    if (decision === 'unknown') throw invalidAt(file, declaration.offset, unknownName(declaration))
    if (decision !== 'done') done.push(await renamedOn(db, decision.rename))
  }
  for (const free of freeRenames(await readCatalog(db), target)) done.push(await renamedOn(db, free))
  return done
}

async function renamedOn(db: Database, rename: Rename): Promise<Rename> {
  await db.script(rename.up)
  return rename
}

async function undo(db: Database, renames: readonly Rename[]): Promise<void> {
  for (const { down } of renames.toReversed()) await db.script(down)
}

function renameStage(renames: readonly Rename[], style: SqlStyle): Stage[] {
  if (renames.length === 0) return []
  const statements = renames.map(({ up }) => style(up))
  return [
    { purpose: 'renames', concurrent: false, statements, undo: renames.map(({ down }) => style(down)).toReversed() },
  ]
}

function unknownName({ kind, from }: Declaration): string {
  return `the migrations make no ${kind} ${from.join('.')} here; correct the old name, or remove the declaration`
}

/** What the online forms ask of the catalog that they start from. */
export function surroundingsOf(catalog: Catalog): Pick<Surroundings, 'tables' | 'partitioned'> {
  const relations = [...catalog.values()].filter(({ kind }) => kind === 'table' || kind === 'materialized view')
  const partitioned = relations.filter(({ definition }) => /\bpartition by\b/.test(definition))
  return { tables: namesOf(relations), partitioned: namesOf(partitioned) }
}

function namesOf(objects: readonly CatalogObject[]): ReadonlySet<string> {
  return new Set(objects.map(({ name }) => name))
}
