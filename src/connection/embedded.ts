import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { cacheFolder } from '../cache/index.ts'
import { RowhouseError } from '../errors/index.ts'
import type { Connection } from './connection.ts'
import { loadExtensions } from './embedded-extensions.ts'
import { lockFolder } from './embedded-lock.ts'
import { EmbeddedStream } from './embedded-stream.ts'
import { open } from './postgres.ts'
import type { StatementTypes } from './statement-types.ts'

/** Where an embedded database lives: in memory, new or as it was when it was dumped, or in a folder. */
export type EmbeddedTarget = { readonly memory: true; readonly dump?: Uint8Array } | { readonly folder: string }

/** An embedded PostgreSQL (PGlite) inside this process. It has one session; `open` gives a connection to it. */
export class EmbeddedDatabase {
  readonly #database: PGlite
  readonly #unlock: () => void

  private constructor(database: PGlite, unlock: () => void) {
    this.#database = database
    this.#unlock = unlock
  }

  /** Starts the database; a new one is initialised first. Throws `EMBEDDED_LOCKED`, `EMBEDDED_BROKEN` or `MISSING_PACKAGE`. */
  static async start(target: EmbeddedTarget): Promise<EmbeddedDatabase> {
    const { PGlite } = await loadPGlite()
    if ('memory' in target) return new EmbeddedDatabase(await inMemory(PGlite, target.dump), () => undefined)
    const folder = resolve(target.folder)
    const unlock = await lockFolder(folder)
    try {
      return new EmbeddedDatabase(await openFolder(PGlite, folder), unlock)
    } catch (error) {
      unlock()
      throw error
    }
  }

  /** A connection to the only session; the one before must be closed or destroyed. What that left behind is rolled back. */
  async open(types: StatementTypes): Promise<Connection> {
    if (this.#database.isInTransaction()) await this.#database.exec('rollback')
    const stream = () => new EmbeddedStream(this.#database)
    const config = { stream, user: 'postgres', database: 'postgres', password: '', ssl: false }
    const connection = await open(config as Parameters<typeof open>[0], types, discardOwn)
    await connection.reset()
    return connection
  }

  /** The whole of the database, from which another can be started; nothing may be running. */
  async dump(): Promise<Uint8Array> {
    await this.#database.exec('checkpoint')
    return bytesOf(await this.#database.dumpDataDir('gzip'))
  }

  /** Stops the database and gives the folder back. */
  async close(): Promise<void> {
    try {
      await this.#database.close()
    } finally {
      this.#unlock()
    }
  }
}

// Everybody shares the only session: its cursors and channels belong to others and stay, unlike with `discard all`.
const discardOwn = `
  set session authorization default;
  reset all;
  deallocate all;
  select pg_advisory_unlock_all();
  discard temp;
  discard sequences`

type PGliteClass = typeof PGlite

async function loadPGlite(): Promise<{ PGlite: PGliteClass }> {
  try {
    return await import('@electric-sql/pglite')
  } catch (cause) {
    throw missing(cause)
  }
}

function missing(cause: unknown): RowhouseError {
  return new RowhouseError(
    'MISSING_PACKAGE',
    'the embedded database needs the package @electric-sql/pglite; run npm install @electric-sql/pglite, or set DATABASE_URL to a PostgreSQL server',
    { cause, facts: { package: '@electric-sql/pglite' } },
  )
}

// PGlite asks for 128 MB of shared buffers by default; an embedded database is small, and 16 MB keep a process under 200 MB.
function startParams(PGlite: PGliteClass): string[] {
  return [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB']
}

async function openFolder(PGlite: PGliteClass, folder: string): Promise<PGlite> {
  if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(PGlite, folder)
  try {
    return await PGlite.create({
      dataDir: folder,
      startParams: startParams(PGlite),
      extensions: await loadExtensions(),
    })
  } catch (cause) {
    throw new RowhouseError(
      'EMBEDDED_BROKEN',
      `the embedded database in ${folder} does not open; restore the folder from a copy, or delete it to begin with an empty database`,
      { cause, facts: { folder } },
    )
  }
}

// A new database is made aside and moved into place when it is complete, so that a process killed on the way leaves nothing
// that looks like a database.
async function initialise(PGlite: PGliteClass, folder: string): Promise<void> {
  refuseForeignFolder(folder)
  const aside = `${folder}.new`
  rmSync(aside, { recursive: true, force: true })
  mkdirSync(dirname(folder), { recursive: true })
  const template = await templateOf(PGlite)
  const database = await PGlite.create({ dataDir: aside, loadDataDir: template, startParams: startParams(PGlite) })
  await database.close()
  if (existsSync(folder)) rmdirSync(folder)
  renameSync(aside, folder)
}

function refuseForeignFolder(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return
  throw new RowhouseError(
    'EMBEDDED_BROKEN',
    `${folder} is not empty and holds no database; name an empty or a new folder, for example pglite:${folder}/database`,
    { facts: { folder } },
  )
}

/** Tells this PGlite from others, whose dumps and answers may differ. Throws `MISSING_PACKAGE` when none is installed. */
export function embeddedVersion(): string {
  const packageFile = readFileSync(new URL('../package.json', entryOfPGlite()))
  return createHash('sha256').update(packageFile).digest('hex').slice(0, 16)
}

function entryOfPGlite(): string {
  try {
    return import.meta.resolve('@electric-sql/pglite')
  } catch (cause) {
    throw missing(cause)
  }
}

async function inMemory(PGlite: PGliteClass, dump: Uint8Array | undefined): Promise<PGlite> {
  const data = dump === undefined ? templateOf(PGlite) : blobOf(dump)
  const [loadDataDir, extensions] = await Promise.all([data, loadExtensions()])
  return PGlite.create({ loadDataDir, startParams: startParams(PGlite), extensions })
}

// PGlite is told by the type whether to unpack first; gzip begins with these two bytes.
function blobOf(dump: Uint8Array): Blob {
  const packed = dump[0] === 0x1f && dump[1] === 0x8b
  return new Blob([new Uint8Array(dump)], { type: packed ? 'application/x-gzip' : 'application/x-tar' })
}

// Running initdb takes seconds, loading an initialised data folder a tenth of that: the first one made is kept for the next.
async function templateOf(PGlite: PGliteClass): Promise<Blob> {
  const file = templateFile()
  const cached = readTemplate(file)
  if (cached !== undefined) return cached
  const database = await PGlite.create({ startParams: startParams(PGlite) })
  const template = await database.dumpDataDir('none')
  await database.close()
  await keepTemplate(file, template)
  return template
}

function templateFile(): string {
  return join(cacheFolder(), `pglite-${embeddedVersion()}.tar`)
}

function readTemplate(file: string): Blob | undefined {
  try {
    return new Blob([readFileSync(file)])
  } catch {
    return undefined
  }
}

async function keepTemplate(file: string, template: Blob): Promise<void> {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const aside = `${file}.${process.pid}`
    writeFileSync(aside, await bytesOf(template), { mode: 0o600 })
    renameSync(aside, file)
  } catch {
    // A cache that cannot be written (a read-only home) only costs the next start its time.
  }
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer())
}
