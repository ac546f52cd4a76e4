import { RowhouseError } from '../errors/index.ts'
import type { PoolOptions } from '../pool/index.ts'
import type { Environment } from './environment.ts'
import { readInteger } from './environment.ts'

/** A fact that somebody should see though nothing failed. */
export interface Warning {
  readonly code: 'CONNECTION_LEAK' | 'EMBEDDED_IN_PRODUCTION'
  readonly message: string
  readonly facts: Readonly<Record<string, unknown>>
}

/** Options of `connect`; times in milliseconds. */
export interface ConnectOptions {
  /** The most connections at a time. Default: `DB_MAX_CONNECTIONS`, else 10; always 1 on the embedded database. */
  readonly maxConnections?: number
  /** How long a caller waits for a free connection before `POOL_TIMEOUT`. Default: 10,000. */
  readonly acquireTimeout?: number
  /** How long an attempt to reach the server may take. Default: 10,000. */
  readonly connectTimeout?: number
  /** Idle connections are closed after this time; 0 keeps them. Default: 30,000. */
  readonly idleTimeout?: number
  /** Connections older than this are replaced; 0 keeps them. Default: 3,600,000. */
  readonly maxLifetime?: number
  /** A connection held longer than this is reported with the stack of the one who took it; 0 reports none. Default: 60,000. */
  readonly leakAfter?: number
  /** What `int8` (bigint, count(*)) becomes: a number, and an error beyond 2^53−1; a bigint; or a string. Default: `number`. */
  readonly int8?: 'number' | 'bigint' | 'string'
  /**
   * Send short reads behind one another on the same connection when all are busy, instead of having them wait. Default: true, and
   * false behind a pooler.
   */
  readonly pipelining?: boolean
  /**
   * Keep statements prepared in the sessions. Default: true, and false behind a pooler (which may share sessions out between
   * transactions): say true there if the pooler does not, or keeps track of prepared statements (PgBouncer from 1.21 on with
   * `max_prepared_statements`).
   */
  readonly preparedStatements?: boolean
  /** How the connections are called in `pg_stat_activity`. Default: `rowhouse`. */
  readonly applicationName?: string
  /** The target to take when neither the argument nor the environment names one, such as the configuration's `database`. */
  readonly fallback?: string | undefined
  /**
   * The folder that `.rowhouse` and relative `pglite:` folders belong to. Default: that of the nearest `rowhouse.config.ts`, else
   * the current one.
   */
  readonly folder?: string
  /** Is told of leaks, and of an embedded database in production. Default: `process.emitWarning`. */
  readonly onWarning?: (warning: Warning) => void
  /** Where to look for `DATABASE_URL` and the others. Default: `process.env`. */
  readonly environment?: Environment
}

const known: ReadonlySet<string> = new Set<keyof ConnectOptions>([
  'maxConnections',
  'acquireTimeout',
  'connectTimeout',
  'idleTimeout',
  'maxLifetime',
  'leakAfter',
  'int8',
  'pipelining',
  'preparedStatements',
  'applicationName',
  'fallback',
  'folder',
  'onWarning',
  'environment',
])

/** Refuses options that do not exist and numbers that make no sense, naming them. */
export function checkOptions(options: ConnectOptions): void {
  for (const name of Object.keys(options))
    if (!known.has(name)) throw invalid(name, `is not an option of connect(); the options are ${[...known].join(', ')}`)
  checkNumber('maxConnections', options.maxConnections, 1)
  checkNumber('acquireTimeout', options.acquireTimeout, 1)
  checkNumber('connectTimeout', options.connectTimeout, 1)
  checkNumber('idleTimeout', options.idleTimeout, 0)
  checkNumber('maxLifetime', options.maxLifetime, 0)
  checkNumber('leakAfter', options.leakAfter, 0)
  if (options.int8 !== undefined && !['number', 'bigint', 'string'].includes(options.int8))
    throw invalid('int8', "must be 'number', 'bigint' or 'string'")
}

/** The limits of the pool. The embedded database has one session, which is never closed for being idle or old. */
export function poolOptions(options: ConnectOptions, environment: Environment, embedded: boolean): PoolOptions {
  const { acquireTimeout = 10_000, idleTimeout = 30_000, maxLifetime = 3_600_000, leakAfter = 60_000 } = options
  if (embedded) return { max: 1, acquireTimeout, idleTimeout: 0, maxLifetime: 0, leakAfter }
  const max = options.maxConnections ?? readInteger(environment, 'DB_MAX_CONNECTIONS', { least: 1, most: 10_000 }) ?? 10
  return { max, acquireTimeout, idleTimeout, maxLifetime, leakAfter }
}

function checkNumber(name: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least)) return
  throw invalid(name, `must be a whole number from ${least}`)
}

function invalid(option: string, what: string): RowhouseError {
  return new RowhouseError('INVALID_OPTION', `${option} ${what}`, { facts: { option } })
}
