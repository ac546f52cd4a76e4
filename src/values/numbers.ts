import { RowhouseError } from '../errors/index.ts'
import { type Codec, codec, type Decode, type DecodeBytes } from './codec.ts'
import { writeScalar } from './text.ts'

/** How the values of some types are given to the program. */
export interface ValueOptions {
  /**
   * What an `int8` becomes. `number` is exact: a value beyond ±(2^53 − 1) throws `VALUE_OUT_OF_RANGE` instead of being
   * rounded. Default: `number`.
   */
  readonly int8?: 'number' | 'bigint' | 'string'
}

/** `int2`, `int4` and `oid`: a number. */
export function integerCodec(name: 'int2' | 'int4' | 'oid'): Codec {
  const write = (value: unknown) => writeScalar(name, value)
  return codec({ name, decode: decodeInteger, decodeBinary: binaryIntegers[name], write })
}

const binaryIntegers: Record<'int2' | 'int4' | 'oid', DecodeBytes> = {
  int2: (bytes, start) => ((bytes[start]! << 24) >> 16) | bytes[start + 1]!,
  int4: readInt32,
  oid: (bytes, start) => readInt32(bytes, start) >>> 0,
}

function readInt32(bytes: Buffer, start: number): number {
  return (bytes[start]! << 24) | (bytes[start + 1]! << 16) | (bytes[start + 2]! << 8) | bytes[start + 3]!
}

/** `float4` and `float8`: a number; NaN, the infinities and −0 are kept. */
export function floatCodec(name: string): Codec {
  return codec({
    name,
    decode: (text) => +text,
    // The binary form of a float4 has more digits as a number than PostgreSQL writes: 0.1 would be 0.10000000149011612.
    ...(name === 'float8' && { decodeBinary: (bytes: Buffer, start: number) => bytes.readDoubleBE(start) }),
    write: (value) => (Object.is(value, -0) ? '-0' : writeScalar(name, value)),
  })
}

/** `int8`: a number, a bigint or a string, as the options say. */
export function int8Codec(as: NonNullable<ValueOptions['int8']>): Codec {
  return codec({
    name: 'int8',
    decode: int8Decoders[as],
    decodeBinary: binaryInt8[as],
    write: (value) => writeScalar('int8', value),
  })
}

const int8Decoders: Record<NonNullable<ValueOptions['int8']>, Decode> = {
  number: decodeSafeInteger,
  bigint: (text) => BigInt(text),
  string: (text) => text,
}

const binaryInt8: Record<NonNullable<ValueOptions['int8']>, DecodeBytes> = {
  number: (bytes, start) => safe(readInt32(bytes, start) * 2 ** 32 + (readInt32(bytes, start + 4) >>> 0)),
  bigint: (bytes, start) => bytes.readBigInt64BE(start),
  string: (bytes, start) => String(bytes.readBigInt64BE(start)),
}

const MINUS = 45
const ZERO = 48

/** Digits with or without a minus: adding them up is about a third faster than Number(text), which also expects fractions. */
function decodeInteger(text: string): number {
  const negative = text.charCodeAt(0) === MINUS
  let number = 0
  for (let at = negative ? 1 : 0; at < text.length; at++) number = number * 10 + (text.charCodeAt(at) - ZERO)
  return negative ? -number : number
}

function decodeSafeInteger(text: string): number {
  return safe(decodeInteger(text))
}

function safe(number: number): number {
  if (number > Number.MAX_SAFE_INTEGER || number < Number.MIN_SAFE_INTEGER) throw tooLarge()
  return number
}

function tooLarge(): RowhouseError {
  return new RowhouseError(
    'VALUE_OUT_OF_RANGE',
    "an int8 is beyond what a number holds exactly; cast it to text, or connect with { int8: 'bigint' }",
    { facts: { type: 'int8' } },
  )
}
