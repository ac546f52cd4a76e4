import { expect, test } from 'vitest'
import { excerpt, positionAt, positionOf } from './position.ts'

test('positionOf counts characters from 1, as the server does', () => {
  expect(positionOf('select 1', 1)).toEqual({ line: 1, column: 1 })
  expect(positionOf("select '😀', x", 13)).toEqual({ line: 1, column: 13 })
  expect("select '😀', x".codePointAt(13)).toBe('x'.codePointAt(0))
  expect(positionOf('a\r\nbc\rd\ne', 5)).toEqual({ line: 2, column: 2 })
})

test('the end of the input is the place after the last word', () => {
  expect(positionOf('select (\n\n', 11)).toEqual({ line: 1, column: 9 })
})

test('positionAt counts UTF-16 units from 0, as tokens do', () => {
  expect(positionAt("'😀' x", 5)).toEqual({ line: 1, column: 5 })
})

test('an excerpt shows the line with a caret under the column', () => {
  expect(excerpt('select 1;\r\n\tselect x form t\r\n', { line: 2, column: 11 })).toBe(
    ['2 |  select x form t', '              ^'].join('\n'),
  )
})

test('an excerpt of a wide line shows what stands around the column', () => {
  const text = `${'a'.repeat(500)}X${'b'.repeat(500)}`
  const [line, caret] = excerpt(text, { line: 1, column: 501 }).split('\n')
  expect(line).toHaveLength('1 | '.length + 102)
  expect(line![caret!.indexOf('^')]).toBe('X')
  expect(line).toMatch(/^1 \| …a+Xb+…$/)
})

test('an excerpt of a line that is not there is empty', () => {
  expect(excerpt('a', { line: 9, column: 1 })).toBe('9 | \n    ^')
})
