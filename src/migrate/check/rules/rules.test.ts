import { describe, expect, test } from 'vitest'
import { loadSqlParser } from '../../../sql/index.ts'
import { findFaults, staticRules } from './index.ts'

const parse = await loadSqlParser()

function rulesIn(sql: string): string[] {
  const statements = parse(sql)
  if ('message' in statements) throw new Error(`${sql}: ${statements.message}`)
  return findFaults(statements).map(({ rule }) => rule.name)
}

/** What each rule finds, and what looks like it and is nothing of the kind. */
const cases: Readonly<Record<string, { readonly fires: readonly string[]; readonly misses: readonly string[] }>> = {
  'drop-column': {
    fires: ['alter table t drop column c', 'alter table s."T" drop if exists c'],
    misses: [
      'create table t (c int); alter table t drop column c',
      `alter table t alter column c set default 'drop column c'`,
      'alter table t alter column c drop default',
    ],
  },
  'drop-table': {
    fires: ['drop table t', 'drop table if exists s.t, u'],
    misses: ['create table t (); drop table t', 'create table x as select 1 as a; drop table x', 'drop view t'],
  },
  'drop-schema': {
    fires: ['drop schema s'],
    misses: ['create schema s; drop schema s', 'drop table schema.s restrict'],
  },
  'drop-cascade': {
    fires: [
      'drop schema s cascade',
      'drop function f(int) cascade',
      'drop type mood cascade',
      'alter table t drop column c cascade',
      'alter table t drop constraint c cascade',
    ],
    misses: ['drop table t restrict', 'create view v as select 1 as cascade; drop view v', 'create table "cascade" ()'],
  },
  'truncate-cascade': {
    fires: ['truncate t cascade'],
    misses: ['truncate t', 'alter table t add foreign key (a) references u on delete cascade not valid'],
  },
  'drop-not-null': {
    fires: ['alter table t alter c drop not null'],
    misses: [
      'alter table t alter c set not null',
      'create table t (c int not null); alter table t alter c drop not null',
    ],
  },
  'drop-constraint': {
    fires: ['alter table t drop constraint t_c_fkey'],
    misses: ['alter table t drop constraint t_c_not_null', 'alter domain d drop constraint c'],
  },
  'write-without-where': {
    fires: ['update t set a = 1', 'delete from s.t', 'with x as (select 1) update t set a = 1'],
    misses: [
      'update t set a = 1 where true',
      'update t set a = u.a from u',
      'delete from t using u where t.id = u.id',
      'create table t (a int); update t set a = 1',
      `create function f() returns void language sql as 'update t set a = 1'`,
      'create rule r as on delete to t do instead update t set a = 1',
    ],
  },
  'rename-column': {
    fires: ['alter table t rename column a to b', 'alter table t rename a to b'],
    misses: [
      'alter type t rename attribute a to b',
      'alter view t rename column a to b',
      'alter table t rename constraint a to b',
      'create table t (a int); alter table t rename a to b',
    ],
  },
  'rename-table': {
    fires: ['alter table t rename to u'],
    misses: ['alter index t rename to u', 'create table t (); alter table t rename to u'],
  },
  'rename-schema': { fires: ['alter schema a rename to b'], misses: ['alter role a rename to b'] },
  'rename-enum-value': {
    fires: [`alter type mood rename value 'a' to 'b'`],
    misses: [
      `alter type mood add value 'rename value'`,
      `create type m as enum ('a'); alter type m rename value 'a' to 'b'`,
    ],
  },
  'add-required-column': {
    fires: [
      'alter table t add column c int not null',
      'alter table t add c int primary key',
      'alter table if exists s.t add column "not null" text not null',
    ],
    misses: [
      'alter table t add column c int',
      'alter table t add column "not null" int',
      'alter table t add column c int not null default 1',
      'alter table t add column c int not null generated always as identity',
      'alter table t add column c int not null generated always as (1) stored',
      'create table t (); alter table t add column c int not null',
      `comment on table t is 'add column c int not null'`,
    ],
  },
  'drop-index-not-concurrently': {
    fires: ['drop index i', 'drop index if exists s.i, j'],
    misses: ['drop index concurrently i', 'create table t (a int); create index i on t (a); drop index i'],
  },
  'detach-partition-not-concurrently': {
    fires: ['alter table t detach partition p'],
    misses: ['alter table t detach partition p concurrently', 'alter table t attach partition p default'],
  },
  'vacuum-full': {
    fires: ['vacuum full t', 'vacuum (full, verbose)'],
    misses: ['vacuum t', 'vacuum (full off) t', 'analyze t'],
  },
  'lock-table': {
    fires: ['lock t', 'lock table s.t in share mode'],
    misses: ['select 1 as lock', 'create table "lock t" ()'],
  },
  'set-tablespace': {
    fires: ['alter table t set tablespace x', 'alter table all in tablespace a set tablespace b'],
    misses: ['alter table t set (fillfactor = 80)', 'create table t (a int) tablespace x'],
  },
  'if-not-exists': {
    fires: [
      'create table if not exists t ()',
      'create index if not exists i on t (a)',
      'alter table t add column if not exists a int',
      'create table if not exists t as select 1 as a',
    ],
    misses: [
      'create table "if not exists" ()',
      'create schema if not exists s',
      'create extension if not exists citext',
    ],
  },
  'concurrently-if-not-exists': {
    fires: ['create index concurrently if not exists i on t (a)'],
    misses: ['create index concurrently i on t (a)'],
  },
  'wide-index': {
    fires: ['create index on t (a, b, c, d)'],
    misses: [
      'create index on t (a, b, c)',
      'create unique index on t (a, b, c, d)',
      'create index on t (a) include (b, c, d)',
    ],
  },
  'hash-index': {
    fires: ['create index on t using hash (a)'],
    misses: ['create index hash on t (hash)', 'create table t (a int) partition by hash (a)'],
  },
  'char-type': {
    fires: ['create table t (a char(3))', 'alter table t add column a character(2)'],
    misses: ['create table t (a "char", b varchar(3), "char" text)', `select 'x'::char`],
  },
  'json-type': { fires: ['create table t (a json)'], misses: ['create table json (json jsonb)'] },
  'timestamp-without-time-zone': {
    fires: ['create table t (a timestamp)', 'alter table t add a timestamp(3) without time zone'],
    misses: ['create table t (a timestamptz, b timestamp with time zone, "timestamp" date)'],
  },
  'serial-type': { fires: ['create table t (a bigserial)'], misses: ['create table serial (serial int)'] },
  'short-key': {
    fires: [
      'create table t (id int primary key generated always as identity)',
      'create table t (id smallserial primary key)',
    ],
    misses: [
      'create table t (id bigint primary key generated always as identity)',
      'create table t (code int primary key, n int generated always as identity)',
    ],
  },
  'identifier-too-long': {
    fires: [`create table ${'t'.repeat(64)} ()`, `create table "${'ä'.repeat(32)}" ()`],
    misses: [`create table ${'t'.repeat(63)} ()`, `select '${'t'.repeat(64)}'`, `-- ${'t'.repeat(64)}\nselect 1`],
  },
  'add-value-to-new-enum': {
    fires: [`create type m as enum ('a'); alter type m add value 'b'`],
    misses: [`alter type m add value 'b'`, `create type other as enum ('a'); alter type m add value 'b'`],
  },
  'disable-trigger': {
    fires: [
      'alter table t disable trigger all',
      'alter table t disable trigger g',
      'alter table t disable trigger user',
    ],
    misses: ['alter table t enable trigger g', 'alter table t disable rule r'],
  },
  'disable-row-security': {
    fires: ['alter table t disable row level security', 'alter table t no force row level security'],
    misses: ['alter table t enable row level security'],
  },
  'drop-policy': {
    fires: ['drop policy p on t'],
    misses: ['create table t (); create policy p on t; drop policy p on t', 'alter policy p on t using (true)'],
  },
  'grant-to-public': {
    fires: ['grant select on t to public', 'alter default privileges grant select on tables to public'],
    misses: ['revoke select on t from public', 'grant select on public.t to reader', 'grant select on t to "Public"'],
  },
  'security-definer-without-search-path': {
    fires: [`create function f() returns int security definer language sql as 'select 1'`],
    misses: [
      `create function f() returns int security definer set search_path = '' language sql as 'select 1'`,
      `create function f() returns text language sql as $$ select 'security definer' $$`,
      `create function f() returns int security invoker language sql as 'select 1'`,
    ],
  },
}

test('every rule has its cases, and a reason', () => {
  expect(Object.keys(cases).toSorted()).toEqual(staticRules.map(({ name }) => name).toSorted())
  for (const { reason } of staticRules) expect(reason).toMatch(/^\S.{20,}[^.]$/)
})

describe.each(Object.entries(cases))('%s', (rule, { fires, misses }) => {
  test.each(fires)('finds: %s', (sql) => {
    expect(rulesIn(sql)).toContain(rule)
  })

  test.each(misses)('passes over: %s', (sql) => {
    expect(rulesIn(sql)).not.toContain(rule)
  })
})

test.each([
  ['a comment', '/* drop table t; truncate t cascade */ select 1 -- alter table t drop column c'],
  ['a string', `select 'drop table t cascade; grant all on t to public'`],
  ['a body', `do $$ begin /* lock t */ raise notice 'delete from t'; end $$`],
  ['a quoted name', 'create table "drop table t cascade" ("update t set a = 1" text)'],
])('words of rules in %s are nothing', (_, sql) => {
  expect(rulesIn(sql)).toEqual([])
})

test('a table that only has the name of a new one in another schema is not new', () => {
  expect(rulesIn('create table a.t (); drop table b.t')).toEqual(['drop-table'])
})
