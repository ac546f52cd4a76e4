import { describe, expect, test } from 'vitest'
import { quoteIdentifier, quoteLiteral } from './quote.ts'

describe('quoteIdentifier', () => {
  test('quotes inside are doubled', () => {
    expect(quoteIdentifier('a"; drop table t; --')).toBe('"a""; drop table t; --"')
  })
  test('a NUL character is refused', () => {
    expect(() => quoteIdentifier('a\0b')).toThrow(/NUL/)
  })
})

describe('quoteLiteral', () => {
  test('quotes are doubled, and a backslash makes it an escape string', () => {
    expect(quoteLiteral("it's")).toBe("'it''s'")
    expect(quoteLiteral("\\'")).toBe("E'\\\\'''")
  })
  test('a NUL character is refused', () => {
    expect(() => quoteLiteral('\0')).toThrow(expect.objectContaining({ code: 'INVALID_PARAMETER' }))
  })
})
