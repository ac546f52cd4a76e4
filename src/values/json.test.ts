import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonCodec } from './json.ts'

const jsonb = jsonCodec('jsonb')
const circular: unknown[] = []
circular.push(circular)

test('what goes in comes out, a string as a string', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ noUnicodeString: false }).filter((value) => value !== null),
      (value) => {
        expect(jsonb.decode(String(jsonb.encode(value)))).toEqual(JSON.parse(JSON.stringify(value)))
      },
    ),
  )
})

test('a string is not taken for JSON', () => {
  expect([jsonb.encode('{"a":1}'), jsonb.encode(''), jsonb.encode('null')]).toEqual(['"{\\"a\\":1}"', '""', '"null"'])
})

test('null is SQL null, and the JSON null is read as null', () => {
  expect([jsonb.encode(null), jsonb.decode('null')]).toEqual([null, null])
})

test('undefined properties are left out, and toJSON decides for its object', () => {
  expect(jsonb.encode({ a: undefined, b: new Date(0), c: { toJSON: () => 1 } })).toBe(
    '{"b":"1970-01-01T00:00:00.000Z","c":1}',
  )
})

test.each([
  ['a nested bigint', { a: [1n] }, 'JSON cannot hold a bigint or a circular reference'],
  ['a circular reference', circular, 'JSON cannot hold a bigint or a circular reference'],
  ['a function', () => 1, 'JSON cannot hold the function in it'],
  ['a nested function', { a: { b: () => 1 } }, 'JSON cannot hold the function in it'],
  ['a symbol', [Symbol('s')], 'JSON cannot hold the symbol in it'],
  ['NaN', { price: Number.NaN }, 'JSON cannot hold the NaN in it'],
  ['an infinity', Number.POSITIVE_INFINITY, 'JSON cannot hold the Infinity in it'],
  ['a Map', { a: new Map() }, 'JSON cannot hold the Map in it'],
  ['an invalid Date', [new Date(Number.NaN)], 'JSON cannot hold the invalid Date in it'],
  ['an undefined element', [1, undefined], 'JSON cannot hold the undefined element in it'],
  ['undefined', undefined, 'use null for SQL null'],
])('%s is refused', (_, value, message) => {
  expect(() => jsonb.encode(value)).toThrow(
    expect.objectContaining({ code: 'INVALID_PARAMETER', message: expect.stringContaining(message) }),
  )
})
