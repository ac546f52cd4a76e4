import { type Codec, codec, mismatch } from './codec.ts'

/** `int2vector` and `oidvector`, which the system catalogs use: an array of numbers. */
export function vectorCodec(name: string): Codec {
  return codec({ name, decode: decodeVector, write: (value) => writeVector(name, value), takesArrays: true })
}

function decodeVector(text: string): number[] {
  return text === '' ? [] : text.split(' ').map(Number)
}

function writeVector(name: string, value: unknown): string {
  if (typeof value === 'string') return value
  if (!Array.isArray(value)) throw mismatch(name, value, 'pass an array of numbers')
  return value.join(' ')
}
