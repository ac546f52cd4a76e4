import { beforeAll, describe, expect, test } from 'vitest'
import { loadSqlParser } from '../../sql/index.ts'
import type { CheckFinding, MigrationCheck } from './index.ts'
import { inShort, messagesOf, scratchEngines } from './testing-support/world.ts'

const { check } = scratchEngines.find(({ name }) => name === 'PGlite')!

const schema = `create table t (id bigint primary key, c int, "order" int, v varchar(10), s text);
  create table o (id bigint primary key); create domain d as int; create table with_d (d d);
  create materialized view m as select 1 as a; create unique index m_a on m (a); create index c_idx on t (c);
  create table "Odd one" ("A" int);`

/** A statement that blocks others for long, and the SQL that does not. */
const rewrites: readonly (readonly [statement: string, safer: string])[] = [
  [
    'create unique index "i" on t (c) where c > 0',
    '-- alone in a migration of its own\ncreate unique index concurrently "i" on t (c) where c > 0;',
  ],
  [
    'alter table t alter column "order" set not null',
    `alter table t add constraint t_order_not_null check ("order" is not null) not valid;
-- in a later migration
alter table t validate constraint t_order_not_null;
-- in a later migration
alter table t alter column "order" set not null;
alter table t drop constraint t_order_not_null;`,
  ],
  [
    `alter table t add constraint positive check (c > 0 and s <> ','), drop column v`,
    `alter table t add constraint positive check (c > 0 and s <> ',') not valid;
-- in a later migration
alter table t validate constraint positive;`,
  ],
  [
    '/* ä😀 */ alter table "Odd one" add foreign key ("A") references o on delete cascade',
    `alter table "Odd one" add constraint "Odd one_A_fkey" foreign key ("A") references o on delete cascade not valid;
-- in a later migration
alter table "Odd one" validate constraint "Odd one_A_fkey";`,
  ],
  [
    'alter table t add unique (c, "order")',
    `-- alone in a migration of its own
create unique index concurrently t_c_order_key on t (c, "order");
-- in a later migration
alter table t add constraint t_c_order_key unique using index t_c_order_key;`,
  ],
  [
    'alter table "Odd one" add primary key ("A")',
    `-- alone in a migration of its own
create unique index concurrently "Odd one_pkey" on "Odd one" ("A");
-- where a column can be null
alter table "Odd one" add constraint "Odd one_A_not_null" check ("A" is not null) not valid;
-- in a later migration
alter table "Odd one" validate constraint "Odd one_A_not_null";
-- in a later migration
alter table "Odd one" alter column "A" set not null;
alter table "Odd one" drop constraint "Odd one_A_not_null";
-- in a later migration
alter table "Odd one" add constraint "Odd one_pkey" primary key using index "Odd one_pkey";`,
  ],
  [
    'alter table t add column token uuid default gen_random_uuid() unique',
    `alter table t add column token uuid;
alter table t alter column token set default gen_random_uuid();
-- then: fill in the old rows in batches, outside of the migrations`,
  ],
  [
    'alter table t add column twice int generated always as (id * 2) stored',
    `alter table t add column twice int;
-- then: keep it by a trigger, and fill in the old rows in batches`,
  ],
  [
    'alter table t alter column c type numeric(10, 2) using c::numeric',
    `alter table t add column c_new numeric(10, 2);
-- then: write both columns, copy the old rows in batches, read the new one, drop c`,
  ],
  ['refresh materialized view m', '-- it needs a unique index on the view\nrefresh materialized view concurrently m;'],
  ['reindex table t', '-- alone in a migration of its own\nreindex table concurrently t;'],
  [
    'alter domain d add constraint small check (value < 9)',
    `alter domain d add constraint small check (value < 9) not valid;
-- in a later migration
alter domain d validate constraint small;`,
  ],
  ['cluster t using c_idx', '-- pg_repack puts a table in order while it is used'],
  ['truncate t', '-- in batches, outside of the migrations\ndelete from t where …;'],
]

test('what blocks others for long comes with SQL that does not, filled with the real names', async () => {
  const parse = await loadSqlParser()
  const result = await check([{ up: schema }, ...rewrites.map(([up]) => ({ up }))], { from: '2' })
  const told = result.migrations.map(({ findings }) => findings.find(isMeasured)?.safer)
  expect(told).toEqual(rewrites.map(([, safer]) => safer))
  for (const safer of told.filter((sql) => !sql?.includes('…'))) expect(parse(safer!)).not.toHaveProperty('message')
})

function isMeasured({ rule }: CheckFinding): boolean {
  return rule.startsWith('blocking-')
}

describe('a comment that ignores findings', () => {
  let result: MigrationCheck

  const files = [
    'create table t (a int); create table u (a int);',
    '-- rowhouse-ignore drop-column: nobody reads it\nalter table t drop column a;',
    'alter table t add a int;\n/* rowhouse-ignore blocking-scan, wide-index: both are small */\ncreate index on t (a);',
    'alter table t drop column a; -- rowhouse-ignore drop-column: on the same line\nselect 1;',
    'alter table t add a int; alter table t\n-- rowhouse-ignore drop-column: within\n drop column a;',
    '-- rowhouse-ignore drop-column\nalter table u drop column a;',
    '-- rowhouse-ignore drop-colum: misspelt\nselect 1;',
    '-- rowhouse-ignore drop-table: nothing is dropped here\nselect 1;',
    'select 1;\n-- rowhouse-ignore drop-table: at the end',
    `select '-- rowhouse-ignore drop-table'; -- rowhouse-ignored is another word`,
    '-- rowhouse-ignore drop-table: the first alone\ndrop table t;\ndrop table u;',
  ]

  beforeAll(async () => {
    result = await check(files.map((up) => ({ up: `-- rowhouse-irreversible: for the test\n${up}` })))
  })

  const found = (number: number) => inShort({ migrations: result.migrations.slice(number, number + 1) })

  test('silences the rule in the statement that it stands before, within or behind', () => {
    expect([1, 3, 4].map(found)).toEqual([[], [], []])
  })

  test('may name several rules, each of which must have something to ignore', () => {
    expect(found(2)).toEqual(['3_m/up.sql:3:1 unused-ignore'])
  })

  test('needs a reason, and silences nothing without', () => {
    expect(found(5)).toEqual(['6_m/up.sql:2:1 ignore-without-reason', '6_m/up.sql:3:1 drop-column'])
  })

  test('must name a rule that there is', () => {
    expect(found(6)).toEqual(['7_m/up.sql:2:1 ignore-unknown-rule'])
    expect(messagesOf({ migrations: result.migrations.slice(6, 7) })[0]).toContain('did you mean "drop-column"?')
  })

  test('must have something to ignore', () => {
    expect([7, 8].map(found)).toEqual([['8_m/up.sql:2:1 unused-ignore'], ['9_m/up.sql:3:1 unused-ignore']])
  })

  test('is a comment and no string, and counts for one statement', () => {
    expect(found(9)).toEqual([])
    expect(found(10)).toEqual(['11_m/up.sql:4:1 drop-table'])
  })
})

test('a rule can be left out, and then no comment need ignore it', async () => {
  const files = [{ up: 'create table t (a int)' }, { up: 'alter table t drop column a' }]
  expect(inShort(await check(files))).toContain('2_m/up.sql:1:1 drop-column')
  expect(inShort(await check(files, { without: ['drop-column'] }))).not.toContain('2_m/up.sql:1:1 drop-column')
})

test('the catalog knows what a function made, which the text does not show', async () => {
  const up = `do $$ begin execute 'create table made (a int)'; end $$; alter table made drop column a`
  expect(inShort(await check([{ up }]))).toEqual(['1_m/up.sql missing-down'])
})

test('a renamed column is told with the type that it has', async () => {
  const { migrations } = await check([
    { up: 'create table t (a numeric(5, 2) not null default 0)' },
    { up: 'alter table t rename column a to b' },
  ])
  expect(migrations[1]!.findings.find(({ rule }) => rule === 'rename-column')?.safer).toMatch(
    /^alter table t add column b numeric\(5,2\) default 0;/,
  )
})

test('findings say what waits, and for what', async () => {
  const result = await check([
    { up: 'create table t (a int, b int)' },
    { up: 'alter table t add column c int;\nupdate t set c = a where b = 1;' },
  ])
  expect(messagesOf({ migrations: result.migrations.slice(1) })).toContain(
    't is read from end to end under ACCESS EXCLUSIVE, which an earlier statement took: reads and writes wait for as long as that takes',
  )
})
