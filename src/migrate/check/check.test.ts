import { describe, expect, test } from 'vitest'
import { createOnServer } from '../../../test/support/databases.ts'
import { connect } from '../../database/index.ts'
import { emptyFolder } from '../testing-support/folder.ts'
import { objectsOf } from '../testing-support/world.ts'
import { checkMigrations } from './index.ts'
import { inShort, messagesOf, scratchEngines } from './testing-support/world.ts'

describe.each(scratchEngines)('on $name', ({ check }) => {
  test('what goes up, down and up again is proved', async () => {
    const { ok, migrations, notChecked } = await check([
      {
        up: `create type mood as enum ('sad', 'happy'); create table a (id bigint primary key, mood mood not null);
             create view v as select id from a; comment on table a is 'x';`,
        down: 'drop view v; drop table a; drop type mood;',
      },
      { up: 'alter table a add column note text;', down: 'alter table a drop column note;' },
    ])
    expect(migrations.map(({ reversible }) => reversible)).toEqual(['proved', 'proved'])
    expect({ ok, notChecked, found: migrations.flatMap(({ findings }) => findings) }).toEqual({
      ok: true,
      notChecked: [],
      found: [],
    })
  })

  test('what down does not put back is told object by object, and the check goes on', async () => {
    const result = await check([
      {
        up: `create table a (id bigint primary key, n int default 1, m int); create index i on a (n);`,
        down: 'drop table a',
      },
      {
        up: `create table x (); create function f() returns int language sql as 'select 1';
             alter table a alter column n drop default, drop column m;`,
        down: 'drop function f(); alter table a alter column n set default 2;',
      },
      { up: 'create table y ();', down: 'drop table y;' },
    ])
    expect(result.migrations.map(({ reversible }) => reversible)).toEqual(['proved', 'disproved', 'proved'])
    expect(messagesOf({ migrations: result.migrations.slice(1, 2) })).toEqual([
      'down does not bring column public.a.m back',
      'down leaves column public.a.n different: it was "integer default 1" and is "integer default 2"',
      'down leaves table public.x',
      expect.stringContaining('drops column a.m'),
    ])
    expect(result.ok).toBe(false)
  })

  test('a failing up names its place, and what comes after it is not checked', async () => {
    const result = await check([{ up: 'select 1;\n\n  create table a (\n    id intt);' }, { up: 'select 1' }])
    expect(inShort(result)).toEqual(['1_m/up.sql:4:8 up-failed'])
    expect(result.migrations[0]!.findings[0]).toMatchObject({
      message: expect.stringContaining('type "intt" does not exist'),
      excerpt: '4 |     id intt);\n           ^',
    })
    expect(result.notChecked).toEqual(['2_m'])
    expect(result.ok).toBe(false)
  })

  test('a failing down names its place, and the check goes on', async () => {
    const result = await check([
      { up: 'create table a ();', down: '-- ä😀\ndrop table b;' },
      { up: 'create table b ();', down: 'drop table b;' },
    ])
    expect(inShort(result)).toEqual(['1_m/down.sql:2:1 down-failed'])
    expect(result.migrations.map(({ reversible }) => reversible)).toEqual(['disproved', 'proved'])
  })

  test('up that does not run again after down is found, though the catalog is the same', async () => {
    const result = await check([
      { up: 'create table log (id bigint primary key)', down: 'drop table log' },
      { up: 'insert into log values (1)', down: 'select 1' },
    ])
    expect(inShort(result)).toEqual(['2_m/up.sql:1:1 up-again-failed'])
  })

  test('up that makes something else the second time is found', async () => {
    const result = await check([
      { up: 'create table log (id bigint primary key)', down: 'drop table log' },
      {
        up: `do $$ begin
               if exists (select from log) then create table second (); else create table first (); end if;
               insert into log values (1) on conflict do nothing;
             end $$`,
        down: 'drop table first',
      },
    ])
    expect(messagesOf(result)).toEqual([
      'up after down does not make table public.first again',
      'up after down leaves table public.second, which up alone does not',
    ])
  })

  test('a missing down.sql is a warning, an error where it is required, and nothing with a reason', async () => {
    const files = [
      { up: 'create table a ()' },
      { up: '-- rowhouse-irreversible: the rows are gone\ncreate table b ()' },
    ]
    const lenient = await check(files)
    expect(inShort(lenient)).toEqual(['1_m/up.sql missing-down'])
    expect(lenient.ok).toBe(true)
    expect(lenient.migrations.map(({ reversible }) => reversible)).toEqual(['none', 'irreversible'])
    expect((await check(files, { requireDown: true })).ok).toBe(false)
    expect(inShort(await check([{ up: '-- rowhouse-irreversible\ncreate table a ()' }]))).toEqual([
      '1_m/up.sql irreversible-without-reason',
    ])
  })

  test('an index that is built concurrently runs alone, and is proved too', async () => {
    const result = await check([
      { up: 'create table a (n int)', down: 'drop table a' },
      { up: 'create index concurrently i on a (n);', down: 'drop index concurrently i;' },
    ])
    expect(inShort(result)).toEqual([])
    expect(result.migrations[1]).toMatchObject({ reversible: 'proved', effects: [{ lock: 'SHARE UPDATE EXCLUSIVE' }] })
  })

  test('what runs alone beside what runs in a transaction is refused with its place', async () => {
    const result = await check([{ up: 'create table a (n int);\n create index concurrently i on a (n);' }])
    expect(inShort(result)).toEqual(['1_m/up.sql:1:1 up-refused'])
  })

  test('transaction control is refused, in down too', async () => {
    const result = await check([{ up: 'create table a ()', down: 'drop table a; commit' }])
    expect(inShort(result)).toEqual(['1_m/down.sql:1:15 down-refused'])
  })

  test('rows from fixtures.sql show what fails on rows alone', async () => {
    const add = (fixtures?: string) => [
      { up: 'create table a (id bigint primary key)', down: 'drop table a' },
      {
        up: `-- rowhouse-ignore add-required-column, blocking-scan: for the test\nalter table a add column n int not null`,
        down: 'alter table a drop column n',
        ...(fixtures !== undefined && { fixtures }),
      },
    ]
    expect(inShort(await check(add()))).toEqual([])
    expect(inShort(await check(add('insert into a values (1)')))).toEqual(['2_m/up.sql:2:1 up-failed'])
  })

  test('rows stay for the later migrations, and go down and up with the tables', async () => {
    const result = await check([
      { up: 'create table a (id bigint primary key, n int)', down: 'drop table a' },
      { up: 'create table b ()', down: 'drop table b', fixtures: 'insert into a values (1, 1), (2, 1)' },
      { up: 'create unique index i on a (n)', down: 'drop index i' },
    ])
    expect(inShort(result)).toContain('3_m/up.sql:1:1 up-failed')
  })

  test('fixtures that fail are told with their place', async () => {
    const result = await check([
      { up: 'create table a ()', down: 'drop table a', fixtures: '\ninsert into a values (1)' },
    ])
    expect(inShort(result)).toEqual(['1_m/fixtures.sql:2:13 fixtures-failed'])
  })

  test('deferred constraints are looked at when a script ends', async () => {
    const result = await check([
      {
        up: `create table a (id int primary key, b int references a deferrable initially deferred);
             insert into a values (1, 2);`,
      },
    ])
    expect(inShort(result)).toContain('1_m/up.sql up-failed')
    expect(messagesOf(result)[0]).toMatch(/^at its commit: .*violates foreign key constraint/)
  })

  test('a deferred constraint is deferred again when up runs again', async () => {
    const result = await check([
      {
        up: 'create table a (id int primary key, b int references a deferrable initially deferred)',
        down: 'drop table a',
      },
      { up: `insert into a values (1, 2); insert into a values (2, 1);`, down: 'delete from a where id < 9' },
    ])
    expect(result.migrations.map(({ reversible }) => reversible)).toEqual(['proved', 'proved'])
  })

  test('settings of one migration do not reach the next, nor the proof', async () => {
    const result = await check([
      {
        up: 'create schema app; set search_path = app; create table a (); set role pg_monitor',
        down: 'drop schema app cascade',
      },
      { up: 'create table public.b ()', down: 'drop table b' },
    ])
    expect(inShort(result)).toEqual([])
  })

  test('one migration can be asked about, or those from one on', async () => {
    const files = [1, 2, 3].map((n) => ({ up: `create table t${n} ()` }))
    const names = async (options: Parameters<typeof check>[1]) =>
      (await check(files, options)).migrations.map(({ name }) => name)
    expect(await names({ only: '2' })).toEqual(['2_m'])
    expect(await names({ from: '2_m' })).toEqual(['2_m', '3_m'])
    await expect(check(files, { only: '4' })).rejects.toMatchObject({ code: 'MIGRATION_UNKNOWN' })
  })

  test('names of every kind are compared and told', async () => {
    const name = `a"b; drop table x; --'😀`
    const quoted = `"${name.replace('"', '""')}"`
    const result = await check([{ up: `create table ${quoted} (${quoted} int)`, down: 'select 1' }])
    expect(messagesOf(result)).toEqual([`down leaves table public.${quoted}`])
  })

  test('no migrations at all are no findings', async () => {
    expect(await check([])).toMatchObject({ ok: true, migrations: [], notChecked: [] })
  })
})

describe('the database to try on', () => {
  test('is told by version, and compared with the target', async () => {
    await using folder = await emptyFolder()
    const { url, drop } = await createOnServer()
    try {
      await using target = await connect(url)
      const { version } = await target.ping()
      const result = await checkMigrations({ folder: folder.path, target })
      expect(result).toMatchObject({
        scratch: { description: 'embedded database in memory', version: expect.stringMatching(/^18\./) },
        target: { version },
        sameMajorVersion: version.startsWith('18.'),
      })
      expect(await checkMigrations({ folder: folder.path })).not.toHaveProperty('sameMajorVersion')
    } finally {
      await drop()
    }
  })

  test('has the roles of the target, or without one those that the migrations name', async () => {
    await using folder = await emptyFolder()
    const { url, drop } = await createOnServer()
    await using target = await connect(url)
    const role = `"check ${process.pid}"`
    await target.script(`create role ${role}`)
    try {
      await folder.add('1_grant', `create table a (); grant select on a to ${role}`, 'drop table a')
      expect((await checkMigrations({ folder: folder.path, target })).ok).toBe(true)
      expect((await checkMigrations({ folder: folder.path })).ok).toBe(true)
      await folder.add('2_made', `create role "check made"; grant select on a to "check made"`, 'select 1')
      await target.script('create role "check made"')
      const made = await checkMigrations({ folder: folder.path, target, only: '2' })
      expect(inShort(made).filter((finding) => finding.includes('failed'))).toEqual([])
      await target.script('drop role "check made"')
      await folder.add('2_made', `grant select on a to nobody_there`, 'revoke select on a from nobody_there')
      expect((await checkMigrations({ folder: folder.path, target })).ok).toBe(false)
    } finally {
      await target.script(`drop role ${role}`)
      await target.close()
      await drop()
    }
  })

  test('is never the target, and never one that holds anything', async () => {
    await using folder = await emptyFolder()
    const { url, drop } = await createOnServer()
    try {
      await using target = await connect(url)
      const check = (address = url) => checkMigrations({ folder: folder.path, shadowUrl: address, target })
      await expect(check(url.replace('127.0.0.1', 'localhost'))).rejects.toMatchObject({
        code: 'SHADOW_REFUSED',
        message: expect.stringContaining('is the database that the migrations are for'),
      })
      for (const content of ['create table kept (n int)', 'create schema kept', 'create schema rowhouse']) {
        await target.script(content)
        const alone = checkMigrations({ folder: folder.path, shadowUrl: url })
        await expect(alone).rejects.toMatchObject({ code: 'SHADOW_REFUSED', message: /is not empty/ })
        await target.script(content.replace(/^create (\w+ \w+).*/, 'drop $1'))
      }
    } finally {
      await drop()
    }
  })

  test('is made beside the shadow, which stays empty, and is gone afterwards, also when a migration failed', async () => {
    await using folder = await emptyFolder()
    await folder.add(
      '1_all',
      `create extension pgcrypto; create schema "Odd ""one"; create type mood as enum ('sad'); create domain d as int;
       create table "Odd ""one".a (id int generated always as identity, mood mood); create table b (id serial primary key);
       create materialized view m as select id from b; create view v as select * from m;
       create function f(mood) returns int language sql as 'select 1'; create procedure p() language sql as '';
       create aggregate total(int) (sfunc = int4pl, stype = int); create type pair as (a int, b mood);
       create type span as range (subtype = int); create sequence s;`,
    )
    await folder.add('2_bad', 'create table c (); select nonsense')
    const { url, drop } = await createOnServer()
    try {
      expect((await checkMigrations({ folder: folder.path, shadowUrl: url })).ok).toBe(false)
      await using shadow = await connect(url)
      expect(await objectsOf(shadow)).toEqual([])
      expect(await shadow.many(`select extname from pg_extension`)).toEqual([{ extname: 'plpgsql' }])
      expect(await shadow.many(`select datname from pg_database where datname like 'rowhouse_scratch_%'`)).toEqual([])
    } finally {
      await drop()
    }
  })
})

test('a rule that does not exist cannot be left out', async () => {
  await using folder = await emptyFolder()
  await expect(checkMigrations({ folder: folder.path, without: ['drop-colum'] })).rejects.toMatchObject({
    code: 'INVALID_OPTION',
    message: expect.stringContaining('there is no rule drop-colum'),
  })
})

test('progress is told after each migration', async () => {
  await using folder = await emptyFolder()
  for (const name of ['1_a', '2_b']) await folder.add(name, 'select 1', 'select 1')
  const told: string[] = []
  await checkMigrations({
    folder: folder.path,
    onProgress: ({ name, done, total }) => told.push(`${name} ${done}/${total}`),
  })
  expect(told).toEqual(['1_a 1/2', '2_b 2/2'])
})
