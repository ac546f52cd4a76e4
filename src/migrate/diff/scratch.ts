import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readCatalog } from '../../catalog/index.ts'
import { type ConnectOptions, connect, type Database } from '../../database/index.ts'
import { DatabaseError, RowhouseError } from '../../errors/index.ts'
import { isWord, significantTokens, splitStatements } from '../../sql/index.ts'
import { readMigrations, type Script } from '../files.ts'
import { resetSession } from '../session.ts'
import { createNamedRoles } from './roles.ts'
import { runStatements } from './stage.ts'

/** Where scratch databases are made. */
export interface ScratchOptions {
  /** The URL of an empty database, on whose server they are made and dropped again. Default: embedded, in memory. */
  readonly shadowUrl?: string | undefined
}

// The differ reads the catalog as its own driver would give it to it.
const settings: ConnectOptions = { environment: {}, applicationName: 'rowhouse-diff', int8: 'string' }

/** Opens an empty scratch database, which is gone when it is closed. Throws `DIFF_REFUSED` if the shadow is not empty. */
export async function openScratch({ shadowUrl }: ScratchOptions): Promise<Database> {
  return shadowUrl === undefined ? connect('pglite:memory', settings) : openBeside(shadowUrl)
}

/** Opens a scratch database with what the migrations of a folder make. Throws `MIGRATION_FAILED` for one that does not run. */
export async function openMigrated(folder: string, options: ScratchOptions): Promise<Database> {
  const migrations = existsSync(folder) ? await readMigrations(folder) : []
  const db = await openScratch(options)
  try {
    await createNamedRoles(
      db,
      migrations.map(({ up }) => up.text),
    )
    for (const { up } of migrations) await replay(db, up)
    return db
  } catch (error) {
    await db.close()
    throw error
  }
}

// The database of the URL is only looked at: a mistaken URL must cost nobody anything.
async function openBeside(shadowUrl: string): Promise<Database> {
  const url = serverUrl(shadowUrl)
  const name = `rowhouse_scratch_${randomBytes(6).toString('hex')}`
  await onServer(shadowUrl, async (server) => {
    await refuseFull(server)
    await server.script(`create database ${name} template template0`)
  })
  url.pathname = `/${name}`
  const db = await connect(url.href, { ...settings, maxConnections: 1 })
  const close = db.close.bind(db)
  return Object.assign(db, {
    close: async (options?: { readonly timeout?: number }) => {
      await close(options)
      await onServer(shadowUrl, (server) => server.script(`drop database if exists ${name} with (force)`))
    },
  })
}

function serverUrl(text: string): URL {
  if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text)) return new URL(text)
  throw new RowhouseError(
    'INVALID_URL',
    'the shadow must be a server: --shadow-url postgres://user@host:5432/empty_database',
  )
}

async function onServer(url: string, work: (server: Database) => Promise<void>): Promise<void> {
  const server = await connect(url, { ...settings, maxConnections: 1 })
  try {
    await work(server)
  } finally {
    await server.close()
  }
}

async function refuseFull(server: Database): Promise<void> {
  const catalog = await readCatalog(server)
  if (catalog.size === 0) return
  throw new RowhouseError(
    'DIFF_REFUSED',
    `${server.description} is no shadow: it holds ${catalog.size} objects; name an empty database with --shadow-url`,
    { facts: { objects: [...catalog.keys()].slice(0, 10) } },
  )
}

async function replay(db: Database, script: Script): Promise<void> {
  try {
    await runStatements(db, scriptStatements(script.text), holdsConcurrently(script.text))
    await db.acquire(resetSession)
  } catch (error) {
    throw error instanceof RowhouseError && error.cause instanceof DatabaseError ? failed(script, error) : error
  }
}

function scriptStatements(text: string): string[] {
  return splitStatements(text).map((statement) => statement.text)
}

function holdsConcurrently(text: string): boolean {
  return [...significantTokens(text)].some((token) => isWord(token, 'concurrently'))
}

function failed({ path }: Script, error: RowhouseError): RowhouseError {
  const lacks = error.cause instanceof DatabaseError && missing.has(error.cause.code)
  const advice = lacks
    ? '\nwhat the embedded PostgreSQL lacks, a server may have: name an empty database on one with --shadow-url'
    : ''
  return new RowhouseError(
    'MIGRATION_FAILED',
    `${path} does not run on the scratch database: ${error.message}${advice}`,
    { cause: error.cause, facts: { file: path } },
  )
}

// How PostgreSQL says that an extension is not there: `feature_not_supported`, before version 15 `undefined_file`.
const missing: ReadonlySet<string> = new Set(['0A000', '58P01'])
