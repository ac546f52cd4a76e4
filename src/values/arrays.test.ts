import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrayCodec } from './arrays.ts'
import type { Codec } from './codec.ts'
import { jsonCodec } from './json.ts'
import { integerCodec } from './numbers.ts'
import { textCodec } from './text.ts'

const texts = arrayCodec(textCodec('text'))
const integers = arrayCodec(integerCodec('int4'))
const boxes = arrayCodec(textCodec('box'), ';')

/** Text with the characters that mean something in an array, often enough to matter. */
const hostileText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom('"', '\\', '{', '}', ',', ';', ' ', '\n', 'N', '(', ')', '[', ']', '=', 'é', '😀'),
  }),
  fc.constantFrom('', 'NULL', 'null', ' ', '{}', '{NULL}', '[0:1]={a,b}'),
)
const nullable = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const roundTrip = (codec: Codec, value: unknown) => codec.decode(String(codec.encode(value)))

describe('reading', () => {
  test.each([
    ['{}', []],
    ['{1,-2,NULL}', [1, -2, null]],
    [
      '{{1,2},{3,NULL}}',
      [
        [1, 2],
        [3, null],
      ],
    ],
    ['{{{1}},{{2}}}', [[[1]], [[2]]]],
    ['[0:2]={1,2,3}', [1, 2, 3]],
    [
      '[-1:0][5:6]={{1,2},{3,4}}',
      [
        [1, 2],
        [3, 4],
      ],
    ],
  ])('%s', (text, expected) => {
    expect(integers.decode(text)).toEqual(expected)
  })

  test.each([
    ['{a,"b c","NULL",NULL,""}', ['a', 'b c', 'NULL', null, '']],
    ['{"{","}","\\"","\\\\",","}', ['{', '}', '"', '\\', ',']],
    ['[1:2]={"[0:1]={a}",=}', ['[0:1]={a}', '=']],
    [
      '{{"a\nb",c},{NULL,"{d}"}}',
      [
        ['a\nb', 'c'],
        [null, '{d}'],
      ],
    ],
  ])('%j', (text, expected) => {
    expect(texts.decode(text)).toEqual(expected)
  })

  test('boxes are separated by semicolons', () => {
    expect(boxes.decode('{(1,1),(0,0);(3,3),(2,2)}')).toEqual(['(1,1),(0,0)', '(3,3),(2,2)'])
  })

  test.each(['', '1,2', '{"a', '{"a\\', '{{1', '{"a"b}', '{"a"]', '{"a",'])('%j is refused as malformed', (text) => {
    expect(() => texts.decode(text)).toThrow(expect.objectContaining({ code: 'INVALID_VALUE' }))
  })
})

describe('writing', () => {
  test('hostile text survives in one dimension, with nulls', () => {
    fc.assert(
      fc.property(fc.array(nullable(hostileText)), (items) => {
        expect(roundTrip(texts, items)).toEqual(items)
      }),
    )
  })

  test('hostile text survives in two dimensions', () => {
    const rows = fc.array(fc.array(nullable(hostileText), { minLength: 2, maxLength: 2 }), { minLength: 1 })
    fc.assert(
      fc.property(rows, (items) => {
        expect(roundTrip(texts, items)).toEqual(items)
      }),
    )
  })

  test('integers are written plainly', () => {
    expect(
      integers.encode([
        [1, null],
        [-3, 4],
      ]),
    ).toBe('{{1,NULL},{-3,4}}')
  })

  test('within an array of json the inner arrays are json', () => {
    const jsons = arrayCodec(jsonCodec('jsonb'))
    const value = [[1, [2]], { a: ['"', '\\', '{}'] }, 'text', [], null, false]
    expect(jsons.encode([[1, 2]])).toBe('{"[1,2]"}')
    expect(roundTrip(jsons, value)).toEqual(value)
  })

  test('a string is passed on as a literal', () => {
    expect(integers.encode('[0:1]={1,2}')).toBe('[0:1]={1,2}')
  })

  test.each([
    [5, 'cannot write number as int4[]; pass an array'],
    [{ length: 0 }, 'cannot write object as int4[]; pass an array'],
    [[1, undefined], 'cannot write undefined as int4; use null for SQL null'],
    [[[{}]], 'cannot write object as int4; pass text, or cast the parameter to jsonb'],
  ])('%o is refused', (value, message) => {
    expect(() => integers.encode(value)).toThrow(expect.objectContaining({ code: 'INVALID_PARAMETER', message }))
  })
})
