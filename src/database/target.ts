import { isAbsolute, resolve } from 'node:path'
import type { EmbeddedTarget, ServerSettings, SslMode } from '../connection/index.ts'
import { RowhouseError } from '../errors/index.ts'
import { type Environment, readBoolean, readInteger } from './environment.ts'

/** Which database to open, after the argument, the environment and the defaults have been looked at. */
export type Target =
  | { readonly kind: 'server'; readonly settings: ServerSettings }
  | { readonly kind: 'embedded'; readonly where: EmbeddedTarget; readonly isDefault: boolean }

/** What `chooseTarget` decides from. */
export interface TargetInput {
  /** The argument of `connect`. */
  readonly target: string | undefined
  /** The target where neither the argument nor the environment names one. */
  readonly fallback?: string | undefined
  readonly environment: Environment
  /** The folder that relative paths and the default `.rowhouse` belong to. */
  readonly folder: string
  readonly connectTimeout: number
  readonly applicationName: string
}

/**
 * The target, then `DATABASE_URL`, then `DB_HOST` and its like, then the fallback, then the embedded database in `.rowhouse`
 * (never in production).
 */
export function chooseTarget(input: TargetInput): Target {
  const { target, fallback, environment, folder } = input
  if (target !== undefined) return fromUrl(target, 'the target', input)
  if (environment.DATABASE_URL) return fromUrl(environment.DATABASE_URL, 'DATABASE_URL', input)
  if (serverVariables.some((name) => environment[name])) return { kind: 'server', settings: fromVariables(input) }
  const production = environment.NODE_ENV === 'production'
  if (production && !fallback?.startsWith('postgres')) throw noTarget()
  if (fallback !== undefined) return fromUrl(fallback, 'database in the configuration', input)
  return { kind: 'embedded', where: { folder: resolve(folder, '.rowhouse', 'database') }, isDefault: true }
}

const serverVariables = ['DB_HOST', 'DB_PORT', 'DB_USER', 'DB_PASSWORD', 'DB_NAME'] as const

function fromUrl(text: string, source: string, input: TargetInput): Target {
  if (text.startsWith('pglite:'))
    return { kind: 'embedded', where: embedded(text, source, input.folder), isDefault: false }
  if (/^postgres(ql)?:/.test(text)) return { kind: 'server', settings: fromServerUrl(text, source, input) }
  throw new RowhouseError(
    'INVALID_URL',
    `${source} is not a database URL that Rowhouse knows; write postgres://user:password@host:5432/database, pglite:./folder or pglite:memory`,
    { facts: { source } },
  )
}

function embedded(text: string, source: string, folder: string): EmbeddedTarget {
  const path = text.slice('pglite:'.length).replace(/^\/\//, '')
  if (path === 'memory') return { memory: true }
  if (path === '') throw invalidUrl(source, 'names no folder; write pglite:./folder or pglite:memory')
  return { folder: isAbsolute(path) ? path : resolve(folder, path) }
}

const knownParameters: ReadonlySet<string> = new Set([
  'sslmode',
  'sslrootcert',
  'host',
  'port',
  'user',
  'password',
  'dbname',
  'application_name',
  'connect_timeout',
  'channel_binding',
  'options',
])

function fromServerUrl(text: string, source: string, input: TargetInput): ServerSettings {
  const url = parse(text, source)
  const parameters = url.searchParams
  for (const name of parameters.keys()) if (!knownParameters.has(name)) throw unknownParameter(source, name)
  const part = (value: string, what: string) => decode(value, source, what)
  const seconds = parameters.get('connect_timeout')
  return {
    host: parameters.get('host') ?? (part(url.hostname.replace(/^\[|\]$/g, ''), 'host') || 'localhost'),
    port: portOf(parameters.get('port') ?? url.port, source),
    user: parameters.get('user') ?? (part(url.username, 'user') || undefined),
    password: parameters.get('password') ?? (part(url.password, 'password') || undefined),
    database: databaseOf(parameters.get('dbname') ?? part(url.pathname.slice(1), 'database'), url, source),
    ssl: sslMode(parameters.get('sslmode') ?? 'disable', source),
    sslRootCert: parameters.get('sslrootcert') ?? undefined,
    channelBinding: ['require', 'prefer'].includes(parameters.get('channel_binding') ?? ''),
    options: parameters.get('options') ?? undefined,
    applicationName: parameters.get('application_name') ?? input.applicationName,
    connectTimeout: seconds === null ? input.connectTimeout : timeoutOf(seconds, source),
    names: namesIn(source),
  }
}

function parse(text: string, source: string): URL {
  try {
    // libpq allows an empty host behind the user, where a URL does not.
    return new URL(text.replace(/^(\w+:\/\/[^/?#]*@)(?=[/?]|$)/, '$1localhost'))
  } catch {
    const multi = /@?[^/@]+,[^/]+/.test(text.replace(/^[^:]+:\/\//, ''))
    throw invalidUrl(
      source,
      multi
        ? 'names several hosts; name one'
        : 'is malformed; write postgres://user:password@host:5432/database, and special characters of the password as %40 for @, %2F for /, %23 for #, %3A for :',
    )
  }
}

function decode(value: string, source: string, what: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    throw invalidUrl(source, `has a % in its ${what} that is not followed by two hexadecimal digits; write %25 for it`)
  }
}

function portOf(text: string, source: string): number {
  const port = text === '' ? 5432 : Number(text)
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port
  throw invalidUrl(source, 'has a port that is not a whole number from 1 to 65535')
}

function timeoutOf(text: string, source: string): number {
  const seconds = Number(text)
  if (Number.isInteger(seconds) && seconds >= 1) return seconds * 1000
  throw invalidUrl(source, 'has a connect_timeout that is not a whole number of seconds')
}

function databaseOf(name: string, url: URL, source: string): string {
  const database = name || decodeURIComponent(url.username)
  if (database !== '') return database
  throw invalidUrl(source, 'names no database; write it behind the port: postgres://host:5432/database')
}

const sslModes: readonly SslMode[] = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full']

function sslMode(text: string, source: string): SslMode {
  const mode = text === 'allow' ? 'prefer' : sslModes.find((known) => known === text)
  if (mode !== undefined) return mode
  throw invalidUrl(source, `has the sslmode "${text}"; use one of ${sslModes.join(', ')}`)
}

function namesIn(source: string): ServerSettings['names'] {
  const inSource = (what: string) => `the ${what} in ${source}`
  return {
    host: inSource('host'),
    port: inSource('port'),
    user: inSource('user'),
    password: inSource('password'),
    database: inSource('database'),
    ssl: source,
  }
}

function fromVariables({ environment, connectTimeout, applicationName }: TargetInput): ServerSettings {
  const user = environment.DB_USER || undefined
  const database = environment.DB_NAME || user
  if (database === undefined) {
    throw new RowhouseError('INVALID_ENVIRONMENT', 'DB_NAME is not set; set it to the name of the database', {
      facts: { variable: 'DB_NAME' },
    })
  }
  return {
    host: environment.DB_HOST || 'localhost',
    port: readInteger(environment, 'DB_PORT', { least: 1, most: 65535 }) ?? 5432,
    user,
    password: environment.DB_PASSWORD || undefined,
    database,
    ssl: sslOf(environment),
    channelBinding: false,
    applicationName,
    connectTimeout,
    names: {
      host: 'DB_HOST',
      port: 'DB_PORT',
      user: 'DB_USER',
      password: 'DB_PASSWORD',
      database: 'DB_NAME',
      ssl: 'DB_SSL',
    },
  }
}

function sslOf(environment: Environment): SslMode {
  const mode = sslModes.find((known) => known === environment.DB_SSL)
  if (mode !== undefined) return mode
  return readBoolean(environment, 'DB_SSL', `true, false, ${sslModes.join(', ')}`) ? 'verify-full' : 'disable'
}

function invalidUrl(source: string, what: string): RowhouseError {
  return new RowhouseError('INVALID_URL', `${source} ${what}`, { facts: { source } })
}

function unknownParameter(source: string, name: string): RowhouseError {
  return invalidUrl(
    source,
    `has a parameter "${name}" that Rowhouse does not know; it knows ${[...knownParameters].join(', ')}`,
  )
}

function noTarget(): RowhouseError {
  return new RowhouseError(
    'NO_TARGET',
    'NODE_ENV is production and no server is named; set DATABASE_URL, or DB_HOST, DB_PORT, DB_USER, DB_PASSWORD and DB_NAME',
  )
}
