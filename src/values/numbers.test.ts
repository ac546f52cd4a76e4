import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bool } from './booleans.ts'
import { floatCodec, int8Codec, integerCodec } from './numbers.ts'
import { textCodec } from './text.ts'

describe('integers', () => {
  const int4 = integerCodec('int4')

  test('come back as they went in', () => {
    fc.assert(
      fc.property(fc.integer(), (number) => {
        expect(int4.decode(String(int4.encode(number)))).toBe(number)
      }),
    )
  })

  test('are read with their sign', () => {
    expect(['0', '-1', '-2147483648', '2147483647'].map(int4.decode)).toEqual([0, -1, -2147483648, 2147483647])
  })

  test('an int8 is a number up to 2^53 − 1', () => {
    const { decode } = int8Codec('number')
    expect([decode('9007199254740991'), decode('-9007199254740991')]).toEqual([2 ** 53 - 1, 1 - 2 ** 53])
  })

  test.each([
    '9007199254740992',
    '9007199254740993',
    '-9007199254740992',
    '9223372036854775807',
    '-9223372036854775808',
  ])('an int8 of %s is refused instead of rounded', (text) => {
    expect(() => int8Codec('number').decode(text)).toThrow(
      expect.objectContaining({ code: 'VALUE_OUT_OF_RANGE', message: expect.stringContaining("{ int8: 'bigint' }") }),
    )
  })

  test('an int8 is a bigint or a string on request', () => {
    expect(int8Codec('bigint').decode('-9223372036854775808')).toBe(-9223372036854775808n)
    expect(int8Codec('string').decode('9223372036854775807')).toBe('9223372036854775807')
  })

  test('an int8 is written from a number, a bigint or a string', () => {
    expect([5, 9223372036854775807n, '7'].map(int8Codec('number').encode)).toEqual(['5', '9223372036854775807', '7'])
  })
})

describe('floats', () => {
  const float8 = floatCodec('float8')

  test('every double comes back, −0, NaN and the infinities included', () => {
    fc.assert(
      fc.property(fc.double(), (number) => {
        expect(float8.decode(String(float8.encode(number)))).toBe(number)
      }),
    )
  })
})

describe('other scalars', () => {
  test('a bool is a boolean', () => {
    expect([bool.decode('t'), bool.decode('f'), bool.encode(true), bool.encode(false)]).toEqual([
      true,
      false,
      'true',
      'false',
    ])
  })

  test('text takes strings unchanged, and numbers, bigints and booleans by their text', () => {
    expect(['  NULL ', 1.5, 10n, true].map(textCodec('text').encode)).toEqual(['  NULL ', '1.5', '10', 'true'])
  })

  test.each([
    [{ a: 1 }, 'cannot write object as text; pass text, or cast the parameter to jsonb'],
    [
      [1],
      'cannot write array as text; to compare with each element, write `= any($1)`; else cast the parameter to an array type',
    ],
    [new Date(), 'cannot write Date as text; pass text, or cast the parameter to timestamptz'],
    [new Uint8Array(), 'cannot write Uint8Array as text; pass text, or cast the parameter to bytea'],
    [() => 1, 'cannot write function as text; pass text'],
    [undefined, 'cannot write undefined as text; use null for SQL null'],
  ])('text refuses %o', (value, message) => {
    expect(() => textCodec('text').encode(value)).toThrow(
      expect.objectContaining({ code: 'INVALID_PARAMETER', message }),
    )
  })
})
