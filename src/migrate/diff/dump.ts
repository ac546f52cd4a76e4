import { compareCatalogs, type Difference } from '../../catalog/index.ts'
import type { Database } from '../../database/index.ts'
import { RowhouseError } from '../../errors/index.ts'
import { defaultFolder } from '../runner.ts'
import { defaultSchema } from './diff.ts'
import { loadSchema } from './load-schema.ts'
import { withoutOnly } from './online.ts'
import { told } from './prove.ts'
import { readSchemaFile, schemaFile } from './schema-file.ts'
import { openEmpty, openMigrated, type PlaceOptions } from './scratch.ts'
import { sectionsOf } from './sections.ts'
import { loadSqlStyle } from './sql-style.ts'
import { readState, type State, stepsFrom } from './state.ts'

/** Options of `dumpSchema`. */
export interface DumpOptions extends PlaceOptions {
  /** The folder of the migrations. Default: `migrations`. */
  readonly folder?: string | undefined
}

/** Options of `compareSchema`. */
export interface CompareOptions extends DumpOptions {
  /** The file that says what the schema should be. Default: `schema.sql`. */
  readonly schema?: string | undefined
}

/**
 * Writes what the migrations of a folder make as a schema file: each table with its constraints, indexes, policies, comments
 * and privileges. The text has been loaded into an empty database and makes an equal catalog; throws `DIFF_UNPROVED` otherwise.
 */
export async function dumpSchema(options: DumpOptions = {}): Promise<string> {
  const state = await readMigrated(options)
  await using scratch = await openEmpty(options)
  const text = await schemaText(scratch.db, state)
  if (text === '') return text
  await loadSchema(scratch.db, schemaFile('the dump', text))
  refuseDifference(state, await readState(scratch.db))
  return text
}

/** How what a schema file makes differs from what the migrations make. */
export async function compareSchema(options: CompareOptions = {}): Promise<Difference[]> {
  const file = await readSchemaFile(options.schema ?? defaultSchema)
  const { catalog } = await readMigrated(options)
  await using scratch = await openEmpty(options)
  await loadSchema(scratch.db, file)
  return compareCatalogs(catalog, (await readState(scratch.db)).catalog)
}

async function readMigrated(options: DumpOptions): Promise<State> {
  await using scratch = await openMigrated(options.folder ?? defaultFolder, options)
  return await readState(scratch.db)
}

async function schemaText(empty: Database, state: State): Promise<string> {
  const style = await loadSqlStyle(empty)
  const sections = sectionsOf(await stepsFrom(await readState(empty), state))
  return sections.map((steps) => steps.map(({ sql }) => `${style(withoutOnly(sql))};\n`).join('\n')).join('\n')
}

function refuseDifference(state: State, loaded: State): void {
  const differences = compareCatalogs(state.catalog, loaded.catalog)
  if (differences.length === 0) return
  throw new RowhouseError(
    'DIFF_UNPROVED',
    `a schema file cannot say all that the migrations make, so none is written:\n${differences.map(told).join('\n')}`,
    { facts: { objects: differences.map(({ kind, name }) => `${kind} ${name}`) } },
  )
}
