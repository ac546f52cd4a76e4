import { type Codec, codec, type Decode, mismatch, scalarAdvice, scalarText } from './codec.ts'

/** Leaves a text as it is. */
export const keepText: Decode = (text) => text

/** A type whose values are strings, exactly as PostgreSQL writes them. Numbers, bigints and booleans are written too. */
export function textCodec(name: string): Codec {
  return codec({ name, decode: keepText, write: (value) => writeScalar(name, value) })
}

/** The text of a scalar for the type of that name; `INVALID_PARAMETER` for everything else. */
export function writeScalar(name: string, value: unknown): string {
  const text = scalarText(value)
  if (text === undefined) throw mismatch(name, value, scalarAdvice(value))
  return text
}
