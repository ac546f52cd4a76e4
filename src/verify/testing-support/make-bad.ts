import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { loadConfig, type Project } from '../../config/index.ts'
import type { Database } from '../../database/index.ts'
import { isUniqueViolation } from '../../errors/index.ts'
import { badSchema } from './schemas.ts'

/** Builds the bad schema. One of its statements builds a unique index over duplicates, to leave an invalid index behind. */
export async function makeBad(db: Database): Promise<void> {
  for (const statements of badSchema) {
    try {
      await db.script(statements)
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
    }
  }
}

const project: Readonly<Record<string, string>> = {
  'rowhouse.config.mjs': `export default {
    columnTypes: { 'heavy.colour': "'red' | 'green'" },
    verify: { shardKey: 'pet_id' },
  }`,
  'migrations/1_never/up.sql': 'create table never (id bigint primary key)',
  'migrations/1_never/down.sql': 'drop table never',
  'src/queries.ts': `
    export const wrong = (db) => db.many('select nothing from nowhere')
    export const slow = (db, note) => db.many('select id from large where note = $1', [note])`,
  'src/generated/tables.ts': '// what was generated long ago',
}

/** Writes a project of which no file fits its database into a temporary folder, which the caller removes. */
export async function makeBadProject(): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'rowhouse-verify-'))
  for (const [name, text] of Object.entries(project)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  return loadConfig(folder)
}

/** Tables whose statistics and indexes are bad, which an engine must have run for a while to show. */
export async function makeNeglected(db: Database): Promise<void> {
  await db.script(`
    create table public.heavy (
      id bigint primary key,
      note text not null,
      colour text not null check (colour in ('red', 'blue'))
    );
    create index heavy_colour on public.heavy (colour);
    insert into public.heavy select n, repeat('x', 100), 'red' from generate_series(1, 20000) as n;
    create table public.bloated (id bigint primary key, note text not null);
    insert into public.bloated select n, repeat('x', 500) from generate_series(1, 5000) as n;
    delete from public.bloated where id < 4990`)
  await db.script('vacuum analyze public.bloated')
  await db.script(`
    create table public.large (id bigint primary key, note text not null);
    insert into public.large select n, n::text from generate_series(1, 20000) as n;
    analyze public.large`)
  for (let scans = 0; scans < 52; scans++) await db.execute(`select from public.heavy where note = 'y'`)
  await db.script('delete from public.heavy where id % 2 = 0; select pg_stat_force_next_flush()')
}

/** An index of which a function says something else than when it was built. */
export async function makeCorrupt(db: Database): Promise<void> {
  await db.script(`
    create extension amcheck schema public;
    create table public.sorted_names (name text primary key);
    create function public.key_of(name text) returns text language plpgsql immutable as 'begin return name; end';
    create index sorted_names_key on public.sorted_names (public.key_of(name));
    insert into public.sorted_names values ('a'), ('b');
    create or replace function public.key_of(name text) returns text language plpgsql immutable
      as $$ begin return name || '!'; end $$`)
}
