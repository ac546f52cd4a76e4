import { describe, expect, test } from 'vitest'
import { newBench } from '../testing-support/bench/bench.ts'

describe('a file that is applied as it is meant', () => {
  const files: [what: string, up: string, proof: string][] = [
    [
      'a byte order mark and CRLF',
      '\ufeffcreate table a (n int);\r\ninsert into a values (1);\r\n',
      'select n = 1 from a',
    ],
    [
      'CRLF in a function',
      'create function f() returns text language sql as $$\r\nselect $q$a\r\nb$q$\r\n$$',
      `select f() = E'a\\nb' from (select 1) as one`,
    ],
    [
      'dollar quotes in dollar quotes',
      `do $a$ begin execute $b$ create table a as select '$c$;'::text as t $b$; end $a$`,
      `select t = '$c$;' from a`,
    ],
    [
      'a BEGIN ATOMIC body',
      'create function f() returns int begin atomic select 1; select case when true then 2 end; end; select f()',
      'select f() = 2',
    ],
    [
      'nested comments',
      '/* commit; /* drop table x; */ vacuum; */ create table a () -- rollback;',
      `select to_regclass('a') is not null`,
    ],
    [
      'a rule of several statements',
      'create table a (n int); create rule r as on insert to a where new.n < 0 do instead (select 1; select 2); insert into a values (1)',
      'select n = 1 from a',
    ],
    [
      'unicode names',
      `create table "größe 列 😀" ("n""; drop" int); comment on table "größe 列 😀" is 'é'`,
      `select to_regclass('"größe 列 😀"') is not null`,
    ],
    [
      'escapes and strange strings',
      `create table a as select E'it\\'s; \\\\' as e, U&'d\\0061t' as u, 'x''y;' as q`,
      `select e = E'it\\'s; \\\\' and u = 'dat' and q = 'x''y;' from a`,
    ],
    [
      'pg_dump, which empties the search_path',
      `select pg_catalog.set_config('search_path', '', false); set row_security = off; create table public.a ()`,
      `select to_regclass('public.a') is not null`,
    ],
    [
      'a role and a read-only default that it sets',
      `set local role pg_monitor; reset role; set default_transaction_read_only = on; create table a ()`,
      `select to_regclass('a') is not null`,
    ],
    [
      'the role that it leaves behind',
      `create table a (); set role pg_monitor`,
      `select applied_by = session_user from rowhouse.migrations`,
    ],
    [
      'prepared statements and cursors',
      'prepare p as select 1; declare c cursor with hold for select 1; create table a ()',
      "select not exists (select from pg_prepared_statements where name = 'p') and not exists (select from pg_cursors where name = 'c')",
    ],
    [
      'deferred constraints that hold in the end',
      'create table a (n int primary key, m int references a deferrable initially deferred); insert into a values (1, 2); insert into a values (2, null)',
      'select count(*) = 2 from a',
    ],
    [
      'an enum value of its own',
      `create type e as enum ('x'); alter type e add value 'y'`,
      `select 'y' = any (enum_range(null::e)::text[])`,
    ],
    [
      'session_replication_role',
      `create table a (n int primary key); set session_replication_role = replica; create table b (n int references a); insert into b values (7)`,
      'select count(*) = 1 from b',
    ],
    [
      'a history that it hides by a temporary schema',
      'create temp table migrations (version text); create table a ()',
      'select count(*) = 2 from rowhouse.migrations',
    ],
    ['an empty statement and only `select 1`', ';;select 1;;', 'select true'],
  ]
  test.each(files)('%s', async (_what, up, proof) => {
    await using bench = await newBench()
    await bench.add({ '1_a': up, '2_next': 'create table public.next ()' })
    const { code, err } = await bench.migrate('up')
    expect([code, err]).toEqual([0, expect.not.stringContaining('error')])
    await bench.until(proof)
    expect(await bench.tables()).toContain('next')
  })
})

describe('a file that is refused before anything runs', () => {
  const files: [what: string, up: string, message: RegExp][] = [
    ['COMMIT', 'create table x ();\n  COMMIT;', /2_b\/up\.sql:2:3: .*begins and ends the transaction/],
    ['psql', '\\restrict abc\ncreate table x ()', /up\.sql:1:1: .*belong to psql/],
    ['data after COPY', 'copy t from stdin;\n1\n\\.\n', /write `insert` instead/],
    ['DISCARD ALL', 'discard all', /resets the session/],
    [
      'both kinds',
      'create table x (n int);\ncreate index concurrently i on x (n)',
      /up\.sql:1:1: .*in line 2 cannot; put/,
    ],
    ['if not exists on a concurrent index', 'create index concurrently if not exists i on a (n)', /INVALID/],
    ['a string without end', "create table x ();\nselect 'a", /up\.sql:2:8: this string never ends/],
    ['nothing', '-- later\n', /holds no statement/],
    ['a NUL character', 'select 1;\0drop table a', /NUL/],
  ]
  test.each(files)('%s', async (_what, up, message) => {
    await using bench = await newBench()
    await bench.add({ '1_a': 'create table a (n int)', '2_b': up })
    const { code, err } = await bench.migrate('up')
    expect([code, err]).toEqual([1, expect.stringMatching(message)])
    expect(await bench.tables()).toEqual([])
  })
})

describe('a file that fails', () => {
  const files: [what: string, up: string, message: RegExp][] = [
    [
      'a deferred constraint at COMMIT',
      'create table x (n int primary key, m int references x deferrable initially deferred); insert into x values (1, 2)',
      /violates foreign key/,
    ],
    [
      'a COMMIT in a DO block',
      'create table x ();\ndo $$ begin commit; end $$',
      /up\.sql:2:1: invalid transaction termination/,
    ],
    [
      'an enum value that is used at once',
      `create type e as enum ('x');\nalter type e add value 'y';\nselect 'y'::e`,
      /up\.sql:3:8: unsafe use of new value/,
    ],
    [
      'an error inside a function',
      `create function f() returns int language plpgsql as $$ begin return 1 / 0; end $$;\nselect f()`,
      /up\.sql:2:1: division by zero/,
    ],
    [
      'a column misspelt',
      'create table x (name text);\r\nselect nam\r\nfrom x',
      /up\.sql:2:8: column "nam" does not exist\nhint: .*"x\.name"[\s\S]*2 \| select nam\n {11}\^/,
    ],
    ['its own backend ended', 'create table x ();\nselect pg_terminate_backend(pg_backend_pid())', /up\.sql:2:1/],
    [
      'read only by a function',
      `create table x ();\nselect set_config('transaction_read_only', 'on', true)`,
      /read-only transaction/,
    ],
    [
      'too large for its memory',
      `create table x ();\nset local temp_file_limit = '1MB'; set local work_mem = '64kB';\ncreate table y as select g, md5(g::text) from generate_series(1, 300000) as g order by 2`,
      /up\.sql:3:1: temporary file size exceeds/,
    ],
  ]
  test.each(files)('%s leaves nothing behind', async (_what, up, message) => {
    await using bench = await newBench()
    await bench.add({ '1_a': 'create table a ()', '2_b': up, '3_c': 'create table c ()' })
    const { code, err } = await bench.migrate('up')
    expect([code, err]).toEqual([1, expect.stringMatching(message)])
    expect(err).toMatch(/left nothing behind; .*stays as it is: 1_a/)
    expect(await bench.tables()).toEqual(['a'])
    expect(await bench.states()).toEqual(['1_a: applied', '2_b: pending', '3_c: pending'])
  })
})

test('an enum value may be used in the next file', async () => {
  await using bench = await newBench()
  await bench.add({
    '1_e': `create type e as enum ('x')`,
    '2_y': `alter type e add value 'y'`,
    '3_t': `create table t as select 'y'::e as e`,
  })
  expect((await bench.migrate('up')).code).toBe(0)
})

test('edits, gaps, duplicates and lateness are told with what to do', async () => {
  await using bench = await newBench()
  await bench.add({ '10_a': 'create table a (n int)', '30_c': 'create table c ()' })
  await bench.migrate('up')
  await bench.add({ '10_a': '-- cosmetic\r\nCREATE TABLE a (n int);' })
  expect((await bench.migrate('up')).code).toBe(0)
  await bench.add({ '20_b': 'create table b ()' })
  expect((await bench.migrate('up')).err).toContain('rowhouse migrate rebase 20')
  expect((await bench.migrate('rebase', '20')).out).toMatch(/^20_b is now \d{14}_b\n$/)
  expect((await bench.migrate('up')).code).toBe(0)
  await bench.add({ '10_a': 'create table a (n bigint)' })
  expect((await bench.migrate('up')).err).toMatch(/-create table a \(n int\)\n\+create table a \(n bigint\)/)
  await bench.add({ '010_again': 'select 1' })
  expect((await bench.migrate('up')).err).toMatch(/have the same version/)
  await bench.folder.remove('migrations/10_a')
  await bench.folder.remove('migrations/010_again')
  expect((await bench.migrate('up')).err).toMatch(/10_a was applied .* its folder is missing/)
})

test('a preview prints what would run', async () => {
  await using bench = await newBench()
  await bench.add({ '1_a': 'create table a (n int)', '2_i': 'create index concurrently i on a (n)' })
  const { code, out } = await bench.migrate('plan')
  expect(code).toBe(0)
  expect(out).toBe(
    [
      'up  1_a  one transaction',
      '  1  create table a (n int)  lock_timeout 2000 ms',
      'up  2_i  without a transaction, each statement alone',
      '  1  create index concurrently i on a (n)',
      '',
    ].join('\n'),
  )
  expect(JSON.parse((await bench.migrate('plan', '--json')).out).migrations).toHaveLength(2)
})
