import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import type { Database } from '../../index.ts'
import { create, createTestDatabase, withSandbox } from '../index.ts'

const schema = `
  create schema app;
  create type mood as enum ('good', 'bad');
  create domain percent as int check (value between 10 and 20);
  create domain short as varchar(5) not null;
  create table levels (id int primary key, place smallint not null unique check (place between 0 and 2));
  create table people (
    id int generated always as identity primary key,
    email text not null unique check (email like '%@%'),
    code text not null unique check (code ~ '^[a-z0-9-]+$'),
    mood mood not null,
    kind text not null check (kind in ('admin', 'member')),
    pin char(4) not null,
    nick varchar(3) not null unique,
    motto text not null check (char_length(motto) between 12 and 14),
    share percent not null,
    word short,
    big bigint not null,
    price numeric(6, 2) not null check (price > 100),
    tags text[] not null,
    profile jsonb not null,
    born date not null,
    seen timestamptz not null,
    pause interval not null,
    token uuid not null unique,
    address inet not null,
    validity daterange not null,
    raw bytea not null,
    active boolean not null,
    note text,
    created_at timestamptz not null default now(),
    initial text generated always as (left(email, 1)) stored
  );
  create table app."Teams" (id uuid primary key default gen_random_uuid(), "Full Name" text not null, unique ("Full Name"));
  create table app.members (
    team uuid not null references app."Teams",
    person int not null references people,
    level int not null,
    place smallint not null,
    mentor int references people,
    primary key (team, person),
    foreign key (level, place) references levels_of
  );
  create table nodes (id int primary key, parent int not null references nodes);
  create table points (at point not null);
  create table spans (low int not null, high int not null, constraint spans_ordered check (low > high));
  create table defaults (id serial, at timestamptz default now());`.replace(
  'create table app.members',
  'create table levels_of (id int, place smallint, primary key (id, place));\n create table app.members',
)

describe.each(engines)('create() on $name', ({ place, open }) => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.script(schema)
  })

  afterAll(() => db.close())

  test('makes up what the table requires, and respects its types and checks', async () => {
    await withSandbox(db, async (sandbox) => {
      const person = await create(sandbox, 'people', { note: 'mine', mood: 'bad' })
      expect(person).toMatchObject({
        email: 'people1@example.com',
        mood: 'bad',
        kind: 'admin',
        note: 'mine',
        tags: [],
        profile: {},
        born: '2025-01-02',
        active: false,
        initial: 'p',
      })
      const other = await create(sandbox, 'people')
      for (const column of ['email', 'code', 'nick', 'token', 'id']) expect(other[column]).not.toEqual(person[column])
    })
  })

  test('makes the same in every test', async () => {
    const rows = () =>
      withSandbox(db, async (sandbox) => {
        const { id, created_at, ...row } = await create(sandbox, 'people')
        return row
      })
    expect(await rows()).toEqual(await rows())
  })

  test('creates the rows that it refers to, and finds them by what is given of the key', async () => {
    await withSandbox(db, async (sandbox) => {
      const first = await create(sandbox, 'app.members')
      expect(await sandbox.one(`select * from app."Teams"`)).toMatchObject({
        id: first.team,
        'Full Name': 'Full Name 1',
      })
      const second = await create(sandbox, 'app.members', { team: first.team, place: first.place })
      expect(second).toMatchObject({ team: first.team, level: first.level, mentor: null })
      expect(second.person).not.toBe(first.person)
      const third = await create(sandbox, 'app.members', { person: second.person, place: 7 })
      expect(await sandbox.one('select * from levels_of where place = 7')).toEqual({ id: third.level, place: 7 })
    })
  })

  test('avoids what is there already', async () => {
    await withSandbox(db, async (sandbox) => {
      for (const id of [1, 2]) await sandbox.execute('insert into levels values ($1, $2)', [id, id])
      const rows = [await create(sandbox, 'levels')]
      expect(rows.map((row) => row.place)).toEqual([0])
      await expect(create(sandbox, 'levels')).rejects.toMatchObject({ code: '23505' })
      await expect(create(sandbox, 'levels', { id: 1 })).rejects.toMatchObject({ constraint: 'levels_pkey' })
    })
  })

  test('inserts nothing when it fails', async () => {
    const attempt = create(db, 'app.members', { place: 'seven' })
    await expect(attempt).rejects.toMatchObject({ code: expect.stringMatching(/22P02|INVALID_PARAMETER/) })
    expect(await db.one('select count(*) from people')).toEqual({ count: 0 })
  })

  test('says which column to give', async () => {
    await withSandbox(db, async (sandbox) => {
      const messages: Record<string, RegExp> = {
        nodes: /public\.nodes'\): its rows need one of public\.nodes, .*give parent/,
        points: /no point could be made up for at; give it: \{ at: … \}/,
        spans: /the check spans_ordered refused the row; give low or high as well/,
        nothing: /there is no table nothing/,
      }
      for (const [table, message] of Object.entries(messages)) {
        await expect(create(sandbox, table)).rejects.toMatchObject({
          code: 'FACTORY_INVALID',
          message: expect.stringMatching(message),
        })
      }
      expect(await create(sandbox, 'nodes', { id: 5, parent: 5 })).toEqual({ id: 5, parent: 5 })
      await expect(create(sandbox, 'spans', { lo: 1 })).rejects.toMatchObject({
        message: expect.stringMatching(/has no column lo; did you mean "low"/),
      })
      expect(await create(sandbox, 'defaults', { at: undefined })).toMatchObject({ id: 1 })
    })
  })

  test('fills the tables of an application', async () => {
    const project = fileURLToPath(new URL('../../../apps/calistheniq', import.meta.url))
    await using app = await createTestDatabase({ ...place, project })
    const session = await create(app, 'workout_sessions', { session_type: 'push', level_id: 1 })
    expect(await app.one('select email, name from users where id = $1', [session.user_id])).toEqual({
      email: 'user1@example.com',
      name: 'name 1',
    })
    const config = await create(app, 'user_exercise_configs', {
      current_sets: [{ reps: 8 }],
      exercise_id: (await app.one<{ id: string }>(`select id from exercises where slug = 'push-up'`)).id,
    })
    expect(config.current_tempo).toBe('hold')
    await expect(create(app, 'workout_sessions', { session_type: 'push' })).rejects.toMatchObject({
      message: expect.stringMatching(/the check workout_sessions_level_known refused the row; give level_id as well/),
    })
    await expect(create(app, 'exercises')).rejects.toMatchObject({ message: expect.stringMatching(/default_sets/) })
    const level = await create(app, 'user_current_levels')
    expect(level).toMatchObject({ current_level: 0 })
  })
})
