import { describe, expect, test, vi } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import { diffProject } from './testing-support/project.ts'

vi.setConfig({ testTimeout: 300_000 })

const before = `
  create table teams (id int not null, name text);
  create table users (id int primary key, email text, team int, age int, old text, score int);
  create index users_old on users (old);
  create table events (id int not null, at date not null, kind text) partition by range (at);
  create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
  create table events_rest partition of events default;`

const after = `
  create table teams (id int not null primary key, name text);
  create table users (
    id int primary key,
    email text not null unique,
    team int references teams,
    age int check (age > 0),
    old text,
    score bigint
  );
  create index users_team on users (team);
  create table events (id int not null, at date not null, kind text) partition by range (at);
  create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
  create table events_rest partition of events default;
  create index events_kind on events (kind);`

const rows = `
  insert into teams values (1, 'a'), (2, 'b');
  insert into users values (1, 'a@x', 1, 30, 'o', 1), (2, 'b@x', 2, 40, 'p', 2);
  insert into events values (1, '2024-05-05', 'k'), (2, '2030-05-05', 'l');`

test('what would lock out others is done while they work', async () => {
  await using project = await diffProject(before)
  const { migrations } = await project.grow(after)
  const ups = new Map(migrations.map(({ purpose, up }) => [purpose, up]))
  expect([...ups.keys()]).toEqual([
    'changes',
    'indexes',
    'constraints',
    'validation',
    'requirements',
    'dropped_indexes',
  ])
  expect(ups.get('changes')).toContain('add constraint users_age_check check ((age > 0)) not valid;')
  expect(ups.get('changes')).toContain('check (email is not null) not valid;')
  expect(ups.get('indexes')).toContain('create unique index concurrently users_email_key on public.users (email);')
  expect(ups.get('indexes')).toContain('create unique index concurrently teams_pkey on public.teams (id);')
  expect(ups.get('indexes')).toContain('create index concurrently events_2024_kind_idx on public.events_2024')
  expect(ups.get('constraints')).toContain('add constraint users_email_key unique using index users_email_key;')
  expect(ups.get('constraints')).toContain('create index events_kind on only public.events')
  expect(ups.get('constraints')).toContain('attach partition public.events_2024_kind_idx;')
  expect(ups.get('validation')).toContain('validate constraint users_age_check;')
  expect(ups.get('requirements')).toContain('alter column email set not null;')
  expect(ups.get('dropped_indexes')).toContain('drop index concurrently public.users_old;')
  for (const up of ups.values()) expect(isMixed(up)).toBe(false)
})

function isMixed(text: string): boolean {
  const statements = text.split(';\n').filter((statement) => statement.trim() !== '')
  const alone = statements.filter((statement) => statement.includes(' concurrently '))
  return alone.length > 0 && alone.length < statements.length
}

describe.each(engines)('on $name', ({ open }) => {
  test('rows are there before, after, and after the way back', async () => {
    await using project = await diffProject(before)
    await project.grow(after)
    await using db = await open()
    await db.script(before)
    await db.script(rows)
    await project.up(db, 1)
    const users = 'select id, email, team, age, old, score from users order by id'
    expect(await db.many(users)).toEqual([
      { id: 1, email: 'a@x', team: 1, age: 30, old: 'o', score: 1 },
      { id: 2, email: 'b@x', team: 2, age: 40, old: 'p', score: 2 },
    ])
    const invalid = 'select count(*)::int as count from pg_index where not indisvalid'
    expect(await db.one(invalid)).toEqual({ count: 0 })
    await expect(db.execute('insert into users (id) values (3)')).rejects.toThrow('email')
    await project.down(db, 1)
    expect(await db.one('select count(*)::int as count from users')).toEqual({ count: 2 })
    await db.execute('insert into users (id) values (3)')
  })

  test('a value is added to an enum before it is used', async () => {
    await using project = await diffProject(`
      create type mood as enum ('sad', 'glad');
      create table people (id int primary key, mood mood not null default 'sad');`)
    const { migrations } = await project.grow(`
      create type mood as enum ('sad', 'calm', 'glad');
      create table people (id int primary key, mood mood not null default 'calm');`)
    expect(migrations.map(({ purpose }) => purpose)).toEqual(['enum_values', 'changes'])
    await using db = await open()
    await project.up(db)
    await db.execute('insert into people (id) values (1)')
    expect(await db.one('select mood from people')).toEqual({ mood: 'calm' })
    await expect(project.down(db, 1)).rejects.toThrow('calm')
  })
})

test('tables that the migrations make themselves stay plain', async () => {
  await using project = await diffProject('create table users (id int primary key);')
  const { migrations } = await project.grow(`
    create table users (id int primary key);
    create table notes (id int primary key, user_id int not null references users, note text unique);
    create index on notes (user_id);`)
  expect(migrations).toHaveLength(1)
  expect(migrations[0]!.up).not.toMatch(/concurrently|not valid/)
})
