import { describe, expect, test } from 'vitest'
import { effectsInShort, scratchEngines } from './testing-support/world.ts'

/** What a statement does to tables that others use, with what must be there before it. */
interface Case {
  readonly given?: string
  readonly sql: string
  readonly effects: readonly string[]
}

const table = 'create table t (id int, c int, v varchar(10), w text, p int not null);'
const other = 'create table o (id int primary key);'

const cases: readonly Case[] = [
  { sql: 'alter table t add column n int', effects: ['t ACCESS EXCLUSIVE: brief'] },
  { sql: 'alter table t add column n int default 7', effects: ['t ACCESS EXCLUSIVE: brief'] },
  { sql: 'alter table t add column n timestamptz default now()', effects: ['t ACCESS EXCLUSIVE: brief'] },
  { sql: 'alter table t drop column c', effects: ['t ACCESS EXCLUSIVE: brief'] },
  { sql: 'alter table t rename column c to d', effects: ['t ACCESS EXCLUSIVE: brief'] },
  { sql: 'alter table t alter column c set default 1', effects: ['t ACCESS EXCLUSIVE: brief'] },
  { sql: 'alter table t enable row level security', effects: ['t ACCESS EXCLUSIVE: brief'] },
  {
    sql: 'alter table t add column n uuid default gen_random_uuid()',
    effects: ['t ACCESS EXCLUSIVE rewrite scan: long'],
  },
  { sql: 'alter table t add column n serial', effects: ['t ACCESS EXCLUSIVE rewrite scan: long'] },
  {
    sql: 'alter table t add column n int generated always as identity',
    effects: ['t ACCESS EXCLUSIVE rewrite scan: long'],
  },
  {
    sql: 'alter table t add column n int generated always as (c * 2) stored',
    effects: ['t ACCESS EXCLUSIVE rewrite scan: long'],
  },
  { sql: 'alter table t alter column v type text', effects: ['t ACCESS EXCLUSIVE: brief'] },
  { sql: 'alter table t alter column v type varchar(20)', effects: ['t ACCESS EXCLUSIVE: brief'] },
  { sql: 'alter table t alter column v type varchar(5)', effects: ['t ACCESS EXCLUSIVE rewrite scan: long'] },
  { sql: 'alter table t alter column c type bigint', effects: ['t ACCESS EXCLUSIVE rewrite scan: long'] },
  { sql: 'alter table t alter column c set not null', effects: ['t ACCESS EXCLUSIVE scan: long'] },
  {
    given: 'alter table t add constraint proven check (c is not null)',
    sql: 'alter table t alter column c set not null',
    effects: ['t ACCESS EXCLUSIVE: brief'],
  },
  { sql: 'alter table t add check (c > 0)', effects: ['t ACCESS EXCLUSIVE scan: long'] },
  { sql: 'alter table t add check (c > 0) not valid', effects: ['t ACCESS EXCLUSIVE: brief'] },
  {
    given: other,
    sql: 'alter table t add foreign key (c) references o',
    effects: ['o SHARE ROW EXCLUSIVE: long', 't SHARE ROW EXCLUSIVE scan: long'],
  },
  {
    given: other,
    sql: 'alter table t add foreign key (c) references o not valid',
    effects: ['o SHARE ROW EXCLUSIVE: brief', 't SHARE ROW EXCLUSIVE: brief'],
  },
  {
    given: 'alter table t add constraint k check (c > 0) not valid',
    sql: 'alter table t validate constraint k',
    effects: ['t SHARE UPDATE EXCLUSIVE scan: ok'],
  },
  { sql: 'alter table t add unique (c)', effects: ['t ACCESS EXCLUSIVE scan: long'] },
  {
    given: 'create unique index i on t (c)',
    sql: 'alter table t add constraint u unique using index i',
    effects: ['t ACCESS EXCLUSIVE: brief'],
  },
  {
    given: 'create unique index i on t (c)',
    sql: 'alter table t add constraint u primary key using index i',
    effects: ['t ACCESS EXCLUSIVE scan: long'],
  },
  { sql: 'create index on t (c)', effects: ['t SHARE scan: long'] },
  { sql: 'create index concurrently i on t (c)', effects: ['t SHARE UPDATE EXCLUSIVE scan: ok'] },
  { given: 'create index i on t (c)', sql: 'drop index i', effects: ['t ACCESS EXCLUSIVE: brief'] },
  { given: 'create index i on t (c)', sql: 'reindex table t', effects: ['t SHARE scan: long'] },
  {
    given: `create function f() returns trigger language plpgsql as 'begin return new; end'`,
    sql: 'create trigger g before insert on t for each row execute function f()',
    effects: ['t SHARE ROW EXCLUSIVE: brief'],
  },
  { sql: `comment on table t is 'x'`, effects: ['t SHARE UPDATE EXCLUSIVE: ok'] },
  { sql: 'alter table t set (fillfactor = 80)', effects: ['t SHARE UPDATE EXCLUSIVE: ok'] },
  {
    given: 'create table whole (id int) partition by range (id); create table part (id int)',
    sql: 'alter table whole attach partition part for values from (1) to (9)',
    effects: ['part ACCESS EXCLUSIVE scan: long', 'whole SHARE UPDATE EXCLUSIVE: ok'],
  },
  {
    given:
      'create table whole (id int) partition by range (id); create table part (id int not null check (id >= 1 and id < 9))',
    sql: 'alter table whole attach partition part for values from (1) to (9)',
    effects: ['part ACCESS EXCLUSIVE: brief', 'whole SHARE UPDATE EXCLUSIVE: ok'],
  },
  {
    given: 'create table whole (id int) partition by range (id)',
    sql: 'create table part partition of whole for values from (1) to (9)',
    effects: ['whole ACCESS EXCLUSIVE: brief'],
  },
  { sql: 'truncate t', effects: ['t ACCESS EXCLUSIVE rewrite: long'] },
  { given: 'create index i on t (c)', sql: 'cluster t using i', effects: ['t ACCESS EXCLUSIVE rewrite scan: long'] },
  { sql: 'alter table t set unlogged', effects: ['t ACCESS EXCLUSIVE rewrite scan: long'] },
  { sql: 'drop table t', effects: ['t ACCESS EXCLUSIVE: brief'] },
  {
    given: `${other} alter table t add foreign key (c) references o`,
    sql: 'drop table t',
    effects: ['o ACCESS EXCLUSIVE: brief', 't ACCESS EXCLUSIVE: brief'],
  },
  {
    given: 'create domain d as int; alter table t add column n d',
    sql: 'alter domain d add check (value > 0)',
    effects: ['t SHARE scan: long'],
  },
  { sql: 'update t set c = 1 where id = 1', effects: ['t ROW EXCLUSIVE scan: ok'] },
  {
    given: 'create table x (a int);',
    sql: 'alter table t add column n int; select count(*) from x',
    effects: ['t ACCESS EXCLUSIVE: brief', 't ACCESS EXCLUSIVE: long', 'x ACCESS SHARE scan: ok'],
  },
  {
    sql: 'alter table t add column n int; update t set n = c',
    effects: ['t ACCESS EXCLUSIVE: brief', 't ACCESS EXCLUSIVE scan: long'],
  },
  {
    sql: `do $$ begin execute 'alter table t alter c type bigint'; end $$`,
    effects: ['t ACCESS EXCLUSIVE rewrite scan: long'],
  },
  { sql: 'create table n (id int primary key); create index on n (id); alter table n add check (id > 0)', effects: [] },
  { sql: 'select count(*) from t', effects: [] },
  {
    given: 'create materialized view m as select 1 as a; create unique index on m (a)',
    sql: 'refresh materialized view m',
    effects: ['m ACCESS EXCLUSIVE rewrite scan: long'],
  },
]

describe.each(scratchEngines)('on $name', ({ check }) => {
  test('what a statement locks, writes anew and reads in full', async () => {
    const schemas = cases.map(({ given = '' }, index) => {
      return `create schema s${index}; set search_path = s${index}; ${table} ${given};`
    })
    const statements = cases.map(({ sql }, index) => ({ up: inSchema(sql, index) }))
    const { migrations: seen } = await check([{ up: schemas.join('\n') }, ...statements], { from: '2' })
    expect(seen.map((migration, index) => told(cases[index]!, effectsInShort(migration)))).toEqual(
      cases.map((each) => told(each, each.effects)),
    )
  })
})

// A statement that runs alone cannot have its search_path set before it.
function inSchema(sql: string, index: number): string {
  return sql.includes('concurrently') ? sql.replace(' on t', ` on s${index}.t`) : `set search_path = s${index}; ${sql}`
}

function told({ given, sql }: Case, effects: readonly string[]) {
  const name = (effect: string) => effect.replace(/^s\d+\./, '')
  return { sql: given === undefined ? sql : `${given}; ${sql}`, effects: effects.map(name) }
}
