import { type Codec, codec, mismatch, scalarAdvice, scalarText } from './codec.ts'

/** A type whose values are strings, exactly as PostgreSQL writes them. Numbers, bigints and booleans are written too. */
export function textCodec(name: string): Codec {
  return codec({ name, decode: (text) => text, write: (value) => writeScalar(name, value) })
}

/** The text of a scalar for the type of that name; `INVALID_PARAMETER` for everything else. */
export function writeScalar(name: string, value: unknown): string {
  const text = scalarText(value)
  if (text === undefined) throw mismatch(name, value, scalarAdvice(value))
  return text
}
