import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { significantTokens, tokens } from './tokens.ts'

const kindsOf = (text: string) => [...significantTokens(text)].map((token) => `${token.kind}: ${token.text}`)

test('the tokens of any text, joined, are the text again', () => {
  const pieces = fc.constantFrom(
    "'",
    '"',
    '$',
    '$a$',
    'E',
    'U&',
    '/*',
    '*/',
    '--',
    '\n',
    '\r',
    '\\',
    ';',
    'a',
    '1',
    '.',
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces).map((parts) => parts.join('')),
  )
  fc.assert(fc.property(texts, (text) => [...tokens(text)].map((token) => token.text).join('') === text))
})

test('offset and line say where a token begins', () => {
  const text = "select 'a\r\nb'\n  , $1 /* c\n */ from t\rwhere x"
  for (const token of tokens(text)) expect(text.startsWith(token.text, token.offset)).toBe(true)
  const lines = [...significantTokens(text)].map((token) => [token.text, token.line])
  expect(lines).toEqual([
    ['select', 1],
    ["'a\r\nb'", 1],
    [',', 3],
    ['$1', 3],
    ['from', 4],
    ['t', 4],
    ['where', 5],
    ['x', 5],
  ])
})

describe('strings', () => {
  test.each([
    [`'it''s; -- no comment'`],
    [`''`],
    [`E'it\\'s'`],
    [`e'a\\\\'`],
    [`E'a''b'`],
    [`'back\\'`],
    [`U&'d\\0061t'`],
    [`B'101'`],
    [`X'1FF'`],
    [`N'x'`],
    ['$$a;b$$'],
    [`$fn$ select '$$' $fn$`],
    ['$ü$ $u$ $ü$'],
  ])('%s is one string', (text) => {
    expect(kindsOf(text)).toEqual([`string: ${text}`])
  })

  test('an escape string that goes on after a line break keeps its escapes', () => {
    expect(kindsOf(`E'a'\n-- more\n'b\\'c' d`)).toEqual([`string: E'a'`, `string: 'b\\'c'`, 'word: d'])
    expect(kindsOf(`'a'\n'b\\' c`)).toEqual([`string: 'a'`, `string: 'b\\'`, 'word: c'])
    expect(kindsOf(`E'a', 'b\\' c`)).toEqual([`string: E'a'`, 'punctuation: ,', `string: 'b\\'`, 'word: c'])
  })

  test('a dollar sign within a name begins no string', () => {
    expect(kindsOf('a$b$ c$$')).toEqual(['word: a$b$', 'word: c$$'])
  })

  test('a dollar quote is closed only by its own tag', () => {
    expect(kindsOf('$a$ $A$ $b$ $a$ x')).toEqual(['string: $a$ $A$ $b$ $a$', 'word: x'])
  })
})

describe('names', () => {
  test('a quoted identifier may hold quotes, keywords and semicolons', () => {
    expect(kindsOf('"a""b" U&"d!0061" ";"')).toEqual([
      'quoted identifier: "a""b"',
      'quoted identifier: U&"d!0061"',
      'quoted identifier: ";"',
    ])
  })

  test('letters of any script and a no-break space belong to a word, as on the server', () => {
    expect(kindsOf('größe 列 a\u00a0b 𝒳1')).toEqual(['word: größe', 'word: 列', 'word: a\u00a0b', 'word: 𝒳1'])
  })

  test('a name that ends in e or u is no string prefix', () => {
    expect(kindsOf(`date'2020-01-01'`)).toEqual(['word: date', `string: '2020-01-01'`])
  })
})

describe('comments', () => {
  test('block comments nest', () => {
    expect(kindsOf('/* a /* b */ ; */ x')).toEqual(['word: x'])
    expect(kindsOf('a /* "/*" */ */ b')).toEqual(['word: a', 'word: b'])
  })

  test('a line comment ends at any line end, also at a lone carriage return', () => {
    expect(kindsOf('-- a\rb -- c\r\nd -- e\nf')).toEqual(['word: b', 'word: d', 'word: f'])
  })

  test('an operator ends where a comment begins', () => {
    expect(kindsOf('1+--x\n2*/* y */3')).toEqual(['number: 1', 'operator: +', 'number: 2', 'operator: *', 'number: 3'])
  })
})

describe('the rest', () => {
  test('numbers are read as PostgreSQL reads them', () => {
    expect(kindsOf('1 1.5 .5 5. 1e-9 1_000 0xFF 0o17 0b1')).toHaveLength(9)
    expect(kindsOf('1..3')).toEqual(['number: 1', 'operator: ..', 'number: 3'])
  })

  test('a sign after an operator belongs to the number', () => {
    expect(kindsOf('a=-1')).toEqual(['word: a', 'operator: =', 'operator: -', 'number: 1'])
    expect(kindsOf('a@-b')).toEqual(['word: a', 'operator: @-', 'word: b'])
    expect(kindsOf('- -1')).toEqual(['operator: -', 'operator: -', 'number: 1'])
  })

  test('parameters, casts and assignments are tokens of their own', () => {
    expect(kindsOf('$12::text')).toEqual(['parameter: $12', 'operator: ::', 'word: text'])
    expect(kindsOf('f(a := 1, b => 2)')).toContain('operator: :=')
  })

  test('a backslash command of psql goes to the end of its line', () => {
    expect(kindsOf("\\restrict it's\nselect 1 \\gset x\n")).toEqual([
      "psql: \\restrict it's",
      'word: select',
      'number: 1',
      'psql: \\gset x',
    ])
  })

  test('a byte order mark is white space at the beginning of the text only', () => {
    expect(kindsOf('\ufeffselect 1')).toEqual(['word: select', 'number: 1'])
  })

  test.each([`'a`, `E'a\\'`, '"a', '$$ a $', '/* /* */', "U&'a"])('what the text ends within says so: %s', (text) => {
    expect([...tokens(text)].map((token) => token.terminated)).toEqual([false])
  })

  test('a string of many megabytes takes no deep recursion', () => {
    const text = `'${"a''".repeat(2_000_000)}'`
    expect(kindsOf(text)).toHaveLength(1)
  })
})
