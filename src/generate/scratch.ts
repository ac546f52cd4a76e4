import type { Project } from '../config/index.ts'
import { connect, type Database } from '../database/index.ts'
import { DatabaseError, RowhouseError } from '../errors/index.ts'
import { type MigrateOptions, migrateUp } from '../migrate/index.ts'

/**
 * Opens an embedded database in memory with the schema that the migrations of a project make. Throws what migrations
 * throw.
 */
export async function openScratch(
  { migrations }: Pick<Project, 'migrations'>,
  onProgress?: MigrateOptions['onProgress'],
): Promise<Database> {
  const db = await connect('pglite:memory', { environment: {}, applicationName: 'rowhouse-generate' })
  try {
    await migrateUp(db, { folder: migrations, onProgress })
    return db
  } catch (error) {
    await db.close()
    throw withAdvice(error)
  }
}

// How PostgreSQL says that an extension is not there: `feature_not_supported`, before version 15 `undefined_file`.
const missing: ReadonlySet<string> = new Set(['0A000', '58P01'])

function withAdvice(error: unknown): unknown {
  if (!(error instanceof RowhouseError) || !(error.cause instanceof DatabaseError)) return error
  if (!missing.has(error.cause.code)) return error
  const advice = 'what the embedded PostgreSQL lacks, a server may have: name a migrated database with --url'
  return new RowhouseError(error.code, `${error.message}\n${advice}`, { cause: error.cause, facts: error.facts })
}
