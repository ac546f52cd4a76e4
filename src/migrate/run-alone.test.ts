import { describe, expect, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import { migrationStatus } from './status.ts'
import { worldOf } from './testing-support/world.ts'

const indexesOf = `
  select indexrelid::regclass::text as name, indisvalid as valid
  from pg_index
  where indrelid = 't'::regclass
  order by name`

describe.each(engines)('without a transaction on $name', ({ open }) => {
  test('each statement is sent alone, and the history is written at the end', async () => {
    await using world = await worldOf(open())
    await world.folder.add('1_t', 'create table t (a int, b int)', 'drop table t')
    await world.folder.add(
      '2_i',
      'create index concurrently i on t (a);\ncreate unique index concurrently "J j" on public.t (b);',
      'drop index concurrently i; drop index concurrently "J j"',
    )
    expect(await world.up()).toEqual(['1_t', '2_i'])
    expect(await world.db.many(indexesOf)).toEqual([
      { name: '"J j"', valid: true },
      { name: 'i', valid: true },
    ])
    expect(await world.db.many('select * from rowhouse.migration_statements')).toEqual([])
    expect(await world.down()).toEqual(['2_i'])
    expect(await world.db.many(indexesOf)).toEqual([])
  })

  test('a failed file goes on at the statement that failed, and what ran before it does not run again', async () => {
    await using world = await worldOf(open())
    await world.folder.add('1_t', 'create table t (a int); insert into t values (1), (1)')
    await world.folder.add(
      '2_i',
      'create index concurrently i on t (a);\nset work_mem = 65;\ncreate unique index concurrently j on t (a)',
    )
    await expect(world.up()).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      message: expect.stringContaining('2 of its 3 statements stand and will not run again'),
      facts: { line: 3, sqlState: '23505', statement: 3, statements: 3 },
    })
    expect(await world.db.many(indexesOf)).toEqual([{ name: 'i', valid: true }])
    expect(await world.states()).toEqual(['1_t: applied', '2_i: pending'])
    expect(await migrationStatus(world.db, { folder: world.folder.path })).toMatchObject([{}, { interrupted: 'up' }])
    await world.db.execute('delete from t')
    const notices: string[] = []
    expect(await world.up({ onNotice: ({ kind }) => notices.push(kind) })).toEqual(['2_i'])
    expect(notices).toEqual(['resuming'])
    expect(await world.db.many(indexesOf)).toEqual([
      { name: 'i', valid: true },
      { name: 'j', valid: true },
    ])
  })

  test('a statement that has run cannot be changed, one that failed can', async () => {
    await using world = await worldOf(open())
    await world.folder.add('1_t', 'create table t (a int); insert into t values (1), (1)')
    await world.folder.add('2_i', 'create index concurrently i on t (a); create unique index concurrently j on t (a)')
    await expect(world.up()).rejects.toMatchObject({ code: 'MIGRATION_FAILED' })
    await world.folder.add('2_i', 'create index concurrently k on t (a); create index concurrently j on t (a)')
    await expect(world.up()).rejects.toMatchObject({ code: 'MIGRATION_EDITED', facts: { statement: 1 } })
    await world.folder.add(
      '2_i',
      '-- mended\nCREATE INDEX concurrently i on t (a); create index concurrently j on t (a)',
    )
    expect(await world.up()).toEqual(['2_i'])
  })

  test('an interrupted migration has to be finished first', async () => {
    await using world = await worldOf(open())
    await world.folder.add('1_t', 'create table t (a int)', 'drop table t')
    await world.folder.add('2_i', 'create index concurrently i on t (a); create index concurrently j on nowhere (a)')
    await expect(world.up()).rejects.toMatchObject({ code: 'MIGRATION_FAILED' })
    await expect(world.down()).rejects.toMatchObject({
      code: 'MIGRATION_INTERRUPTED',
      message: expect.stringContaining('rowhouse migrate up'),
    })
    await world.folder.remove('2_i')
    await expect(world.up()).rejects.toMatchObject({ code: 'MIGRATION_INTERRUPTED' })
  })

  test('an index that somebody else left INVALID is not ours to drop, and a valid one is not taken for ours', async () => {
    await using world = await worldOf(open())
    await world.folder.add('1_t', 'create table t (a int); insert into t values (1), (1)')
    await world.up()
    await expect(world.db.script('create unique index concurrently i on t (a)')).rejects.toMatchObject({
      code: '23505',
    })
    await world.folder.add('2_i', 'create unique index concurrently i on t (a)')
    await expect(world.up()).rejects.toThrow(/INVALID index public\.i is there already/)
    await world.db.script('drop index concurrently i')
    await world.db.script('create index i on t (a)')
    for (let round = 0; round < 2; round += 1)
      await expect(world.up()).rejects.toMatchObject({ code: 'MIGRATION_FAILED', facts: { sqlState: '42P07' } })
  })

  test('a procedure that commits runs with the directive', async () => {
    await using world = await worldOf(open())
    await world.folder.add(
      '1_t',
      `create table t (a int);
       create procedure fill() language plpgsql as $$ begin
         for n in 1..3 loop insert into t values (n); commit; end loop;
       end $$`,
    )
    await world.folder.add('2_fill', '-- rowhouse: no transaction\ncall fill()')
    expect(await world.up()).toHaveLength(2)
    expect(await world.db.one('select count(*) as n from t')).toEqual({ n: 3 })
  })

  test('what a file sets reaches its own statements only, and not the history', async () => {
    await using world = await worldOf(open())
    await world.folder.add('1_t', 'create schema s; create table s.t (a int); create role index_guest superuser')
    await world.folder.add(
      '2_i',
      `set search_path = s; set default_transaction_read_only = off; set role index_guest;
       set client_encoding = 'LATIN1'; create index concurrently i on t (a)`,
    )
    await world.folder.add('3_who', 'create table who as select current_user::text as name')
    try {
      expect(await world.up()).toHaveLength(3)
      expect(await world.db.one(`select (select name from who) = session_user::text as same`)).toEqual({ same: true })
    } finally {
      await world.db.script('drop role index_guest')
    }
  })
})
