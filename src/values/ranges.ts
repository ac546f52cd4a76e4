import { type Codec, codec, type Decode, mismatch } from './codec.ts'
import { Cursor, quote } from './cursor.ts'

/** A range, with its bounds exactly as PostgreSQL writes them. An infinite bound is null; so are both of the empty range. */
export interface Range<T> {
  readonly lower: T | null
  readonly upper: T | null
  readonly bounds: '[)' | '[]' | '(]' | '()' | 'empty'
}

/** The range over a subtype. */
export function rangeCodec(name: string, subtype: Codec): Codec {
  return codec({
    name,
    decode: (text) => (text === 'empty' ? EMPTY : readRange(new Cursor(name, text), subtype.decode)),
    write: (value) => (typeof value === 'string' ? value : writeRange(name, subtype, value)),
  })
}

/** The multirange over a subtype: an array of ranges, none of them empty. */
export function multirangeCodec(name: string, subtype: Codec): Codec {
  return codec({
    name,
    decode: (text) => readRanges(new Cursor(name, text), subtype.decode),
    write: (value) => writeMultirange(name, subtype, value),
    takesArrays: true,
  })
}

const EMPTY: Range<unknown> = Object.freeze({ lower: null, upper: null, bounds: 'empty' })
const RANGE_SHAPE = "pass { lower, upper, bounds }, where bounds is '[)', '[]', '(]', '()' or 'empty'"
const BOUNDS: readonly unknown[] = ['[)', '[]', '(]', '()', 'empty'] satisfies Range<unknown>['bounds'][]

const BRACKET = 91
const CLOSING_BRACKET = 93
const PARENTHESIS = 40
const CLOSING_PARENTHESIS = 41
const BRACE = 123
const CLOSING_BRACE = 125
const COMMA = 44

function readRange(cursor: Cursor, decode: Decode): Range<unknown> {
  const opening = cursor.next()
  if (opening !== BRACKET && opening !== PARENTHESIS) throw cursor.malformed()
  const lower = cursor.field(COMMA, COMMA)
  cursor.expect(COMMA)
  const upper = cursor.field(CLOSING_BRACKET, CLOSING_PARENTHESIS)
  return {
    lower: lower === null ? null : decode(lower),
    upper: upper === null ? null : decode(upper),
    bounds: boundsOf(opening === BRACKET, cursor.next() === CLOSING_BRACKET),
  }
}

function boundsOf(lowerIncluded: boolean, upperIncluded: boolean): Range<unknown>['bounds'] {
  if (lowerIncluded) return upperIncluded ? '[]' : '[)'
  return upperIncluded ? '(]' : '()'
}

function readRanges(cursor: Cursor, decode: Decode): Range<unknown>[] {
  const ranges: Range<unknown>[] = []
  cursor.expect(BRACE)
  if (cursor.peek() === CLOSING_BRACE) return ranges
  for (let code = COMMA; code !== CLOSING_BRACE; code = cursor.next()) {
    if (code !== COMMA) throw cursor.malformed()
    ranges.push(readRange(cursor, decode))
  }
  return ranges
}

function writeMultirange(name: string, subtype: Codec, value: unknown): string {
  if (typeof value === 'string') return value
  if (!Array.isArray(value)) throw mismatch(name, value, 'pass an array of ranges')
  return `{${value.map((range) => writeRange(name, subtype, range)).join(',')}}`
}

function writeRange(name: string, subtype: Codec, value: unknown): string {
  if (!isRange(value)) throw mismatch(name, value, RANGE_SHAPE)
  if (value.bounds === 'empty') return 'empty'
  const [opening, closing] = value.bounds
  return `${opening}${writeBound(subtype, value.lower)},${writeBound(subtype, value.upper)}${closing}`
}

function isRange(value: unknown): value is Range<unknown> {
  return typeof value === 'object' && value !== null && 'bounds' in value && BOUNDS.includes(value.bounds)
}

function writeBound(subtype: Codec, bound: unknown): string {
  const text = subtype.encode(bound)
  return text === null ? '' : quote(text)
}
