import { type Codec, codec, type Decode, mismatch } from './codec.ts'
import { Cursor, quote } from './cursor.ts'

/**
 * The array of an element type: nested arrays, one level for each dimension, with null for NULL. Lower bounds are dropped.
 * The delimiter is that of the element type (`pg_type.typdelim`): `;` for `box`, else `,`.
 */
export function arrayCodec(element: Codec, delimiter = ','): Codec {
  const name = `${element.name}[]`
  const writeArray = (items: readonly unknown[]): string => `{${items.map(writeItem).join(delimiter)}}`
  const writeItem = (item: unknown): string => {
    // Numbers and booleans never contain a character with a meaning.
    if (typeof item === 'number' || typeof item === 'boolean') return element.encode(item) ?? 'NULL'
    if (Array.isArray(item) && !element.takesArrays) return writeArray(item)
    const text = element.encode(item)
    return text === null ? 'NULL' : quote(text)
  }
  const write = (value: unknown): string => {
    if (typeof value === 'string') return value
    if (!Array.isArray(value)) throw mismatch(name, value, 'pass an array')
    return writeArray(value)
  }
  return codec({ name, decode: arrayDecoder(name, element.decode, delimiter), write, takesArrays: true })
}

const BRACKET = 91
const BRACE = 123
const CLOSING_BRACE = 125
const QUOTE = 34

function arrayDecoder(name: string, decode: Decode, delimiter: string): Decode {
  const separator = delimiter.charCodeAt(0)
  return (text) => {
    const open = text.charCodeAt(0) === BRACKET ? text.indexOf('=') + 1 : 0
    if (isPlain(text, open)) return readPlain(text.slice(open + 1, -1), decode, delimiter)
    const cursor = new Cursor(name, text, open)
    cursor.expect(BRACE)
    return readItems(cursor, decode, separator)
  }
}

/** Whether there is one dimension and nothing quoted, so that the elements stand between delimiters. */
function isPlain(text: string, open: number): boolean {
  return text.indexOf('"', open) === -1 && text.lastIndexOf('{') === open
}

function readPlain(list: string, decode: Decode, delimiter: string): unknown[] {
  const items: unknown[] = []
  if (list === '') return items
  let start = 0
  for (let end = list.indexOf(delimiter); end !== -1; end = list.indexOf(delimiter, start)) {
    items.push(readBare(list.slice(start, end), decode))
    start = end + 1
  }
  items.push(readBare(list.slice(start), decode))
  return items
}

function readBare(text: string, decode: Decode): unknown {
  return text === 'NULL' ? null : decode(text)
}

/** The items up to the closing brace; the cursor stands behind the opening one. */
function readItems(cursor: Cursor, decode: Decode, separator: number): unknown[] {
  const items: unknown[] = []
  for (let code = separator; code !== CLOSING_BRACE; code = cursor.next()) {
    if (code !== separator) throw cursor.malformed()
    items.push(readItem(cursor, decode, separator))
  }
  return items
}

function readItem(cursor: Cursor, decode: Decode, separator: number): unknown {
  switch (cursor.peek()) {
    case BRACE:
      cursor.next()
      return readItems(cursor, decode, separator)
    case QUOTE:
      return decode(cursor.quoted())
    default:
      return readBare(cursor.bare(separator, CLOSING_BRACE), decode)
  }
}
