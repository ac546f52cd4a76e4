import { RowhouseError } from '../errors/index.ts'
import type { Queryable, Transaction } from '../query/index.ts'
import { lockMigration, ownTransaction, type Patience } from './lock.ts'

/** Makes the history, or brings one that an older version of Rowhouse made to the layout of this one. */
export async function prepareHistory(db: Queryable, patience: Patience): Promise<void> {
  if ((await readLayout(db)) === layouts.length) return
  await db.transaction(async (tx) => {
    // `create schema if not exists` alone does not stand against a second runner.
    await lockMigration(tx, patience)
    await upgrade(tx, await readLayout(tx))
  }, ownTransaction)
}

/** The number of the history's layout: 0 when there is none. Throws `MIGRATION_UNSUPPORTED` for one of the future. */
export async function readLayout(db: Queryable): Promise<number> {
  const { migrations, layout } = await db.one<{ migrations: boolean; layout: boolean }>(`
    select ${exists('migrations')} as migrations, ${exists('history_layout')} as layout`)
  if (!layout) return migrations ? 1 : 0
  const { version } = await db.one<{ version: number }>('select version from rowhouse.history_layout')
  if (version > layouts.length) throw fromTheFuture(version)
  return version
}

const tables = ['catalog_snapshot', 'migration_statements', 'history_layout', 'migrations']

/** Drops all that `prepareHistory` makes, and the schema with it unless something else stands there. */
export async function dropHistory(tx: Transaction): Promise<void> {
  await tx.script(`drop table if exists ${tables.map((name) => `rowhouse.${name}`).join(', ')}`)
  await tx.script(`
    do $$ begin
      drop schema if exists rowhouse restrict;
    exception when dependent_objects_still_exist then null;
    end $$`)
}

async function upgrade(tx: Transaction, from: number): Promise<void> {
  for (const definition of layouts.slice(from)) await tx.script(definition)
  if (from < layouts.length) await tx.execute('update rowhouse.history_layout set version = $1', [layouts.length])
}

// Not to_regclass(): it answers from a cache that, within a transaction, may not know yet what another one has just committed.
function exists(table: 'migrations' | 'history_layout'): string {
  return `exists (select from pg_catalog.pg_tables where schemaname = 'rowhouse' and tablename = '${table}')`
}

function fromTheFuture(version: number): RowhouseError {
  return new RowhouseError(
    'MIGRATION_UNSUPPORTED',
    `the history of this database has layout ${version}, and this version of Rowhouse knows ${layouts.length}; update Rowhouse`,
    { facts: { layout: version, known: layouts.length } },
  )
}

/** What turns each layout into the next. What has been released is never changed, only added to. */
const layouts: readonly string[] = [
  `create schema if not exists rowhouse;
   comment on schema rowhouse is 'What Rowhouse remembers about this database.';
   create table rowhouse.migrations (
     version text primary key check (version ~ '^[0-9]+$'),
     name text not null,
     up_sql text not null,
     down_sql text,
     raw_checksum text not null,
     semantic_checksum text not null,
     applied_at timestamptz not null default clock_timestamp(),
     applied_by text not null default session_user,
     duration_ms integer not null check (duration_ms >= 0)
   );
   create unique index migrations_version_is_a_number on rowhouse.migrations ((version::numeric));
   comment on table rowhouse.migrations is 'The migrations that are applied to this database; written by rowhouse migrate.'`,

  `create table rowhouse.history_layout (version integer not null);
   create unique index history_layout_is_one_row on rowhouse.history_layout ((true));
   insert into rowhouse.history_layout values (2);
   comment on table rowhouse.history_layout is 'Which columns and tables the history has; written by rowhouse migrate.';
   create table rowhouse.migration_statements (
     version text not null check (version ~ '^[0-9]+$'),
     direction text not null check (direction in ('up', 'down')),
     number integer not null check (number > 0),
     name text not null,
     checksum text not null,
     backend_pid integer not null,
     backend_start timestamptz not null,
     started_at timestamptz not null default clock_timestamp(),
     finished_at timestamptz,
     error text,
     primary key (version, direction, number)
   );
   comment on table rowhouse.migration_statements is
     'How far a migration has come that cannot run in a transaction; empty while none is under way.'`,

  `create table rowhouse.catalog_snapshot (
     applied text[] not null,
     server_version integer not null,
     objects jsonb not null,
     taken_at timestamptz not null default clock_timestamp()
   );
   create unique index catalog_snapshot_is_one_row on rowhouse.catalog_snapshot ((true));
   comment on table rowhouse.catalog_snapshot is
     'What the catalog of this server was after the migrations named in applied; written by rowhouse migrate.'`,
]
