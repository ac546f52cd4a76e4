import { EmbeddedDatabase, StatementTypes } from '../connection/index.ts'
import { startEmbedded } from './connect.ts'
import type { Database } from './database.ts'
import { poolOptions } from './options.ts'

/** An embedded database in memory that can be kept. */
export interface MemoryDatabase {
  readonly db: Database
  /** The whole of the database, for `openMemory`. Nothing else may use it meanwhile. */
  dump(): Promise<Uint8Array>
}

/**
 * Opens an embedded database in memory, whatever the environment names: a new one, or one as it was when it was dumped. A dump
 * goes with the version of PGlite that made it (`embeddedVersion`).
 */
export async function openMemory(dump?: Uint8Array): Promise<MemoryDatabase> {
  const embedded = await EmbeddedDatabase.start({ memory: true, ...(dump !== undefined && { dump }) })
  const limits = poolOptions({}, {}, true)
  const db = await startEmbedded(embedded, limits, new StatementTypes({}), {}, 'embedded database in memory')
  return { db, dump: () => embedded.dump() }
}
