import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clockCodec, timestamptz } from './time.ts'

const iso = (text: string) => {
  const date = timestamptz.decode(text)
  return date instanceof Date ? date.toISOString() : undefined
}

describe('timestamptz', () => {
  test.each([
    ['2024-02-29 13:37:00+00', '2024-02-29T13:37:00.000Z'],
    ['2024-02-29 13:37:00.5+00', '2024-02-29T13:37:00.500Z'],
    ['2024-02-29 13:37:00.05+00', '2024-02-29T13:37:00.050Z'],
    ['2024-02-29 13:37:00.123456+00', '2024-02-29T13:37:00.123Z'],
    ['2024-02-29 13:37:00.999999+00', '2024-02-29T13:37:00.999Z'],
    ['1969-12-31 23:59:59.999999+00', '1969-12-31T23:59:59.999Z'],
    ['2024-02-29 13:37:00+05:30', '2024-02-29T08:07:00.000Z'],
    ['2024-02-29 13:37:00-08', '2024-02-29T21:37:00.000Z'],
    ['2024-12-31 23:30:00-03:30', '2025-01-01T03:00:00.000Z'],
    ['1880-01-01 00:19:32.25+00:19:32', '1880-01-01T00:00:00.250Z'],
    ['1880-01-01 00:00:00-00:25:21', '1880-01-01T00:25:21.000Z'],
    ['0099-03-01 00:00:00+00', '0099-03-01T00:00:00.000Z'],
    ['0100-03-01 00:00:00+00', '0100-03-01T00:00:00.000Z'],
    ['0001-01-01 00:00:00+00', '0001-01-01T00:00:00.000Z'],
    ['0001-12-31 23:00:00-02 BC', '0001-01-01T01:00:00.000Z'],
    ['0044-03-15 12:00:00+00 BC', '-000043-03-15T12:00:00.000Z'],
    ['4713-01-01 00:00:00+00 BC', '-004712-01-01T00:00:00.000Z'],
    ['10000-01-01 00:00:00+00', '+010000-01-01T00:00:00.000Z'],
    ['275760-09-13 14:00:00+14', '+275760-09-13T00:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(iso(text)).toBe(expected)
  })

  test.each(['infinity', '-infinity', '275760-09-13 00:00:00.001+00', '294276-12-31 23:59:59.999999+00'])(
    '%s is beyond a Date',
    (text) => {
      expect(() => timestamptz.decode(text)).toThrow(
        expect.objectContaining({ code: 'VALUE_OUT_OF_RANGE', message: expect.stringContaining('cast it to text') }),
      )
    },
  )

  test.each([
    '02/29/2024 13:37:00 UTC',
    'Thu Feb 29 13:37:00 2024 UTC',
    '29.02.2024 13:37:00 -03',
    '2024-02-29 13:37:00',
    '',
  ])('%j, which is not in the ISO style, is refused', (text) => {
    expect(() => timestamptz.decode(text)).toThrow(expect.objectContaining({ code: 'INVALID_VALUE' }))
  })

  test('a Date is written so that PostgreSQL can read its year', () => {
    const texts = [
      '2024-02-29T13:37:00.123Z',
      '0000-01-01T00:00:00Z',
      '-000043-03-15T00:00:00Z',
      '+012024-01-01T00:00:00Z',
    ]
    expect(texts.map((text) => timestamptz.encode(new Date(text)))).toEqual([
      '2024-02-29T13:37:00.123Z',
      '0001-01-01T00:00:00.000Z BC',
      '0044-03-15T00:00:00.000Z BC',
      '12024-01-01T00:00:00.000Z',
    ])
  })

  test('every Date comes back from the text that PostgreSQL makes of it', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (date) => {
        const text = String(timestamptz.encode(date)).replace('T', ' ').replace('Z', '+00')
        expect(timestamptz.decode(text)).toEqual(date)
      }),
    )
  })

  test.each([
    [new Date(Number.NaN), 'invalid Date'],
    [1_700_000_000_000, 'number'],
    [{}, 'object'],
    [undefined, 'undefined'],
  ])('%s is refused', (value, given) => {
    expect(() => timestamptz.encode(value)).toThrow(
      expect.objectContaining({ code: 'INVALID_PARAMETER', facts: { type: 'timestamptz', given } }),
    )
  })
})

describe('types without a time zone', () => {
  const date = clockCodec('date', 'YYYY-MM-DD')

  test('are strings, unchanged', () => {
    expect([date.decode('0044-03-15 BC'), date.encode('infinity')]).toEqual(['0044-03-15 BC', 'infinity'])
  })

  test('refuse a Date and say what to pass', () => {
    expect(() => date.encode(new Date(0))).toThrow(
      "cannot write Date as date; pass text such as 'YYYY-MM-DD', because a Date would invent a time zone",
    )
  })
})
