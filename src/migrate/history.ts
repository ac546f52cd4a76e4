import type { Queryable, Transaction } from '../query/index.ts'
import type { AppliedMigration } from './applied.ts'
import { rawChecksum } from './checksum.ts'
import type { Migration } from './files.ts'
import { dropHistory, readLayout } from './layout.ts'
import { readLedger } from './ledger.ts'
import { lockMigration, ownTransaction, type Patience } from './lock.ts'

/** A migration that was applied, with the text that was run. */
export interface AppliedScript {
  readonly name: string
  readonly text: string
}

/** The applied migrations, by version; none if there is no history. It changes nothing. */
export async function readHistory(db: Queryable): Promise<AppliedMigration[]> {
  if ((await readLayout(db)) === 0) return []
  return db.many<AppliedMigration>(`
    select
      version, name, semantic_checksum as checksum, down_sql is not null as reversible,
      applied_at as "appliedAt", applied_by as "appliedBy", duration_ms as "durationMs"
    from rowhouse.migrations
    order by version::numeric`)
}

/** The texts that were run for the applied migrations, by version; none if there is no history. */
export async function readAppliedScripts(db: Queryable): Promise<AppliedScript[]> {
  if ((await readLayout(db)) === 0) return []
  return db.many<AppliedScript>(`
    select name, up_sql as text
    from rowhouse.migrations
    order by version::numeric`)
}

/** The `up.sql` that was applied. */
export async function readUpSql(db: Queryable, version: string): Promise<string> {
  const { text } = await db.one<{ text: string }>(
    `select up_sql as text
     from rowhouse.migrations
     where version::numeric = $1::text::numeric`,
    [version],
  )
  return text
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
export async function dropEmptyHistory(db: Queryable, patience: Patience): Promise<void> {
  await db.transaction(async (tx) => {
    await lockMigration(tx, patience)
    if ((await readHistory(tx)).length === 0 && (await readLedger(tx)).length === 0) await dropHistory(tx)
  }, ownTransaction)
}
