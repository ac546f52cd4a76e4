import { STATUS_CODES } from 'node:http'
import { isUniqueViolation } from 'rowhouse'

/** A field of the request that was refused, and why. */
export interface FieldError {
  /** The part of the request: `body`, `querystring` or `params`. */
  readonly in: string
  /** The path in it, such as `exercises/0/planned_sets`; empty for the part as a whole. */
  readonly field: string
  readonly message: string
}

/** The body of an answer that is not a success, as RFC 9457 describes it. */
export interface ProblemDetails {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly errors?: readonly FieldError[]
}

/** A refusal that the client may read. Everything else that is thrown stays inside and becomes a plain 500. */
export class Problem extends Error {
  readonly status: number
  readonly errors: readonly FieldError[] | undefined

  constructor(status: number, detail: string, errors?: readonly FieldError[]) {
    super(detail)
    this.status = status
    this.errors = errors
  }

  /** The body of the answer. */
  get details(): ProblemDetails {
    return {
      type: 'about:blank',
      title: STATUS_CODES[this.status] ?? 'Error',
      status: this.status,
      detail: this.message,
      ...(this.errors !== undefined && { errors: this.errors }),
    }
  }
}

/** The request cannot be understood (400). */
export class BadRequest extends Problem {
  constructor(detail: string, errors?: readonly FieldError[]) {
    super(400, detail, errors)
  }
}

/** Nobody is logged in (401). */
export class Unauthorized extends Problem {
  constructor(detail: string) {
    super(401, detail)
  }
}

/** Who is logged in may not do this (403). */
export class Forbidden extends Problem {
  constructor(detail: string) {
    super(403, detail)
  }
}

/** What the path names does not exist, or belongs to somebody else (404). */
export class NotFound extends Problem {
  constructor(detail: string) {
    super(404, detail)
  }
}

/** The request does not fit the state that things are in (409). */
export class Conflict extends Problem {
  constructor(detail: string) {
    super(409, detail)
  }
}

/** The request is well-formed, but it refers to something that does not exist or asks for what is not allowed (422). */
export class Unprocessable extends Problem {
  constructor(detail: string) {
    super(422, detail)
  }
}

/** The client asks too often (429). */
export class TooManyRequests extends Problem {
  constructor(detail: string) {
    super(429, detail)
  }
}

/** For `.catch`: turns the violation of one unique constraint into a `Conflict` and lets every other error pass. */
export function conflictOn(constraint: string, detail: string): (error: unknown) => never {
  return (error) => {
    throw isUniqueViolation(error, constraint) ? new Conflict(detail) : error
  }
}
