import { type Codec, codec, mismatch } from './codec.ts'

/**
 * `bytea`: a Uint8Array, read from either setting of `bytea_output`. A Buffer or an ArrayBuffer is written too; a string is
 * taken as PostgreSQL's own notation (`\xDEADBEEF`).
 */
export const bytea: Codec = codec({
  name: 'bytea',
  decode: decodeBytes,
  // A copy of its own: what arrived holds other values too, and would be kept as long as this one.
  decodeBinary: (bytes, start, end) => new Uint8Array(bytes.subarray(start, end)),
  write: writeBytes,
})

const BACKSLASH = 92

function decodeBytes(text: string): Uint8Array {
  return text.startsWith('\\x') ? new Uint8Array(Buffer.from(text.slice(2), 'hex')) : decodeEscapes(text)
}

/** The escape format: `\\` is a backslash, `\377` a byte in octal digits, everything else stands for itself. */
function decodeEscapes(text: string): Uint8Array {
  const bytes: number[] = []
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) !== BACKSLASH) bytes.push(text.charCodeAt(at))
    else if (text.charCodeAt(++at) === BACKSLASH) bytes.push(BACKSLASH)
    else {
      bytes.push(Number.parseInt(text.slice(at, at + 3), 8))
      at += 2
    }
  }
  return Uint8Array.from(bytes)
}

function writeBytes(value: unknown): string {
  if (typeof value === 'string') return value
  const bytes = bufferOf(value)
  if (bytes === undefined) throw mismatch('bytea', value, 'pass a Uint8Array')
  return `\\x${bytes.toString('hex')}`
}

function bufferOf(value: unknown): Buffer | undefined {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  return value instanceof ArrayBuffer ? Buffer.from(value) : undefined
}
