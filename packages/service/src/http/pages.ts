import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { BadRequest } from './problems.ts'

/** The parameters of a list that is read a page at a time: `after` is the `next` of the page before. */
export const pageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'Rows of a page; 50 if left out.' })),
  after: Type.Optional(Type.String({ maxLength: 500, description: 'The `next` of the page before.' })),
}

/** Rows of a page when the client does not say. */
export const defaultLimit = 50

/** A page of rows, and where the next one begins; `null` on the last. */
export interface Page<R> {
  readonly rows: R[]
  readonly next: string | null
}

/** Makes a page of rows that were read with a limit one higher than the page's, which tells whether there is another. */
export function page<R>(rows: readonly R[], limit: number, keyOf: (row: R) => unknown): Page<R> {
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { rows: rows.slice(0, limit), next: last === undefined ? null : encode(keyOf(last)) }
}

/** The key that a page ended with, checked against its schema; throws `BadRequest` when somebody made it up. */
export function readKey<T extends TSchema>(schema: T, after: string): Static<T> {
  const key = decode(after)
  if (Value.Check(schema, key)) return key
  throw new BadRequest('after is not the `next` of a page; leave it out to start at the first')
}

function encode(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

function decode(after: string): unknown {
  try {
    return JSON.parse(Buffer.from(after, 'base64url').toString())
  } catch {
    return undefined
  }
}
