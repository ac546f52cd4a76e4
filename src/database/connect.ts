import { projectFolder } from '../config/index.ts'
import {
  type Connection,
  EmbeddedDatabase,
  type Notification,
  openPostgres,
  type ServerSettings,
  StatementTypes,
} from '../connection/index.ts'
import { leakMessage, Pool, type PoolOptions } from '../pool/index.ts'
import { type Database, PooledDatabase } from './database.ts'
import { type Ears, Listener } from './listener.ts'
import { type ConnectOptions, checkOptions, poolOptions, type Warning } from './options.ts'
import { chooseTarget } from './target.ts'

/**
 * Opens a database and makes sure that it answers.
 *
 * `target` is `postgres://user:password@host:5432/database`, `pglite:./folder` or `pglite:memory`. Without it `DATABASE_URL`
 * decides, then `DB_HOST`, `DB_PORT`, `DB_USER`, `DB_PASSWORD`, `DB_NAME` and `DB_SSL`, and when none of them is set the
 * embedded database in `.rowhouse` beside `rowhouse.config.ts` (or in the current folder), except under
 * `NODE_ENV=production`.
 *
 * Throws a `RowhouseError` whose sentence names the setting to correct; it never holds the password.
 */
export async function connect(target?: string, options: ConnectOptions = {}): Promise<Database> {
  checkOptions(options)
  const {
    environment = process.env,
    folder = projectFolder(),
    fallback,
    connectTimeout = 10_000,
    applicationName = 'rowhouse',
  } = options
  const chosen = chooseTarget({ target, fallback, environment, folder, connectTimeout, applicationName })
  const limits = poolOptions(options, environment, chosen.kind === 'embedded')
  const types = new StatementTypes(options.int8 === undefined ? {} : { int8: options.int8 })
  if (chosen.kind === 'server') return connectToServer(chosen.settings, limits, types, options)
  if (environment.NODE_ENV === 'production') warn(options, embeddedInProduction)
  if (options.preparedStatements !== false) types.mostPrepared = mostPrepared
  return startEmbedded(
    await EmbeddedDatabase.start(chosen.where),
    limits,
    types,
    options,
    describeEmbedded(chosen.where),
  )
}

// Per session; each costs the server some ten kilobytes.
const mostPrepared = 256

async function connectToServer(
  settings: ServerSettings,
  limits: PoolOptions,
  types: StatementTypes,
  options: ConnectOptions,
): Promise<Database> {
  const open = () => openPostgres(settings, types)
  // Wrong settings must be told at once, while the pool would try again: so the first connection is opened here.
  let first: Connection | undefined = await open()
  const direct = await first.isDirect()
  types.mostPrepared = (options.preparedStatements ?? direct) ? mostPrepared : 0
  const { host, port, database } = settings
  const source = { host, port, database, embedded: false }
  const openNext = () => {
    const connection = first?.usable ? Promise.resolve(first) : open()
    first = undefined
    return connection
  }
  const pool = new Pool({ ...limits, source }, openNext, reportLeak(options))
  types.pipelining = options.pipelining ?? direct
  const listener = new Listener({ open })
  return verified({
    pool,
    mayShare: (text) => types.mayShare(text),
    listener,
    shutdown: async () => undefined,
    embedded: false,
    severalSessions: limits.max > 1,
    description: `PostgreSQL at ${settings.host}:${settings.port}/${settings.database}`,
  })
}

/** A database on an embedded one that has been started. */
export async function startEmbedded(
  embedded: EmbeddedDatabase,
  limits: PoolOptions,
  types: StatementTypes,
  options: ConnectOptions,
  description: string,
): Promise<Database> {
  let hear: (notification: Notification) => void = () => undefined
  const open = async () => {
    const connection = await embedded.open(types)
    connection.onNotification = (notification) => hear(notification)
    return connection
  }
  const pool = new Pool({ ...limits, source: { database: 'postgres', embedded: true } }, open, reportLeak(options))
  const ears: Ears = {
    run: (text) => pool.use('listen', ({ connection }) => connection.run(text, [])),
    hear: (handler) => {
      hear = handler
    },
  }
  const shutdown = () => embedded.close()
  return verified({
    pool,
    mayShare: () => false,
    listener: new Listener(ears),
    shutdown,
    embedded: true,
    severalSessions: false,
    description,
  })
}

async function verified(parts: ConstructorParameters<typeof PooledDatabase>[0]): Promise<Database> {
  const database = new PooledDatabase(parts)
  try {
    await database.ping()
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

function describeEmbedded(where: Parameters<typeof EmbeddedDatabase.start>[0]): string {
  return 'memory' in where ? 'embedded database in memory' : `embedded database in ${where.folder}`
}

function reportLeak(options: ConnectOptions): ConstructorParameters<typeof Pool>[2] {
  return (report) => warn(options, { code: 'CONNECTION_LEAK', message: leakMessage(report), facts: { ...report } })
}

const embeddedInProduction: Warning = {
  code: 'EMBEDDED_IN_PRODUCTION',
  message:
    'an embedded database is opened under NODE_ENV=production: it serves one process, and a power failure can damage it; set DATABASE_URL to a PostgreSQL server',
  facts: {},
}

function warn({ onWarning = emitWarning }: ConnectOptions, warning: Warning): void {
  onWarning(warning)
}

function emitWarning({ code, message }: Warning): void {
  process.emitWarning(message, { type: 'RowhouseWarning', code })
}
