import { EmbeddedDatabase, StatementTypes } from '../connection/index.ts'
import { startEmbedded } from './connect.ts'
import type { Database } from './database.ts'
import { type ConnectOptions, checkOptions, poolOptions } from './options.ts'

/** An embedded database in memory that can be kept. */
export interface MemoryDatabase {
  readonly db: Database
  /** The whole of the database, for `openMemory`. Nothing else may use it meanwhile. */
  dump(): Promise<Uint8Array>
}

/**
 * Opens an embedded database in memory, whatever the environment names: a new one, or one as it was when it was dumped. A dump
 * goes with the version of PGlite that made it (`embeddedVersion`), packed by gzip or unpacked, which loads faster.
 */
export async function openMemory(dump?: Uint8Array, options: ConnectOptions = {}): Promise<MemoryDatabase> {
  checkOptions(options)
  const embedded = await EmbeddedDatabase.start({ memory: true, ...(dump !== undefined && { dump }) })
  const limits = poolOptions(options, {}, true)
  const types = new StatementTypes(options.int8 === undefined ? {} : { int8: options.int8 })
  const db = await startEmbedded(embedded, limits, types, options, 'embedded database in memory')
  return { db, dump: () => embedded.dump() }
}
