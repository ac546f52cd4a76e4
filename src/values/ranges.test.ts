import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { integerCodec } from './numbers.ts'
import { multirangeCodec, rangeCodec } from './ranges.ts'
import { textCodec } from './text.ts'

const int4range = rangeCodec('int4range', integerCodec('int4'))
const textrange = rangeCodec('textrange', textCodec('text'))
const textmultirange = multirangeCodec('textmultirange', textCodec('text'))

const hostileText = fc.string({ unit: fc.constantFrom('"', '\\', ',', ' ', '(', ')', '[', ']', '{', '}', 'é', '\n') })
const bound = fc.option(fc.oneof(hostileText, fc.constantFrom('', 'empty', 'NULL')), { nil: null })
const someRange = fc.record(
  { lower: bound, upper: bound, bounds: fc.constantFrom('[)', '[]', '(]', '()') },
  { noNullPrototype: true },
)

test.each([
  ['[1,5)', { lower: 1, upper: 5, bounds: '[)' }],
  ['[1,5]', { lower: 1, upper: 5, bounds: '[]' }],
  ['(-1,5]', { lower: -1, upper: 5, bounds: '(]' }],
  ['(,5)', { lower: null, upper: 5, bounds: '()' }],
  ['[1,)', { lower: 1, upper: null, bounds: '[)' }],
  ['(,)', { lower: null, upper: null, bounds: '()' }],
  ['empty', { lower: null, upper: null, bounds: 'empty' }],
])('the range %s is read', (text, expected) => {
  expect(int4range.decode(text)).toEqual(expected)
})

describe('ranges and multiranges', () => {
  test('hostile bounds survive', () => {
    fc.assert(
      fc.property(someRange, (range) => {
        expect(textrange.decode(String(textrange.encode(range)))).toEqual(range)
      }),
    )
  })

  test('hostile bounds survive in a multirange', () => {
    fc.assert(
      fc.property(fc.array(someRange), (ranges) => {
        expect(textmultirange.decode(String(textmultirange.encode(ranges)))).toEqual(ranges)
      }),
    )
  })

  test('an empty range is written as empty, whatever its bounds say', () => {
    expect(int4range.encode({ lower: null, upper: null, bounds: 'empty' })).toBe('empty')
  })

  test('a string is passed on as a literal', () => {
    expect([int4range.encode('[1,2]'), textmultirange.encode('{[a,b)}')]).toEqual(['[1,2]', '{[a,b)}'])
  })

  test.each([[[1, 2]], [{ lower: 1, upper: 2 }], [{ lower: 1, upper: 2, bounds: '<>' }], [5]])(
    '%o is no range',
    (value) => {
      expect(() => int4range.encode(value)).toThrow(
        expect.objectContaining({
          code: 'INVALID_PARAMETER',
          message: expect.stringContaining('pass { lower, upper, bounds }'),
        }),
      )
    },
  )

  test('an undefined bound is refused', () => {
    expect(() => int4range.encode({ lower: undefined, upper: 1, bounds: '[)' })).toThrow('use null')
  })

  test.each(['', '[1', '[1,2', '<1,2>', '["1,2)'])('%j is refused as malformed', (text) => {
    expect(() => int4range.decode(text)).toThrow(expect.objectContaining({ code: 'INVALID_VALUE' }))
  })
})
