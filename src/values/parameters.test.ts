import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeParams, encodeUntyped } from './parameters.ts'
import { TypeRegistry } from './registry.ts'

const TEXT = 25
const INT4 = 23
const FLOAT8 = 701
const NUMERIC = 1700
const JSONB = 3802
const DATE = 1082
const DATES = 1182

const registry = new TypeRegistry()

describe('without a type', () => {
  test('null, booleans, bigints and plain numbers are written', () => {
    expect([null, true, false, 10n, 1.5, -7, 1e21].map(encodeUntyped)).toEqual([
      null,
      'true',
      'false',
      '10',
      '1.5',
      '-7',
      '1e+21',
    ])
  })

  test.each([
    ['text'],
    [new Date()],
    [[1]],
    [{}],
    [new Uint8Array()],
    [undefined],
    [-0],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
  ])('the type decides about %s', (value) => {
    expect(encodeUntyped(value)).toBeUndefined()
  })

  test('what is written is what the type of the parameter would write', () => {
    const value = fc.oneof(fc.constant(null), fc.boolean(), fc.bigInt(), fc.double(), fc.integer())
    fc.assert(
      fc.property(value, fc.constantFrom(TEXT, INT4, FLOAT8, NUMERIC, JSONB), (value, oid) => {
        const untyped = encodeUntyped(value)
        if (untyped !== undefined) expect(encodeParams(registry, [oid], [value])).toEqual([untyped])
      }),
    )
  })
})

describe('with types', () => {
  test('each parameter is written for its own type', () => {
    expect(encodeParams(registry, [TEXT, JSONB, FLOAT8, INT4], ['a', 'a', -0, null])).toEqual(['a', '"a"', '-0', null])
  })

  test('the error names the parameter, its type and what was given', () => {
    expect(() => encodeParams(registry, [INT4, DATES], [1, [new Date(0)]])).toThrow(
      expect.objectContaining({
        code: 'INVALID_PARAMETER',
        message: expect.stringContaining('$2 is date[]: cannot write Date as date; pass text such as'),
        facts: { parameter: 2, type: 'date[]', given: 'array' },
      }),
    )
  })

  test('the error never shows the value', () => {
    const secret = { password: 'hunter2', constructor: { name: 'hunter2' } }
    expect(() => encodeParams(registry, [DATE], [secret])).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
    )
  })

  test('undefined is refused, with the parameter that should be null', () => {
    expect(() => encodeParams(registry, [INT4, TEXT], [1, undefined])).toThrow(
      '$2 is text: cannot write undefined as text; use null for SQL null',
    )
  })

  test('too few and too many values are refused', () => {
    const message = 'the statement takes 1 parameter and was given 2'
    expect(() => encodeParams(registry, [TEXT], ['a', 'b'])).toThrow(message)
    expect(() => encodeParams(registry, [TEXT], [])).toThrow(expect.objectContaining({ code: 'INVALID_PARAMETER' }))
  })
})

test('half of a surrogate pair is refused, because it would arrive as another character', () => {
  const registry = new TypeRegistry()
  expect(() => encodeParams(registry, [25], ['\ud800'])).toThrow(/\$1 is text: .*surrogate/)
  expect(() => encodeParams(registry, [1009], [['fine', 'x\udc00']])).toThrow(/surrogate/)
  expect(encodeParams(registry, [25], ['\u{1f4aa}'])).toEqual(['\u{1f4aa}'])
})
