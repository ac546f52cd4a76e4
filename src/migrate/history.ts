import { DatabaseError } from '../errors/index.ts'
import type { Queryable, Transaction } from '../query/index.ts'
import type { AppliedMigration } from './applied.ts'
import { rawChecksum } from './checksum.ts'
import type { Migration } from './files.ts'
import { lockMigration, ownTransaction } from './lock.ts'

/** A migration that was applied, with the text that was run. */
export interface AppliedScript {
  readonly name: string
  readonly text: string
}

/** Makes the history if it is not there. */
export async function createHistory(db: Queryable, wait: number): Promise<void> {
  if (await historyExists(db)) return
  await db.transaction(async (tx) => {
    // `create schema if not exists` alone does not stand against a second runner.
    await lockMigration(tx, wait)
    if (!(await historyExists(tx))) await tx.script(definition)
  }, ownTransaction)
}

/** The applied migrations, by version; none if there is no history. It changes nothing. */
export async function readHistory(db: Queryable): Promise<AppliedMigration[]> {
  if (!(await historyExists(db))) return []
  return db.many<AppliedMigration>(`
    select
      version, name, semantic_checksum as checksum, down_sql is not null as reversible,
      applied_at as "appliedAt", applied_by as "appliedBy", duration_ms as "durationMs"
    from rowhouse.migrations
    order by version::numeric`)
}

/** The texts that were run for the applied migrations, by version; none if there is no history. */
export async function readAppliedScripts(db: Queryable): Promise<AppliedScript[]> {
  if (!(await historyExists(db))) return []
  return db.many<AppliedScript>(`
    select name, up_sql as text
    from rowhouse.migrations
    order by version::numeric`)
}

/** The `down.sql` that the history keeps of a migration. */
export async function readDownSql(db: Queryable, version: string): Promise<string> {
  const { text } = await db.one<{ text: string }>(
    `select down_sql as text
     from rowhouse.migrations
     where version = $1`,
    [version],
  )
  return text
}

/** Whether a migration of this version is in the history now. */
export async function isApplied(tx: Transaction, version: string): Promise<boolean> {
  const { applied } = await tx.one<{ applied: boolean }>(
    `select exists (
       select from rowhouse.migrations
       where version::numeric = $1::text::numeric
     ) as applied`,
    [version],
  )
  return applied
}

/** Writes a migration into the history. */
export async function insertApplied(tx: Transaction, migration: Migration, durationMs: number): Promise<void> {
  const { version, name, up, down, checksum } = migration
  await tx.execute(
    `insert into rowhouse.migrations (version, name, up_sql, down_sql, raw_checksum, semantic_checksum, duration_ms)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [version, name, up.text, down?.text ?? null, rawChecksum(up.text), checksum, durationMs],
  )
}

/** Takes a migration out of the history. */
export async function deleteApplied(tx: Transaction, version: string): Promise<void> {
  await tx.execute(
    `delete from rowhouse.migrations
     where version = $1`,
    [version],
  )
}

/** Drops the history if it is empty, and the schema `rowhouse` with it unless something else stands there. */
export async function dropEmptyHistory(db: Queryable, wait: number): Promise<void> {
  await db.transaction(async (tx) => {
    await lockMigration(tx, wait)
    if (!(await historyExists(tx)) || (await readHistory(tx)).length > 0) return
    await tx.execute('drop table rowhouse.migrations')
    await dropSchemaUnlessUsed(tx)
  }, ownTransaction)
}

// Not to_regclass(): it answers from a cache that, within a transaction, may not know yet what another one has just committed.
async function historyExists(db: Queryable): Promise<boolean> {
  const { exists } = await db.one<{ exists: boolean }>(
    `select exists (
       select from pg_catalog.pg_tables
       where schemaname = 'rowhouse' and tablename = 'migrations'
     ) as exists`,
  )
  return exists
}

async function dropSchemaUnlessUsed(tx: Transaction): Promise<void> {
  try {
    await tx.transaction((savepoint) => savepoint.execute('drop schema rowhouse restrict'))
  } catch (error) {
    const stillInUse = error instanceof DatabaseError && error.code === '2BP01'
    if (!stillInUse) throw error
  }
}

const definition = `
  create schema if not exists rowhouse;
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
  comment on table rowhouse.migrations is 'The migrations that are applied to this database; written by rowhouse migrate.'`
