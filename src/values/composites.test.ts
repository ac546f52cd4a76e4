import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrayCodec } from './arrays.ts'
import { compositeCodec } from './composites.ts'
import { integerCodec } from './numbers.ts'
import { rangeCodec } from './ranges.ts'
import { textCodec } from './text.ts'

const text = textCodec('text')
const int4 = integerCodec('int4')
const tag = compositeCodec('tag', [
  { name: 'id', codec: int4 },
  { name: 'label', codec: text },
])
const item = compositeCodec('item', [
  { name: 'name', codec: text },
  { name: 'tag', codec: tag },
  { name: 'tags', codec: arrayCodec(tag) },
  { name: 'words', codec: arrayCodec(text) },
  { name: 'span', codec: rangeCodec('textrange', text) },
])

const hostileText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', ',', ' ', '\n', '(', ')', '[', ']', 'é') }),
  fc.constantFrom('', 'NULL', ' ', '()', 'empty'),
)
const nullable = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const someTag = nullable(
  fc.record({ id: nullable(fc.integer()), label: nullable(hostileText) }, { noNullPrototype: true }),
)
const someItem = fc.record(
  {
    name: nullable(hostileText),
    tag: someTag,
    tags: nullable(fc.array(someTag)),
    words: nullable(fc.array(nullable(hostileText))),
    span: nullable(
      fc.record(
        {
          lower: nullable(hostileText),
          upper: nullable(hostileText),
          bounds: fc.constantFrom('[)', '[]', '(]', '()'),
        },
        { noNullPrototype: true },
      ),
    ),
  },
  { noNullPrototype: true },
)

describe('reading', () => {
  test.each([
    ['(1,a)', { id: 1, label: 'a' }],
    ['(,)', { id: null, label: null }],
    ['(,"")', { id: null, label: '' }],
    ['(-5,"b ""c"" \\\\ (d), e")', { id: -5, label: 'b "c" \\ (d), e' }],
    ['(1,[a])', { id: 1, label: '[a]' }],
  ])('%j', (literal, expected) => {
    expect(tag.decode(literal)).toEqual(expected)
  })

  test('attributes keep their order, whatever came first', () => {
    expect(Object.keys(Object(tag.decode('(,a)')))).toEqual(['id', 'label'])
  })

  test('one attribute, and none', () => {
    expect(compositeCodec('one', [{ name: 'a', codec: text }]).decode('()')).toEqual({ a: null })
    expect(compositeCodec('none', []).decode('()')).toEqual({})
  })

  test('an attribute named __proto__ is an attribute', () => {
    const value = compositeCodec('odd', [{ name: '__proto__', codec: text }]).decode('(x)')
    expect(Object.entries(Object(value))).toEqual([['__proto__', 'x']])
  })

  test.each(['(1)', '(1,a,b)', '(1,"a', '1,a', ''])('%j does not have two attributes and is refused', (literal) => {
    expect(() => tag.decode(literal)).toThrow(expect.objectContaining({ code: 'INVALID_VALUE' }))
  })
})

describe('writing', () => {
  test('hostile text survives in composites, arrays and ranges inside each other', () => {
    fc.assert(
      fc.property(someItem, (value) => {
        expect(item.decode(String(item.encode(value)))).toEqual(value)
      }),
    )
  })

  test('a missing attribute is null, also one that every object inherits', () => {
    expect(tag.encode({ label: 'a' })).toBe('(,"a")')
    expect(compositeCodec('odd', [{ name: 'toString', codec: text }]).encode({})).toBe('()')
  })

  test.each([
    [{ id: 1, colour: 'red' }, 'cannot write object as tag; it has no attribute "colour", only id, label'],
    [{ id: undefined }, 'attribute id: cannot write undefined as int4; use null for SQL null'],
    [[1, 'a'], 'cannot write array as tag; pass an object with its attributes'],
    [new Date(0), 'cannot write Date as tag; pass an object with its attributes'],
    [7, 'cannot write number as tag; pass an object with its attributes'],
  ])('%o is refused', (value, message) => {
    expect(() => tag.encode(value)).toThrow(expect.objectContaining({ code: 'INVALID_PARAMETER', message }))
  })
})
