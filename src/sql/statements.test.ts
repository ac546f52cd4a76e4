import { describe, expect, test } from 'vitest'
import { firstWords, splitStatements } from './statements.ts'

const texts = (sql: string) => splitStatements(sql).map((statement) => statement.text)

describe('splitStatements', () => {
  test('statements end at a semicolon, and know where they began', () => {
    const sql = '\ufeff-- first\r\nselect 1 ;\r\n\r\n/* second */ select 2 -- done\r\n'
    expect(splitStatements(sql)).toEqual([
      { text: 'select 1', offset: 11, line: 2 },
      { text: 'select 2', offset: 38, line: 4 },
    ])
  })

  test('what holds only comments and semicolons holds no statement', () => {
    expect(texts(';; -- a\n/* b; */ ;')).toEqual([])
  })

  test.each([
    [`select ';', E'\\';', $$;$$, ";" /* ; /* ; */ */ -- ;`],
    ['create rule r as on insert to t do also (delete from a; delete from b)'],
    ['create function f() returns int language sql begin atomic select 1; select 2; end'],
    ['create or replace procedure p() begin /* x */ atomic select case when a then 1 end from t; delete from t; end'],
    ['create function f() returns int begin atomic select case case 1 when 1 then 2 end when 2 then 3 end; end'],
    ['create function f() returns int begin atomic select 1 as end; select t.case from t; end'],
    [`do $do$ begin perform 1; end $do$`],
  ])('one statement: %s', (sql) => {
    expect(texts(`${sql}\n;select 1`)[1]).toBe('select 1')
    expect(texts(`${sql}\n;select 1`)).toHaveLength(2)
  })

  test('begin of a transaction opens no body', () => {
    expect(texts('begin; select 1; end; begin')).toEqual(['begin', 'select 1', 'end', 'begin'])
  })

  test('a closing parenthesis too many does not swallow the next statement', () => {
    expect(texts('select 1); select 2')).toEqual(['select 1)', 'select 2'])
  })
})

describe('firstWords', () => {
  test('they are in lower case, whatever stands between them', () => {
    expect(firstWords('/* a */ CREATE -- b\n Unique\tINDEX concurrently i on t', 4)).toEqual([
      'create',
      'unique',
      'index',
      'concurrently',
    ])
  })

  test('they stop before the first token that is no word', () => {
    expect(firstWords('drop "index" concurrently', 3)).toEqual(['drop'])
    expect(firstWords('((select 1))', 3)).toEqual(['select'])
    expect(firstWords('', 3)).toEqual([])
  })
})
