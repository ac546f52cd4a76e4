import { RowhouseError } from '../errors/index.ts'
import { type Codec, codec, type Decode, mismatch } from './codec.ts'
import { Cursor, quote } from './cursor.ts'

/** One attribute (column) of a composite type. */
export interface Attribute {
  readonly name: string
  readonly codec: Codec
}

/**
 * A composite type: an object with the attributes in their order. When written, a missing attribute is null and an unknown
 * one is refused.
 */
export function compositeCodec(name: string, attributes: readonly Attribute[]): Codec {
  return codec({
    name,
    decode: compositeDecoder(name, attributes),
    write: (value) => writeComposite(name, attributes, value),
  })
}

const OPEN = 40
const CLOSE = 41
const COMMA = 44

function compositeDecoder(name: string, attributes: readonly Attribute[]): Decode {
  // Copying an object that has every attribute keeps their order, and keeps an attribute named __proto__ an attribute.
  const empty: Record<string, unknown> = Object.fromEntries(attributes.map((attribute) => [attribute.name, null]))
  return (text) => {
    const cursor = new Cursor(name, text)
    const value = { ...empty }
    let separator = OPEN
    for (const attribute of attributes) {
      cursor.expect(separator)
      const field = cursor.field(COMMA, CLOSE)
      if (field !== null) value[attribute.name] = attribute.codec.decode(field)
      separator = COMMA
    }
    if (attributes.length === 0) cursor.expect(OPEN)
    cursor.expect(CLOSE)
    return value
  }
}

function writeComposite(name: string, attributes: readonly Attribute[], value: unknown): string {
  if (typeof value === 'string') return value
  if (!isRecord(value)) throw mismatch(name, value, 'pass an object with its attributes')
  refuseUnknown(name, attributes, value)
  return `(${attributes.map((attribute) => writeField(attribute, value)).join(',')})`
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

function refuseUnknown(name: string, attributes: readonly Attribute[], value: Record<string, unknown>): void {
  const known = attributes.map((attribute) => attribute.name)
  const unknown = Object.keys(value).find((key) => !known.includes(key))
  if (unknown === undefined) return
  throw mismatch(name, value, `it has no attribute "${unknown}", only ${known.join(', ')}`)
}

function writeField({ name, codec: { encode } }: Attribute, value: Record<string, unknown>): string {
  if (!Object.hasOwn(value, name)) return ''
  try {
    const text = encode(value[name])
    return text === null ? '' : quote(text)
  } catch (error) {
    if (!(error instanceof RowhouseError)) throw error
    throw new RowhouseError(error.code, `attribute ${name}: ${error.message}`, {
      facts: error.facts,
      cause: error.cause,
    })
  }
}
