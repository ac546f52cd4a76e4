import { describe, expect, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import { migrationStatus } from './status.ts'
import { objectsOf, worldOf } from './testing-support/world.ts'
import type { MigrationProgress } from './work.ts'

describe.each(engines)('on $name', ({ open }) => {
  test('up applies all that is pending, down reverts one, and status tells', async () => {
    await using world = await worldOf(open())
    await world.folder.add('1_a', 'create table a ()', 'drop table a')
    await world.folder.add('2_b', 'create table b ()', 'drop table b')
    expect(await world.states()).toEqual(['1_a: pending', '2_b: pending'])
    expect(await objectsOf(world.db)).toEqual([])
    expect(await world.up()).toEqual(['1_a', '2_b'])
    expect(await world.up()).toEqual([])
    expect(await world.tables()).toEqual(['a', 'b'])
    expect(await world.down()).toEqual(['2_b'])
    expect(await world.tables()).toEqual(['a'])
    expect(await world.states()).toEqual(['1_a: applied', '2_b: pending'])
  })

  test('to and steps say how far', async () => {
    await using world = await worldOf(open())
    for (const name of ['1_a', '2_b', '3_c', '4_d']) await world.folder.add(name, 'select 1', 'select 1')
    expect(await world.up({ to: '2' })).toEqual(['1_a', '2_b'])
    expect(await world.up({ steps: 1 })).toEqual(['3_c'])
    await expect(world.up({ to: '5' })).rejects.toMatchObject({ code: 'MIGRATION_UNKNOWN' })
    expect(await world.down({ to: '2_b' })).toEqual(['3_c'])
    expect(await world.down({ steps: 5 })).toEqual(['2_b', '1_a'])
    expect(await world.down()).toEqual([])
  })

  test('redo reverts the newest and applies it as its file is now', async () => {
    await using world = await worldOf(open())
    expect(await world.redo()).toEqual({ reverted: [], applied: [] })
    await world.folder.add('1_a', 'create table a ()', 'drop table a')
    await world.up()
    await world.folder.add('1_a', 'create table a (id int)', 'drop table a')
    expect(await world.states()).toEqual(['1_a: edited'])
    expect(await world.redo()).toMatchObject({ reverted: [{ name: '1_a' }], applied: [{ name: '1_a' }] })
    expect(await world.states()).toEqual(['1_a: applied'])
    await world.db.query('select id from a')
  })

  test('down of everything leaves no object, and up works again', async () => {
    await using world = await worldOf(open())
    await world.folder.add(
      '1_types',
      `create type mood as enum ('sad', 'happy');
       create schema app;
       create table app.t (id int generated always as identity primary key, mood mood);
       create function app.f() returns bigint language sql begin atomic select count(*) from app.t; end;`,
      'drop schema app cascade; drop type mood',
    )
    for (let round = 0; round < 2; round += 1) {
      expect(await world.up()).toEqual(['1_types'])
      expect(await world.down({ all: true })).toEqual(['1_types'])
      expect(await objectsOf(world.db)).toEqual([])
    }
  })

  test('the schema of the history stays while something else stands in it', async () => {
    await using world = await worldOf(open())
    await world.folder.add('1_a', 'create table rowhouse.mine ()', 'select 1')
    await world.up()
    await world.down({ all: true })
    expect(await objectsOf(world.db)).toContain('rowhouse.mine')
    expect(await objectsOf(world.db)).not.toContain('rowhouse.migrations')
  })

  test('the history says when, by whom and how long', async () => {
    await using world = await worldOf(open())
    await world.folder.add('1_a', 'select pg_sleep(0.05)')
    const before = Date.now()
    await world.up()
    const [status] = await migrationStatus(world.db, { folder: world.folder.path })
    expect(status!.appliedAt!.getTime()).toBeGreaterThan(before - 1000)
    expect(status!.appliedBy).toMatch(/./)
    expect(status!.durationMs).toBeGreaterThanOrEqual(50)
  })

  test('progress is told after each migration', async () => {
    await using world = await worldOf(open())
    await world.folder.add('1_a', 'select 1')
    await world.folder.add('2_b', 'select 1')
    const told: MigrationProgress[] = []
    await world.up({ onProgress: (progress) => told.push(progress) })
    expect(told).toEqual([
      { name: '1_a', direction: 'up', done: 1, total: 2 },
      { name: '2_b', direction: 'up', done: 2, total: 2 },
    ])
  })

  describe('files and history disagree', () => {
    test('an edited migration is refused, a cosmetic edit is not', async () => {
      await using world = await worldOf(open())
      await world.folder.add('1_a', 'create table a (id int)')
      await world.up()
      await world.folder.add('1_a', '\ufeff-- the first\r\nCREATE TABLE a (\r\n  id int\r\n);\r\n')
      expect(await world.up()).toEqual([])
      expect(await world.states()).toEqual(['1_a: applied'])
      await world.folder.add('1_a', 'create table a (id bigint)')
      await world.folder.add('2_b', 'create table b ()')
      await expect(world.up()).rejects.toMatchObject({
        code: 'MIGRATION_EDITED',
        message: expect.stringMatching(
          /put the change in a new migration\n--- what was applied\n[\s\S]*\n-create table a \(id int\)\n\+create table a \(id bigint\)$/,
        ),
      })
      expect(await world.states()).toEqual(['1_a: edited', '2_b: pending'])
    })

    test('a missing folder is refused, and can be reverted from the history', async () => {
      await using world = await worldOf(open())
      await world.folder.add('1_a', 'create table a ()', 'drop table a')
      await world.up()
      await world.folder.remove('1_a')
      await expect(world.up()).rejects.toMatchObject({ code: 'MIGRATION_MISSING' })
      expect(await world.states()).toEqual(['1_a: missing'])
      expect(await world.down()).toEqual(['1_a'])
      expect(await world.tables()).toEqual([])
    })

    test('a late migration is refused', async () => {
      await using world = await worldOf(open())
      await world.folder.add('2_b', 'select 1')
      await world.up()
      await world.folder.add('1_a', 'select 1')
      await expect(world.up()).rejects.toMatchObject({ code: 'MIGRATION_OUT_OF_ORDER' })
      expect(await world.states()).toEqual(['1_a: out of order', '2_b: applied'])
    })

    test('a migration without down.sql stops down before anything has run', async () => {
      await using world = await worldOf(open())
      await world.folder.add('1_a', 'create table a ()')
      await world.folder.add('2_b', 'create table b ()', 'drop table b')
      await world.up()
      await expect(world.down({ steps: 2 })).rejects.toMatchObject({ code: 'MIGRATION_IRREVERSIBLE' })
      expect(await world.tables()).toEqual(['a', 'b'])
    })
  })

  describe('a migration fails', () => {
    test('the message shows the place, and what stands', async () => {
      await using world = await worldOf(open())
      await world.folder.add('1_a', 'create table a (id int)')
      await world.folder.add('2_b', 'create table b ();\r\n-- 😀\r\nselect idd\r\nfrom a;')
      const error = await world.up().catch((failure) => failure)
      expect(error).toMatchObject({
        code: 'MIGRATION_FAILED',
        facts: { version: '2', name: '2_b', line: 3, column: 8, sqlState: '42703', finished: ['1_a'] },
        cause: { name: 'DatabaseError' },
      })
      expect(error.message.replace(world.folder.path, 'migrations')).toBe(
        [
          'migration 2_b failed at migrations/2_b/up.sql:3:8: column "idd" does not exist',
          'hint: Perhaps you meant to reference the column "a.id".',
          '',
          '3 | select idd',
          '           ^',
          '',
          'it left nothing behind; mend the file and run it again; what ran before it stays as it is: 1_a',
        ].join('\n'),
      )
      expect(await world.tables()).toEqual(['a'])
      expect(await world.states()).toEqual(['1_a: applied', '2_b: pending'])
    })

    test('an error without a position is shown at its statement', async () => {
      await using world = await worldOf(open())
      await world.folder.add('1_a', 'create table a ();\n\ncreate table a ();\n')
      await expect(world.up()).rejects.toMatchObject({ facts: { line: 3, column: 1, sqlState: '42P07' } })
      expect(await world.tables()).toEqual([])
    })

    test('a deferred constraint fails at the commit and leaves nothing, not even in the history', async () => {
      await using world = await worldOf(open())
      await world.folder.add(
        '1_a',
        `create table a (id int primary key, b int references a deferrable initially deferred);
         insert into a values (1, 2);`,
      )
      await expect(world.up()).rejects.toMatchObject({ code: 'MIGRATION_FAILED', facts: { sqlState: '23503' } })
      expect(await world.tables()).toEqual([])
      expect(await world.states()).toEqual(['1_a: pending'])
    })

    test('a COMMIT that reading cannot find is refused by the server', async () => {
      await using world = await worldOf(open())
      await world.folder.add('1_a', 'create table a ();\ndo $$ begin commit; end $$')
      await expect(world.up()).rejects.toMatchObject({ facts: { line: 2, sqlState: '2D000' } })
      expect(await world.tables()).toEqual([])
    })

    test('a mended file can be run again', async () => {
      await using world = await worldOf(open())
      await world.folder.add('1_a', 'create tabel a ()')
      await expect(world.up()).rejects.toMatchObject({ code: 'MIGRATION_FAILED' })
      await world.folder.add('1_a', 'create table a ()')
      expect(await world.up()).toEqual(['1_a'])
    })

    test('a failing down leaves the migration applied', async () => {
      await using world = await worldOf(open())
      await world.folder.add('1_a', 'create table a ()', 'drop table a; drop table nowhere')
      await world.up()
      await expect(world.down()).rejects.toMatchObject({ code: 'MIGRATION_FAILED', facts: { sqlState: '42P01' } })
      expect(await world.tables()).toEqual(['a'])
      expect(await world.states()).toEqual(['1_a: applied'])
    })
  })

  test('what must not run is refused before anything has run', async () => {
    await using world = await worldOf(open())
    await world.folder.add('1_a', 'create table a ()', 'drop table a; commit')
    await world.folder.add('2_b', 'create table b ();\ncommit;')
    await expect(world.up()).rejects.toMatchObject({ code: 'MIGRATION_INVALID', facts: { line: 2, column: 1 } })
    expect(await objectsOf(world.db)).toEqual([])
    await world.up({ to: '1' })
    await expect(world.down()).rejects.toMatchObject({ code: 'MIGRATION_INVALID' })
    expect(await world.tables()).toEqual(['a'])
  })

  test('what one file does to its session does not reach the next, nor the pool', async () => {
    await using world = await worldOf(open())
    await world.folder.add(
      '1_a',
      `create role migration_guest;
       create schema elsewhere;
       select set_config('search_path', '', false);
       set search_path = elsewhere, pg_temp;
       set default_transaction_read_only = on;
       create temporary table b (trap int);
       create table a ();
       set role migration_guest;`,
      'drop schema elsewhere cascade; drop role migration_guest',
    )
    await world.folder.add('2_b', 'create table b ()', 'drop table b')
    try {
      expect(await world.up()).toEqual(['1_a', '2_b'])
      expect(await world.tables()).toEqual(['b'])
      expect(await world.db.one('select current_user = session_user as same')).toEqual({ same: true })
    } finally {
      await world.down({ all: true })
    }
    expect(await objectsOf(world.db)).toEqual([])
  })

  test('bodies with semicolons, quotes and transaction words are one statement', async () => {
    await using world = await worldOf(open())
    await world.folder.add(
      '1_functions',
      `create function one() returns int language plpgsql as $fn$ begin /* commit; */ return 1; end $fn$;
       create function two() returns int language sql begin atomic
         select case when true then 1 end; -- commit;
         select case one() when 1 then 2 else 3 end;
       end;
       do $$ begin execute 'create table "begin; commit" (n int)'; end $$;
       create rule r as on delete to "begin; commit" do also (select 1; select 2);
       insert into "begin; commit" select two();`,
    )
    await world.up()
    expect(await world.db.one('select n from "begin; commit"')).toEqual({ n: 2 })
  })

  test('hostile names are only names', async () => {
    await using world = await worldOf(open())
    const names = [`1_'; drop schema rowhouse cascade; --`, '2_a"b$1', '3_%s列 😀', '4_\\']
    for (const name of names) await world.folder.add(name, 'select 1', 'select 1')
    expect(await world.up()).toEqual(names)
    expect(await world.states()).toEqual(names.map((name) => `${name}: applied`))
    expect(await world.down({ all: true })).toEqual(names.toReversed())
  })

  test('three hundred migrations', async () => {
    await using world = await worldOf(open())
    for (let n = 1; n <= 300; n += 1) await world.folder.add(`${n}_t`, `create table t${n} ()`, `drop table t${n}`)
    expect(await world.up()).toHaveLength(300)
    expect(await world.down({ all: true })).toHaveLength(300)
    expect(await world.tables()).toEqual([])
  })

  test('several runs on one Database take their turns', async () => {
    await using world = await worldOf(open())
    await world.folder.add('1_a', 'create table a ()')
    await world.folder.add('2_b', 'create table b ()')
    const runs = await Promise.all(Array.from({ length: 12 }, () => world.up()))
    expect(runs.flat().toSorted()).toEqual(['1_a', '2_b'])
  })
})
