import { RowhouseError } from '../errors/index.ts'

/** Reads the text that PostgreSQL sent for a value that is not null. */
export type Decode = (text: string) => unknown

/** Reads the bytes from `start` to `end` that PostgreSQL sent for a value that is not null. */
export type DecodeBytes = (bytes: Buffer, start: number, end: number) => unknown

/** Writes a value as the text that PostgreSQL reads; null stays null, which is SQL null. */
export type Encode = (value: unknown) => string | null

/** How the values of one PostgreSQL type are read and written. */
export interface Codec {
  /** The type's name, for messages. */
  readonly name: string
  readonly decode: Decode
  readonly encode: Encode
  /** Reads PostgreSQL's binary format, for the types where that is faster than its text; the values are the same. */
  readonly decodeBinary?: DecodeBytes | undefined
  /** Whether one value of the type is an array in JavaScript, so that an array of it must not be taken for a deeper one. */
  readonly takesArrays: boolean
}

interface CodecParts {
  readonly name: string
  readonly decode: Decode
  /** Writes a value that is neither null nor undefined. */
  readonly write: (value: unknown) => string
  readonly decodeBinary?: DecodeBytes
  /** Default: false. */
  readonly takesArrays?: boolean
}

/** A codec whose encoder answers null for null, refuses undefined and leaves the rest to `write`. */
export function codec({ name, decode, write, decodeBinary, takesArrays = false }: CodecParts): Codec {
  const encode: Encode = (value) => {
    if (value === null) return null
    if (value === undefined) throw mismatch(name, value, 'use null for SQL null')
    return write(value)
  }
  return { name, decode, encode, decodeBinary, takesArrays }
}

/** The error for a value that a type cannot hold: `INVALID_PARAMETER`, naming the value's kind and never the value itself. */
export function mismatch(type: string, value: unknown, advice: string, cause?: unknown): RowhouseError {
  const given = kindOf(value)
  return new RowhouseError('INVALID_PARAMETER', `cannot write ${given} as ${type}; ${advice}`, {
    facts: { type, given },
    cause,
  })
}

/** The error for text that the server cannot have written for this type: `INVALID_VALUE`. */
export function malformed(type: string, next: string): RowhouseError {
  return new RowhouseError('INVALID_VALUE', `the text of a ${type} could not be read; ${next}`, { facts: { type } })
}

/** What a value is in JavaScript: `string`, `array`, `Date`, `invalid Date`, `Map`, the name of its class … */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (typeof value !== 'object') return typeof value
  if (Array.isArray(value)) return 'array'
  if (value instanceof Date && Number.isNaN(value.getTime())) return 'invalid Date'
  // Asked of the prototype, because a property of the value named `constructor` is part of the value.
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name
  return typeof name === 'string' && name !== '' && name !== 'Object' ? name : 'object'
}

/** The text of a value that every scalar type takes as it is: a string unchanged, a number, a bigint or a boolean. */
export function scalarText(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value)
    default:
      return undefined
  }
}

/** What to do instead of passing this value for a scalar type. */
export function scalarAdvice(value: unknown): string {
  if (Array.isArray(value))
    return 'to compare with each element, write `= any($1)`; else cast the parameter to an array type'
  if (value instanceof Uint8Array) return 'pass text, or cast the parameter to bytea'
  if (value instanceof Date) return 'pass text, or cast the parameter to timestamptz'
  return typeof value === 'object' ? 'pass text, or cast the parameter to jsonb' : 'pass text'
}
