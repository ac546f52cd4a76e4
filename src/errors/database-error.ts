import type { SafeError } from './errors.ts'

/** The fields of PostgreSQL's ErrorResponse message, by the names that the `pg` driver gives them. */
export interface ServerErrorFields {
  readonly message: string
  readonly code: string
  readonly severity?: string | undefined
  readonly detail?: string | undefined
  readonly hint?: string | undefined
  /** 1-based, in characters of the statement's text. */
  readonly position?: number | undefined
  readonly where?: string | undefined
  readonly schema?: string | undefined
  readonly table?: string | undefined
  readonly column?: string | undefined
  readonly dataType?: string | undefined
  readonly constraint?: string | undefined
}

/** The statement that failed. */
export interface FailedStatement {
  readonly text: string
  readonly params: readonly unknown[]
}

/**
 * An error that the PostgreSQL server raised, with its own fields. What may hold values or SQL (`detail`, `where`, `query`,
 * `params`) is not enumerable: a program can read it, but it appears in no log, no `JSON.stringify` and no `console.log`.
 */
export class DatabaseError extends Error {
  override readonly name: string = 'DatabaseError'
  /** The SQLSTATE, for example `23505`. */
  readonly code: string
  readonly severity: string
  declare readonly hint: string | undefined
  /** Where in the statement's text the error is: 1-based, in characters. */
  declare readonly position: number | undefined
  declare readonly schema: string | undefined
  declare readonly table: string | undefined
  declare readonly column: string | undefined
  declare readonly dataType: string | undefined
  declare readonly constraint: string | undefined
  /** More about the error; often holds the values that were refused. Not enumerable. */
  declare readonly detail: string | undefined
  /** The server's context: the stack of functions, the line of a COPY. Not enumerable. */
  declare readonly where: string | undefined
  /** The text of the statement that failed. Not enumerable. */
  declare readonly query: string | undefined
  /** The parameters of the statement that failed. Not enumerable. */
  declare readonly params: readonly unknown[] | undefined

  constructor(fields: ServerErrorFields, statement?: FailedStatement) {
    super(fields.message)
    this.code = fields.code
    this.severity = fields.severity ?? 'ERROR'
    const { hint, position, schema, table, column, dataType, constraint } = fields
    show(this, { hint, position, schema, table, column, dataType, constraint })
    hide(this, {
      detail: fields.detail,
      where: fields.where,
      query: statement?.text,
      params: statement?.params,
    })
  }

  /** The same error, told of the statement that the caller wrote, which the library had put behind `prefix`. */
  behind(prefix: string, statement: FailedStatement): DatabaseError {
    const position = this.position === undefined ? undefined : this.position - prefix.length
    const error = new DatabaseError(
      { ...this, message: this.message, detail: this.detail, where: this.where, position },
      statement,
    )
    if (this.stack !== undefined) error.stack = this.stack
    return error
  }

  /** The SQLSTATE with a sentence and a status that are safe to show to a client: no SQL, no names, no values. */
  toJSON(): SafeError {
    return { name: this.name, code: this.code, ...answerTo(this.code) }
  }
}

// Fields that the server did not send stay away altogether, so that a printed error shows only facts.
function show(target: object, fields: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) Object.assign(target, { [name]: value })
}

function hide(target: object, fields: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(fields)) {
    Object.defineProperty(target, name, { value, enumerable: false, configurable: true })
  }
}

const answersByCode: Readonly<Record<string, { status: number; title: string }>> = {
  '23505': { status: 409, title: 'this already exists' },
  '23503': { status: 409, title: 'this refers to something that does not exist, or something still refers to it' },
  '23P01': { status: 409, title: 'this conflicts with something that exists' },
  '23502': { status: 422, title: 'a required value is missing' },
  '23514': { status: 422, title: 'a value is not allowed' },
  '40001': { status: 503, title: 'the database is busy; try again' },
  '40P01': { status: 503, title: 'the database is busy; try again' },
  '55P03': { status: 503, title: 'the database is busy; try again' },
  '57014': { status: 503, title: 'the database took too long; try again' },
  '42501': { status: 403, title: 'not allowed' },
}

const answersByClass: Readonly<Record<string, { status: number; title: string }>> = {
  '22': { status: 400, title: 'a value is malformed or out of range' },
  '08': { status: 503, title: 'the database is not available at the moment; try again' },
  '53': { status: 503, title: 'the database is not available at the moment; try again' },
  '57': { status: 503, title: 'the database is not available at the moment; try again' },
}

function answerTo(code: string): { status: number; title: string } {
  return answersByCode[code] ?? answersByClass[code.slice(0, 2)] ?? { status: 500, title: 'internal error' }
}
