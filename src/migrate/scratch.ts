import { keepCached, keyOf, ownVersion, readCached } from '../cache/index.ts'
import { embeddedVersion } from '../connection/index.ts'
import { type Database, type MemoryDatabase, openMemory } from '../database/index.ts'
import { DatabaseError, RowhouseError } from '../errors/index.ts'
import type { Queryable } from '../query/index.ts'
import { quoteIdentifier } from '../sql/index.ts'
import { semanticChecksum } from './checksum.ts'
import { type Migration, readMigrations } from './files.ts'
import type { AppliedScript } from './history.ts'
import { applying, type MigrateOptions, withRunner } from './runner.ts'

/** What a scratch database is made of. */
export interface Blueprint {
  /** The roles that are there before the migrations, so that grants and policies find them. */
  readonly roles: readonly string[]
  readonly migrations: readonly Migration[]
}

/** What the files of a folder make of an empty database. Throws what reading them throws. */
export async function blueprintOfFolder(folder: string): Promise<Blueprint> {
  return { roles: [], migrations: await readMigrations(folder) }
}

/** What applied migrations, as a history keeps them, make of a database with these roles. */
export function blueprintOfHistory(scripts: readonly AppliedScript[], roles: readonly string[]): Blueprint {
  return { roles, migrations: scripts.map(migrationOf) }
}

/** A key of what a blueprint makes: of its roles and scripts in their order, and of the code that runs them. */
export function blueprintKey({ roles, migrations }: Blueprint): string {
  const scripts = migrations.map(({ name, up }) => [name, up.text])
  return keyOf(embeddedVersion(), ownVersion(), roles, scripts)
}

/**
 * Opens an embedded database in memory that is as the blueprint makes it. What was made is kept in the user's cache, so that the
 * next time it is only loaded. Throws `MIGRATION_INVALID` and `MIGRATION_FAILED` as `migrateUp` does.
 */
export async function openScratch(
  blueprint: Blueprint,
  { onProgress }: Pick<MigrateOptions, 'onProgress'> = {},
): Promise<Database> {
  const name = `scratch-${blueprintKey(blueprint)}.tar.gz`
  const kept = await readCached(name)
  return (kept && (await opened(kept))) ?? (await made(blueprint, name, onProgress))
}

async function opened(dump: Uint8Array): Promise<Database | undefined> {
  try {
    return (await openMemory(dump)).db
  } catch {
    // What PGlite cannot load is made anew, and tells by itself what is wrong with more than the dump.
    return undefined
  }
}

async function made(blueprint: Blueprint, name: string, onProgress: MigrateOptions['onProgress']): Promise<Database> {
  const memory = await openMemory()
  try {
    await build(memory.db, blueprint, onProgress)
    await keepCached(name, await memory.dump())
    return memory.db
  } catch (error) {
    await memory.db.close()
    throw withAdvice(error)
  }
}

async function build(
  db: MemoryDatabase['db'],
  { roles, migrations }: Blueprint,
  onProgress: MigrateOptions['onProgress'],
): Promise<void> {
  await withRunner(db, { onProgress }, async (runner) => {
    await createRoles(db, roles)
    await runner.runAll(migrations.map(applying))
  })
}

async function createRoles(db: Queryable, roles: readonly string[]): Promise<void> {
  for (const role of roles) await db.execute(`create role ${quoteIdentifier(role)}`)
}

function migrationOf({ name, text }: AppliedScript): Migration {
  const version = name.slice(0, name.indexOf('_'))
  return { version, name, up: { path: `up.sql of ${name} in the history`, text }, checksum: semanticChecksum(text) }
}

// How PostgreSQL says that an extension is not there: `feature_not_supported`, before version 15 `undefined_file`.
const missing: ReadonlySet<string> = new Set(['0A000', '58P01'])

function withAdvice(error: unknown): unknown {
  if (!(error instanceof RowhouseError) || !(error.cause instanceof DatabaseError)) return error
  if (!missing.has(error.cause.code)) return error
  const advice = 'what the embedded PostgreSQL lacks, a server may have: name a migrated database with --url'
  return new RowhouseError(error.code, `${error.message}\n${advice}`, { cause: error.cause, facts: error.facts })
}
