import { expect, test } from 'vitest'
import { loadSqlParser } from './index.ts'

const parse = await loadSqlParser()

function statements(text: string) {
  const parsed = parse(text)
  return 'message' in parsed
    ? parsed
    : parsed.map(({ text, offset, line, tree }) => ({ text, offset, line, kind: Object.keys(tree)[0] }))
}

test('each statement has its tree, its text without what stands around it, and its place', () => {
  const text = "-- é first\r\nselect 'ä😀';\n/* and */ alter table t\n add column a int; -- done"
  expect(statements(text)).toEqual([
    { text: "select 'ä😀'", offset: 12, line: 2, kind: 'SelectStmt' },
    { text: 'alter table t\n add column a int', offset: text.indexOf('alter'), line: 3, kind: 'AlterTableStmt' },
  ])
})

test('a body of a function is one statement', () => {
  const atomic = 'create function f() returns int begin atomic select 1; select case when true then 2 end; end'
  expect(statements(`${atomic}; select 2`)).toMatchObject([{ text: atomic }, { text: 'select 2' }])
})

test('a byte order mark moves nothing', () => {
  expect(statements('\ufeffselect 1')).toEqual([{ text: 'select 1', offset: 1, line: 1, kind: 'SelectStmt' }])
})

test('a text without a statement has none', () => {
  expect(statements('')).toEqual([])
  expect(statements('-- nothing\n/* at all */')).toEqual([])
  expect(statements(';;')).toEqual([])
})

test('a text that is no SQL says where it stops to be some', () => {
  expect(statements("select '😀' from x from y")).toEqual({ message: 'syntax error at or near "from"', offset: 19 })
})
