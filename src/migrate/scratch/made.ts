import { keepCached, readCached } from '../../cache/index.ts'
import { type ConnectOptions, type Database, openMemory } from '../../database/index.ts'
import { DatabaseError, RowhouseError } from '../../errors/index.ts'
import { applying, type MigrateOptions, withRunner } from '../runner.ts'
import { type Blueprint, blueprintKey } from './blueprint.ts'
import { createRoles } from './roles.ts'

/** Options of `openScratch`. */
export interface MadeOptions {
  /** How the database is used. */
  readonly connect?: ConnectOptions
  /** What to do about an extension that the embedded PostgreSQL lacks. Default: name a migrated database with --url. */
  readonly instead?: string
  /** Called after each migration that had to run. */
  readonly onProgress?: MigrateOptions['onProgress']
}

/**
 * Opens an embedded database in memory that is as the blueprint makes it. What was made is kept in the user's cache, so that the
 * next time it is only loaded. Throws `MIGRATION_INVALID` and `MIGRATION_FAILED` as `migrateUp` does.
 */
export async function openScratch(blueprint: Blueprint, options: MadeOptions = {}): Promise<Database> {
  const name = `scratch-${blueprintKey(blueprint)}.tar.gz`
  const kept = await readCached(name)
  return (kept && (await opened(kept, options))) ?? (await made(blueprint, name, options))
}

async function opened(dump: Uint8Array, { connect }: MadeOptions): Promise<Database | undefined> {
  try {
    return (await openMemory(dump, connect)).db
  } catch {
    // What PGlite cannot load is made anew, and tells by itself what is wrong with more than the dump.
    return undefined
  }
}

async function made(blueprint: Blueprint, name: string, options: MadeOptions): Promise<Database> {
  const memory = await openMemory(undefined, options.connect)
  try {
    await build(memory.db, blueprint, options)
    await keepCached(name, await memory.dump())
    return memory.db
  } catch (error) {
    await memory.db.close()
    throw withAdvice(error, options)
  }
}

/** Makes of an empty database what the blueprint says. The runner judges each file as it does anywhere. */
export async function build(
  db: Database,
  { roles, migrations }: Blueprint,
  { onProgress }: Pick<MadeOptions, 'onProgress'>,
): Promise<void> {
  const texts = migrations.map(({ up }) => up.text)
  await withRunner(db, { onProgress }, async (runner) => {
    await createRoles(db, texts, roles)
    await runner.runAll(migrations.map(applying), { snapshot: false })
  })
}

// How PostgreSQL says that an extension is not there: `feature_not_supported`, before version 15 `undefined_file`.
const missing: ReadonlySet<string> = new Set(['0A000', '58P01'])

function withAdvice(error: unknown, { instead = 'name a migrated database with --url' }: MadeOptions): unknown {
  if (!(error instanceof RowhouseError) || !(error.cause instanceof DatabaseError)) return error
  if (!missing.has(error.cause.code)) return error
  const advice = `what the embedded PostgreSQL lacks, a server may have: ${instead}`
  return new RowhouseError(error.code, `${error.message}\n${advice}`, { cause: error.cause, facts: error.facts })
}
