import { describe, expect, test, vi } from 'vitest'
import { type Engine, engines } from '../../../test/support/databases.ts'
import { detectDrift, type MigrationNotice } from '../index.ts'
import { objectsOf, type World, worldOf } from '../testing-support/world.ts'

// Some of these start a second embedded database.
vi.setConfig({ testTimeout: 300_000 })

const people = `
  create table people (id int primary key, name text not null, age int default 1);
  create index people_name on people (name);
  create view adults as select id from people where age > 17;
  create function one() returns int language sql as 'select 1'`

async function setup(open: Engine['open']): Promise<World> {
  const world = await worldOf(open())
  await world.folder.add('1_people', people, 'drop function one; drop view adults; drop table people')
  await world.up()
  return world
}

async function drifted({ db }: World): Promise<string[]> {
  return (await detectDrift(db)).objects.map(({ change, kind, name }) => `${change} ${kind} ${name}`)
}

describe.each(engines)('on $name', ({ open }) => {
  test('a database is as its last run left it', async () => {
    await using world = await setup(open)
    expect(await detectDrift(world.db)).toEqual({ source: 'snapshot', objects: [] })
    await world.folder.add('2_more', 'alter table people add column pet text', 'alter table people drop column pet')
    await world.up()
    await world.redo()
    expect(await detectDrift(world.db)).toEqual({ source: 'snapshot', objects: [] })
    await world.down()
    expect(await detectDrift(world.db)).toEqual({ source: 'snapshot', objects: [] })
  })

  test('what was changed by hand is found, settings, rights and half-built objects too', async () => {
    await using world = await setup(open)
    await world.db.script(`
      alter table people alter column age drop default;
      alter table people set (fillfactor = 70);
      alter table people enable row level security;
      alter table people add constraint old check (age > 0) not valid;
      grant select on people to pg_monitor;
      grant update (name) on people to pg_monitor;
      comment on table people is 'Humans';
      drop index people_name;
      create table "Stray ""one" (id int primary key, at date default '2020-01-01')`)
    await world.db.script(`insert into people values (1, 'ada', 1), (2, 'ada', 1)`)
    await expect(world.db.script('create unique index concurrently broken on people (name)')).rejects.toThrow()
    expect(await drifted(world)).toEqual([
      'missing index public.people_name',
      'different table public.people',
      'different column public.people.age',
      'unexpected table public."Stray ""one"',
      'unexpected constraint public.people.old',
      'unexpected index public.broken',
      'unexpected privilege on column public.people.name to pg_monitor',
      'unexpected privilege on table public.people to pg_monitor',
      'unexpected comment on table public.people',
    ])
    const broken = (await detectDrift(world.db)).objects.find(({ name }) => name === 'public.broken')
    expect(broken).toMatchObject({ revert: 'drop index "public"."broken"' })
    expect(broken).not.toHaveProperty('adopt')
  })

  test('the SQL to revert brings back what was, where no rows are lost', async () => {
    await using world = await setup(open)
    await change(world)
    for (const { revert } of (await detectDrift(world.db)).objects)
      if (revert !== undefined) await world.db.script(revert)
    expect(await drifted(world)).toEqual(['unexpected table public.stray', 'unexpected column public.people.pet'])
  })

  test('the SQL to adopt makes what is there in a database that has not drifted', async () => {
    await using world = await setup(open)
    await change(world)
    const { objects } = await detectDrift(world.db)
    await using other = await setup(open)
    for (const { adopt } of objects) await other.db.script(adopt!)
    const drift = (await detectDrift(other.db)).objects.map(({ adopt }) => adopt)
    expect(drift).toEqual(objects.map(({ adopt }) => adopt))
    expect(await objectsOf(other.db)).toEqual(await objectsOf(world.db))
  })

  test('a later run does not bless what was done by hand before it', async () => {
    await using world = await setup(open)
    await world.db.script(
      'drop index people_name; create table stray (); alter table people alter column age drop default',
    )
    await world.folder.add('2_more', 'create table pets (id int primary key)')
    await world.up()
    expect(await drifted(world)).toEqual([
      'missing index public.people_name',
      'different column public.people.age',
      'unexpected table public.stray',
    ])
  })

  test('a run that fails leaves a snapshot of what it has kept', async () => {
    await using world = await setup(open)
    await world.folder.add('2_pets', 'create table pets (id int primary key)')
    await world.folder.add('3_wrong', 'create table wrong (); select nonsense')
    await expect(world.up()).rejects.toMatchObject({ code: 'MIGRATION_FAILED' })
    expect(await detectDrift(world.db)).toEqual({ source: 'snapshot', objects: [] })
  })

  test('a file of which only a part stands is named', async () => {
    await using world = await setup(open)
    await world.db.script(`insert into people values (1, 'ada', 1), (2, 'ada', 1)`)
    await world.folder.add('2_index', 'create unique index concurrently names on people (name)')
    await expect(world.up()).rejects.toMatchObject({ code: 'MIGRATION_FAILED' })
    expect((await detectDrift(world.db)).interrupted).toBe('2_index')
  })

  test('without a snapshot of this state the history is run again elsewhere', async () => {
    await using world = await setup(open)
    await world.db.script(`
      update rowhouse.catalog_snapshot
      set applied = '{}'`)
    expect(await detectDrift(world.db)).toEqual({ source: 'replay', objects: [] })
    await world.db.script('drop view adults')
    expect(await detectDrift(world.db)).toMatchObject({ source: 'replay', objects: [{ name: 'public.adults' }] })
  })

  test('a database in which nothing has run is compared with nothing', async () => {
    await using world = await worldOf(open())
    await world.db.script('create table stray ()')
    expect(await drifted(world)).toEqual(['unexpected table public.stray'])
    expect(await objectsOf(world.db)).toEqual(['stray', 'stray', 'stray[]'])
  })

  test('names of every kind are only names', async () => {
    await using world = await setup(open)
    const odd = `a to "b.${process.pid}; drop table people; --`
    const quoted = `"${odd.replaceAll('"', '""')}"`
    await world.folder.add('2_odd', `create schema ${quoted}; create table ${quoted}.${quoted} (${quoted} int, n int)`)
    await world.up()
    await world.db.script(`create role ${quoted}`)
    try {
      const rights = `${quoted}.${quoted} to ${quoted}`
      await world.db.script(
        `grant select (${quoted}), update on ${rights}; comment on column ${quoted}.${quoted}.n is 'it''s odd'`,
      )
      const { objects } = await detectDrift(world.db, { schemas: [odd] })
      expect(objects.map(({ kind }) => kind)).toEqual(['privilege', 'privilege', 'comment'])
      for (const { revert } of objects) await world.db.script(revert!)
      expect(await detectDrift(world.db)).toMatchObject({ objects: [] })
      for (const { adopt } of objects) await world.db.script(adopt!)
      expect((await detectDrift(world.db, { schemas: [odd] })).objects).toEqual(objects)
      expect(await drifted(world)).toHaveLength(3)
    } finally {
      await world.db.script(`drop owned by ${quoted}; drop role ${quoted}`)
    }
  })

  test('only the schemas asked for are compared', async () => {
    await using world = await setup(open)
    await world.db.script('drop view adults; create schema other; create table other.stray ()')
    expect((await detectDrift(world.db, { schemas: ['other'] })).objects.map(({ name }) => name)).toEqual(['other'])
  })
})

test('a table that somebody has locked holds up no migration, and the history is run again for what could not be read', async () => {
  await using world = await setup(engines[0]!.open)
  await world.folder.add('2_pets', 'create table pets (id int primary key)')
  const notices: MigrationNotice[] = []
  await world.db.transaction(async (tx) => {
    await tx.script('lock table people in access exclusive mode')
    await world.up({ lockTimeout: 50, onNotice: (notice) => notices.push(notice) })
  })
  expect(notices.map(({ kind }) => kind)).toEqual(['no snapshot'])
  expect(await world.states()).toEqual(['1_people: applied', '2_pets: applied'])
  expect(await detectDrift(world.db)).toEqual({ source: 'replay', objects: [] })
})

function change({ db }: World): Promise<void> {
  return db.script(`
    drop index people_name;
    create index people_age on people (age);
    alter table people alter column age set default 2;
    alter table people alter column name drop not null;
    alter table people add column pet text;
    alter table people add constraint old check (age > 0) not valid;
    alter table people set (fillfactor = 70);
    alter table people enable row level security;
    create policy own on people using (id = 1);
    create or replace view adults as select id from people where age > 20;
    create or replace function one() returns int language sql as 'select 2';
    grant select, insert on people to pg_monitor with grant option;
    grant update (name) on people to pg_monitor;
    comment on column people.name is 'It''s a name';
    create table stray (id int primary key, at date default '2020-01-01', n int generated always as identity);
    create index stray_at on stray (at)`)
}
