import type { ErrorCode } from './codes.ts'

/**
 * What an error looks like to the outside: no SQL, no values, no secrets. Safe to send to an API client or a log. The members
 * are named as in RFC 9457 (problem details).
 */
export interface SafeError {
  readonly name: string
  /** A Rowhouse code such as `NO_ROWS`, or the SQLSTATE of a server error. */
  readonly code: string
  /** The HTTP status that an API would usually answer with. */
  readonly status: number
  /** A sentence for the client. */
  readonly title: string
}

/** Options of `RowhouseError`. */
export interface RowhouseErrorOptions {
  /** The error that led to this one. */
  readonly cause?: unknown
  /** Facts that a program may want to read; they become enumerable fields of the error. */
  readonly facts?: Readonly<Record<string, unknown>>
}

/**
 * An error that Rowhouse itself raises. `code` is from a closed union, the facts are fields (`error.facts`), and the message
 * says what to do next.
 */
export class RowhouseError extends Error {
  override readonly name: string = 'RowhouseError'
  readonly code: ErrorCode
  readonly facts: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, message: string, options: RowhouseErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.facts = options.facts ?? {}
  }

  /** The code and a status for an API; the message stays inside, since it may name hosts, files and tables. */
  toJSON(): SafeError {
    return { name: this.name, code: this.code, ...answerTo(this.code) }
  }
}

function answerTo(code: ErrorCode): { status: number; title: string } {
  switch (code) {
    case 'NO_ROWS':
      return { status: 404, title: 'not found' }
    case 'POOL_TIMEOUT':
    case 'STATEMENT_TIMEOUT':
    case 'CONNECTION_LOST':
    case 'CONNECTION_REFUSED':
    case 'CONNECTION_TIMEOUT':
    case 'SERVER_NOT_READY':
    case 'TOO_MANY_CONNECTIONS':
      return { status: 503, title: 'the database is not available at the moment; try again' }
    default:
      return { status: 500, title: 'internal error' }
  }
}
