import { describe, expect, test } from 'vitest'
import { inspect, judge } from './inspect.ts'

describe('what must not run in a migration', () => {
  test.each([
    ['begin', /begins and ends the transaction/],
    ['select 1; COMMIT', /begins and ends the transaction/],
    ['/* x */ rollback to a', /begins and ends the transaction/],
    ['end', /begins and ends the transaction/],
    ['savepoint a', /begins and ends the transaction/],
    ['start transaction', /begins and ends the transaction/],
    ["prepare transaction 'x'", /begins and ends the transaction/],
    ["commit prepared 'x'", /begins and ends the transaction/],
    ['set transaction read only', /begins and ends the transaction/],
    ['set local transaction_read_only = on', /read only/],
    ['set standard_conforming_strings = off', /standard_conforming_strings/],
    ["set standard_conforming_strings to 'OFF'", /standard_conforming_strings/],
    ['discard all', /resets the session/],
    ['create index concurrently if not exists i on t (a)', /INVALID/],
    ['create index concurrently on t (a)', /needs a name/],
    ['create table t (a int); create index concurrently i on t (a)', /line 1 cannot; put .* migration of its own/],
    ['vacuum t; call p()', /line 1 cannot/],
    ['vacuum t; set local lock_timeout = 0', /line 1 cannot/],
    ['-- rowhouse: no transaction\ncall p();\nupdate t set a = 1', /only `call`, `do`, `set`/],
    ['copy t from stdin;\n1\ta\n\\.\n', /write `insert`/],
    ['copy t to stdout', /nowhere to write/],
    ['\\restrict abc', /belong to psql/],
    ['select 1 \\gset', /belong to psql/],
    ["select 'a", /string never ends/],
    ['select 1 /* a', /comment never ends/],
    ['-- nothing yet\n', /no statement/],
    ['', /no statement/],
  ])('%j', (sql, reason) => {
    expect(judge(sql).finding?.reason).toMatch(reason)
  })
})

describe('what may run in the transaction of a migration', () => {
  test.each([
    "select 'commit;' as a; -- commit;",
    'do $$ begin perform 1; end $$',
    'create function f() returns int language sql begin atomic select 1; end',
    'create table "begin" ("commit" int)',
    'create index i on t (a)',
    'create index concurrently_made on t (a)',
    'refresh materialized view concurrently v',
    'reindex table t',
    'cluster t using i',
    "prepare p as select 'transaction'",
    'set constraints all deferred',
    "alter type color add value 'red'",
    'alter table t detach partition p',
    "select E'\\\\ no psql'",
    "copy t from '/srv/stdin.csv'",
    'create rule r as on delete to t do instead (select 1; select 2)',
  ])('%j', (sql) => {
    expect(judge(sql).finding).toBeUndefined()
    expect(inspect({ path: 'up.sql', text: sql }).transactional).toBe(true)
  })
})

describe('what may run without a transaction', () => {
  test.each([
    'create index concurrently i on t (a); drop index concurrently if exists j',
    'set statement_timeout = 0; create unique index concurrently i on t (a); reset statement_timeout',
    'vacuum (analyze) t',
    '-- what for\n/* more */ -- Rowhouse: no transaction\ncall p(); do $$ begin commit; end $$',
  ])('%j', (sql) => {
    expect(judge(sql).finding).toBeUndefined()
    expect(inspect({ path: 'up.sql', text: sql }).transactional).toBe(false)
  })

  test('only with the directive before the first statement, and as a comment of its own', () => {
    for (const text of [
      'call p() -- rowhouse: no transaction',
      "select '-- rowhouse: no transaction'",
      '/*\n-- rowhouse: no transaction\n*/ call p()',
    ])
      expect(inspect({ path: 'up.sql', text }).transactional).toBe(true)
  })
})

test('the refusal names file, line and column', () => {
  const script = { path: 'migrations/1_a/up.sql', text: 'create table t ();\n\n  commit;\n' }
  expect(() => inspect(script)).toThrow(
    expect.objectContaining({
      code: 'MIGRATION_INVALID',
      message: expect.stringMatching(/^migrations\/1_a\/up\.sql:3:3: /),
      facts: { file: script.path, line: 3, column: 3 },
    }),
  )
})

test('the first of several faults is named', () => {
  const script = { path: 'up.sql', text: 'commit;\n\\x\n' }
  expect(() => inspect(script)).toThrow(/up\.sql:1:1/)
})
