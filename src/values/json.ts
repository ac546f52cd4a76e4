import { type Codec, codec, kindOf, mismatch } from './codec.ts'

/** What a `json` or `jsonb` value can be. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined }

/**
 * `json` and `jsonb`: what JSON.parse makes of it. Every value but null is written as JSON, a string too, so that what went
 * in comes out; null is SQL null (write `'null'::jsonb` in the SQL for the JSON one). What JSON would drop or change
 * without a word (a function, NaN, a Map, an invalid Date) is refused; undefined properties are left out.
 */
export function jsonCodec(name: string): Codec {
  return codec({
    name,
    decode: (text) => JSON.parse(text),
    write: (value) => writeJson(name, value),
    takesArrays: true,
  })
}

function writeJson(name: string, value: unknown): string {
  // A bigint of its own is a JSON number, as it is for a statement whose parameter types are not known.
  if (typeof value === 'bigint') return String(value)
  const text = stringify(name, value)
  const loss = findLoss(value)
  if (loss !== undefined || text === undefined) throw mismatch(name, value, `JSON cannot hold the ${loss} in it`)
  return text
}

function stringify(name: string, value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch (error) {
    throw mismatch(name, value, 'JSON cannot hold a bigint or a circular reference', error)
  }
}

/** The kind of the first part that JSON.stringify drops or changes. The value is known not to be circular. */
function findLoss(value: unknown): string | undefined {
  switch (typeof value) {
    case 'function':
    case 'symbol':
      return typeof value
    case 'number':
      return Number.isFinite(value) ? undefined : String(value)
    case 'object':
      return value === null ? undefined : findLossWithin(value)
    default:
      return undefined
  }
}

function findLossWithin(value: object): string | undefined {
  if (value instanceof Map || value instanceof Set) return kindOf(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid Date' : undefined
  if ('toJSON' in value) return undefined
  if (Array.isArray(value)) return findLossInArray(value)
  for (const part of Object.values(value)) {
    const loss = findLoss(part)
    if (loss !== undefined) return loss
  }
  return undefined
}

function findLossInArray(items: readonly unknown[]): string | undefined {
  for (const item of items) {
    const loss = item === undefined ? 'undefined element' : findLoss(item)
    if (loss !== undefined) return loss
  }
  return undefined
}
