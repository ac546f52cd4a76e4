import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Engine, engines } from '../../../test/support/databases.ts'
import type { Database } from '../../database/index.ts'
import { migrateUp } from '../../migrate/index.ts'
import { type Report, verify } from '../index.ts'

describe.each(engines)('on $name', ({ open }) => {
  test('a database that its migrations made has nothing to find', async () => {
    await using world = await setup(open)
    const report = await world.verify()
    expect(report.findings).toEqual([])
    expect(report.checks.filter((check) => check.status !== 'ok')).toEqual([])
  })

  test('a database without a history is compared with nothing', async () => {
    await using world = await setup(open, { migrated: false })
    await world.db.script('create table stray (id int primary key)')
    expect(found(await world.verify())).toEqual([
      'error migrations 1_people',
      'error migrations 2_posts',
      'warning drift public.stray',
    ])
  })

  test('what was changed behind the migrations is found', async () => {
    await using world = await setup(open)
    await world.db.script(`
      alter table people drop column nick;
      drop index people_name_idx;
      drop view titles;
      create table stray (id int primary key, name text unique);
      alter table posts alter column title type varchar(50);
      alter table posts drop constraint title_is_short;
      alter table people add column phone text;
      comment on table people is 'Humans'`)
    const report = await world.verify()
    expect(found(report)).toEqual([
      'error drift public.people.nick',
      'error drift public.posts.title_is_short',
      'error drift public.people_name_idx',
      'error drift public.titles',
      'error drift public.posts.title',
      'warning drift public.stray',
      'warning drift public.people.phone',
      'info drift on table public.people',
    ])
    expect(report.findings.map((finding) => finding.message)).toContain(
      'column public.posts.title is "character varying(50) not null", but the migrations make it "text not null"; ' +
        'put the change in a migration, or take it back',
    )
  })

  test('drift that holds no rows goes away when the fixes are run', async () => {
    await using world = await setup(open)
    await world.db.script(`
      alter table people drop column nick;
      drop index people_name_idx;
      create index stray on people (name, id);
      alter table posts drop constraint title_is_short;
      alter table posts add constraint stray check (title <> 'x');
      drop trigger stamp on posts;
      drop trigger loud on posts;
      create trigger "Stray One" before insert on posts for each row execute function stamp();
      create or replace function stamp() returns trigger language plpgsql as 'begin return null; end';
      create function stray(a text, b int default 1) returns int language sql as 'select 1';
      drop view titles;
      create view stray_view as select 1 as one;
      drop policy own on posts;
      create policy stray on people using (true);
      alter domain short drop constraint is_short;
      drop type mood;
      create or replace view people_names as select id, name || '!' as name from people`)
    const { findings } = await world.verify()
    expect(findings.filter((finding) => finding.fix === undefined)).toEqual([])
    for (const { fix } of findings) await world.db.script(fix ?? '')
    expect((await world.verify()).findings).toEqual([])
  })

  test('a fix never drops what holds rows', async () => {
    await using world = await setup(open)
    await world.db.script(
      'create table stray (id int primary key); alter table people add column phone text; drop table posts cascade',
    )
    const { findings } = await world.verify()
    expect(findings.map((finding) => [finding.object, finding.fix])).toEqual([
      ['public.posts', undefined],
      ['public.titles', expect.stringContaining('create view')],
      ['public.stray', undefined],
      ['public.people.phone', undefined],
    ])
  })

  test('pending, edited, missing and late migrations are found', async () => {
    await using world = await setup(open)
    await world.write('2_posts', `${posts}; select 'edited'`)
    await world.write('15_late', 'select 1')
    await rm(join(world.folder, '1_people'), { recursive: true })
    await world.write('0_early', 'select 1')
    const report = await world.verify(['migrations'])
    expect(report.findings.map(({ message, fix }) => [message, fix])).toEqual([
      ['migration 0_early is not applied, though a newer one is; give its folder a newer version', undefined],
      ['migration 1_people was applied, but its folder is gone; restore the folder', undefined],
      [
        'migration 2_posts was edited after it was applied; restore the file and put the change in a new migration',
        undefined,
      ],
      ['migration 15_late is not applied yet', 'rowhouse migrate up'],
    ])
  })

  test('a folder of migrations that cannot be read is a finding', async () => {
    await using world = await setup(open)
    await rm(join(world.folder, '2_posts', 'up.sql'))
    const { findings } = await world.verify(['migrations'])
    expect(findings).toMatchObject([
      { object: world.folder, message: expect.stringMatching(/2_posts: the folder holds no up.sql/) },
    ])
  })

  test('the migrations as they were applied say what is expected, not their files', async () => {
    await using world = await setup(open)
    await world.write('2_posts', 'create table something_else ()')
    expect(found(await world.verify(['drift']))).toEqual([])
  })

  test('migrations may name the roles of the server; what roles may do is not compared', async () => {
    await using world = await setup(open)
    const role = `reader_${process.pid}_${Math.random().toString(36).slice(2, 8)}`
    await world.db.script(`create role ${role}`)
    try {
      await world.write('3_rights', `grant select on people to ${role}; create policy reading on posts to ${role}`)
      await migrateUp(world.db, { folder: world.folder })
      await world.db.script(`revoke select on people from ${role}`)
      expect(await world.verify(['drift'])).toMatchObject({ findings: [], checks: [{ status: 'ok' }] })
    } finally {
      await world.db.script(`drop owned by ${role}; drop role ${role}`)
    }
  })

  test('migrations that run without a transaction, and roles that they create, are expected like others', async () => {
    await using world = await setup(open)
    const role = `maker_${process.pid}_${Math.random().toString(36).slice(2, 8)}`
    await world.write('3_index', 'create index concurrently titles_index on posts (title); vacuum posts')
    await world.write(
      '4_fill',
      `-- rowhouse: no transaction\ndo $$ begin insert into people (name) values ('ada'); commit; end $$`,
    )
    await world.write('5_role', `create role ${role}; create policy made on posts to ${role}`)
    await migrateUp(world.db, { folder: world.folder })
    try {
      expect(await world.verify(['drift'])).toMatchObject({ findings: [], checks: [{ status: 'ok' }] })
      await world.db.script('drop index titles_index')
      expect(found(await world.verify(['drift']))).toEqual(['error drift public.titles_index'])
    } finally {
      await world.db.script(`drop policy made on posts; drop role ${role}`)
    }
  })

  test('drift is skipped, with the reason, when the embedded PostgreSQL cannot run the migrations', async () => {
    await using world = await setup(open)
    await world.db.execute(`
      insert into rowhouse.migrations (version, name, up_sql, raw_checksum, semantic_checksum, duration_ms)
      values ('3', '3_maps', 'create extension maps', '', '', 0)`)
    const { checks } = await world.verify(['drift'])
    expect(checks).toMatchObject([
      {
        status: 'skipped',
        reason: expect.stringMatching(/^migration 3_maps does not run on the embedded PostgreSQL: .*maps/),
      },
    ])
  })

  test('only the schemas asked for are compared', async () => {
    await using world = await setup(open)
    await world.db.script('create schema other; create table other.stray (id int primary key); drop view titles')
    const { findings } = await verify(world.db, { migrations: world.folder, schemas: ['other'], checks: ['drift'] })
    expect(findings.map((finding) => finding.object)).toEqual(['other'])
  })
})

const people = `
  create domain short as text constraint is_short check (length(value) < 9);
  create type mood as enum ('glad', 'sad');
  create table people (id bigint generated always as identity primary key, name text not null, nick text);
  create index people_name_idx on people (name);
  create view people_names as select id, name from people;
  comment on table people is 'People'`

const posts = `
  set search_path = public;
  create table posts (
    id bigint generated always as identity primary key,
    person_id bigint not null references people,
    title text not null constraint title_is_short check (length(title) < 100)
  );
  create index on posts (person_id);
  create view titles as select title from posts;
  create function stamp() returns trigger language plpgsql as $$ begin return new; end $$;
  create trigger stamp before insert on posts for each row execute function stamp();
  create trigger loud before insert on posts for each row execute function stamp();
  alter table posts enable always trigger loud;
  create policy own on posts for select using (id > 0)`

interface World extends AsyncDisposable {
  readonly db: Database
  readonly folder: string
  write(name: string, up: string): Promise<void>
  verify(checks?: readonly string[]): Promise<Report>
}

async function setup(open: Engine['open'], { migrated = true } = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'rowhouse-verify-'))
  const write = async (name: string, up: string) => {
    await mkdir(join(folder, name), { recursive: true })
    await writeFile(join(folder, name, 'up.sql'), up)
  }
  await write('1_people', people)
  await write('2_posts', posts)
  const db = await open()
  if (migrated) await migrateUp(db, { folder })
  return {
    db,
    folder,
    write,
    verify: (checks = ['migrations', 'drift']) => verify(db, { migrations: folder, checks }),
    [Symbol.asyncDispose]: async () => {
      await db.close()
      await rm(folder, { recursive: true })
    },
  }
}

function found({ findings }: Report): string[] {
  return findings.map((finding) => `${finding.severity} ${finding.check} ${finding.object}`)
}
