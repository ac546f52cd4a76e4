import { describe, expect, test } from 'vitest'
import { findRefused, inspect } from './inspect.ts'

describe('what must not run in a migration', () => {
  test.each([
    ['begin', /transaction of its own/],
    ['select 1; COMMIT', /transaction of its own/],
    ['/* x */ rollback to a', /transaction of its own/],
    ['end', /transaction of its own/],
    ['savepoint a', /transaction of its own/],
    ['start transaction', /transaction of its own/],
    ["prepare transaction 'x'", /transaction of its own/],
    ["commit prepared 'x'", /transaction of its own/],
    ['set transaction read only', /transaction of its own/],
    ['create unique index concurrently i on t (a)', /leave out `concurrently`/],
    ['drop index /* */ concurrently i', /leave out `concurrently`/],
    ['reindex (verbose, concurrently) table t', /leave out `concurrently`/],
    ['reindex table concurrently t', /leave out `concurrently`/],
    ['alter table t detach partition p concurrently', /leave out `concurrently`/],
    ['vacuum full t', /outside of the migrations/],
    ["alter system set work_mem = '1MB'", /outside of the migrations/],
    ['create database d', /outside of the migrations/],
    ['alter database d set tablespace t', /outside of the migrations/],
    ['cluster', /outside of the migrations/],
    ['discard all', /outside of the migrations/],
    ['copy t from stdin;\n1\ta\n\\.\n', /write `insert`/],
    ['copy t to stdout', /nowhere to write/],
    ['\\restrict abc', /belong to psql/],
    ['select 1 \\gset', /belong to psql/],
    ["select 'a", /string never ends/],
    ['select 1 /* a', /comment never ends/],
    ['-- nothing yet\n', /no statement/],
    ['', /no statement/],
  ])('%j', (sql, reason) => {
    expect(findRefused(sql)?.reason).toMatch(reason)
  })
})

describe('what may run in a migration', () => {
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
    expect(findRefused(sql)).toBeUndefined()
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
