import {
  DatabaseError,
  type FailedStatement,
  messageOf,
  RowhouseError,
  type ServerErrorFields,
} from '../errors/index.ts'
import type { ServerSettings } from './settings.ts'

/**
 * An error of the driver, as an error of ours: what the server said becomes a `DatabaseError`, what happened to the socket
 * becomes `CONNECTION_LOST`. Errors that are ours already stay as they are.
 */
export function translateFailure(error: unknown, statement?: FailedStatement): unknown {
  if (error instanceof RowhouseError || error instanceof DatabaseError) return error
  if (isServerError(error)) return new DatabaseError(fieldsOf(error), statement)
  return new RowhouseError(
    'CONNECTION_LOST',
    `the connection to the server was lost (${reasonOf(error)}); the statement may or may not have run`,
    { cause: error },
  )
}

/** Why a connection could not be opened, in a sentence that names the setting to look at; never the password. */
export function translateConnectFailure(error: unknown, settings: ServerSettings): RowhouseError {
  const { names } = settings
  const where = address(settings)
  const facts = { host: settings.host, port: settings.port, database: settings.database, user: settings.user }
  const fail = (code: RowhouseError['code'], sentence: string) =>
    new RowhouseError(code, sentence, { facts, cause: causeOf(error) })

  switch (codeOf(error)) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return fail('HOST_NOT_FOUND', `there is no host ${quote(settings.host)}; correct ${names.host}`)
    case 'ENOENT':
      return fail(
        'CONNECTION_REFUSED',
        `there is no PostgreSQL socket ${where}; start the server or correct ${names.host} and ${names.port}`,
      )
    case 'ECONNREFUSED':
      return fail(
        'CONNECTION_REFUSED',
        `nothing listens on ${where}; start the server or correct ${names.host} and ${names.port}`,
      )
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return fail(
        'CONNECTION_TIMEOUT',
        `${where} cannot be reached; correct ${names.host} or look at the network and its firewall`,
      )
    case '28P01':
      return fail(
        'AUTHENTICATION_FAILED',
        `the server at ${where} refused the password of user ${quote(settings.user)}; correct ${names.password} (or ${names.user})`,
      )
    case '28000':
      return fail('AUTHENTICATION_FAILED', refusal(error, settings))
    case '3D000':
      return fail(
        'DATABASE_NOT_FOUND',
        `the server at ${where} has no database ${quote(settings.database)}; create it (createdb ${settings.database}) or correct ${names.database}`,
      )
    case '42501':
      return fail(
        'AUTHENTICATION_FAILED',
        `user ${quote(settings.user)} may not connect to database ${quote(settings.database)}; grant connect on it, or correct ${names.user}`,
      )
    case '53300':
      return fail(
        'TOO_MANY_CONNECTIONS',
        `the server at ${where} has no connection left (${reasonOf(error)}); lower DB_MAX_CONNECTIONS of its clients or raise max_connections`,
      )
    case '57P03':
      return fail(
        'SERVER_NOT_READY',
        `the server at ${where} is starting up or shutting down (${reasonOf(error)}); try again in a moment`,
      )
  }
  return otherFailure(error, settings, fail)
}

function otherFailure(
  error: unknown,
  settings: ServerSettings,
  fail: (code: RowhouseError['code'], sentence: string) => RowhouseError,
): RowhouseError {
  const { names } = settings
  const where = address(settings)
  const message = reasonOf(error)
  if (message.includes('timeout expired')) {
    return fail(
      'CONNECTION_TIMEOUT',
      `${where} did not answer as a PostgreSQL server within ${settings.connectTimeout} ms; correct ${names.host} and ${names.port}, or raise connectTimeout`,
    )
  }
  if (message.includes('does not support SSL')) {
    return fail(
      'TLS_FAILED',
      `the server at ${where} does not offer TLS; turn TLS on there, or say sslmode=disable in ${names.ssl}`,
    )
  }
  if (message.includes('client password must be a')) {
    return fail(
      'AUTHENTICATION_FAILED',
      `the server at ${where} asks for a password and none is set; set ${names.password}`,
    )
  }
  if (isTlsFailure(error, message)) {
    return fail(
      'TLS_FAILED',
      `the TLS connection to ${where} failed (${message}); correct ${names.ssl}: sslmode=require encrypts without checking the certificate, sslrootcert names a file of certificates to trust`,
    )
  }
  if (message.includes('Connection terminated unexpectedly') || codeOf(error) === 'ECONNRESET') {
    return fail(
      'CONNECTION_FAILED',
      `${where} closed the connection while it was being opened; is it a PostgreSQL server? look at ${names.host}, ${names.port} and ${names.ssl}`,
    )
  }
  return fail('CONNECTION_FAILED', `the connection to ${where} could not be opened: ${message}`)
}

function refusal(error: unknown, settings: ServerSettings): string {
  const message = reasonOf(error)
  const { names } = settings
  if (message.includes('does not exist')) {
    return `the server at ${address(settings)} has no user ${quote(settings.user)}; create it (createuser) or correct ${names.user}`
  }
  if (message.includes('no encryption') && settings.ssl === 'disable') {
    return `the server at ${address(settings)} wants TLS (${message}); say sslmode=require in ${names.ssl}`
  }
  return `the server at ${address(settings)} does not let user ${quote(settings.user)} in (${message}); correct ${names.user} or the server's pg_hba.conf`
}

function address({ host, port }: ServerSettings): string {
  if (host.startsWith('/')) return `${host}/.s.PGSQL.${port}`
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

const tlsCodes: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'EPROTO',
])

function isTlsFailure(error: unknown, message: string): boolean {
  const code = codeOf(error) ?? ''
  return tlsCodes.has(code) || code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL') || /\bSSL\b/.test(message)
}

// While the session is opened the driver tells what the server said by an error, afterwards the wire does so by its fields alone.
function isServerError(error: unknown): error is ServerErrorFields & { position?: string | undefined } {
  return (
    typeof error === 'object' &&
    error !== null &&
    'severity' in error &&
    'code' in error &&
    typeof error.code === 'string'
  )
}

function fieldsOf(
  error: Omit<ServerErrorFields, 'position'> & { position?: string | number | undefined },
): ServerErrorFields {
  const { message, code, severity, detail, hint, where, schema, table, column, dataType, constraint } = error
  const position = error.position === undefined ? undefined : Number(error.position)
  return { message, code, severity, detail, hint, position, where, schema, table, column, dataType, constraint }
}

// A server's own error would show its fields when printed as a cause; its message is in ours already.
function causeOf(error: unknown): unknown {
  return isServerError(error) ? undefined : error
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

// An attempt at several addresses fails with all their errors and no message of its own.
function reasonOf(error: unknown): string {
  return error instanceof AggregateError && error.message === '' ? reasonOf(error.errors[0]) : messageOf(error)
}

function quote(name: string | undefined): string {
  return name === undefined ? '(none)' : `"${name}"`
}
