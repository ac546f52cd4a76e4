import { DatabaseError } from '../errors/index.ts'
import type { Queryable } from '../query/index.ts'
import type { SeedKind } from './seed.ts'

/** What a seed did in an environment, as `rowhouse.seeds` keeps it. */
export interface SeedRecord {
  readonly seed: string
  readonly environment: string
  readonly kind: SeedKind
  /** Of the rows; of generated ones a sample of them. */
  readonly checksum: string
  readonly inserted: number
  readonly updated: number
  readonly unchanged: number
  /** Of a volume seed, the numbers whose rows are loaded. */
  readonly loaded: number
}

/** How far a volume seed is loaded. */
export interface Loaded {
  /** The numbers whose rows are loaded. */
  readonly loaded: number
  /** Their rows. */
  readonly rows: number
  readonly checksum: string
}

/** Makes the table of the seeds unless it is there. */
export async function createLedger(db: Queryable): Promise<void> {
  if (await hasLedger(db)) return
  await db.transaction(async (tx) => {
    await tx.advisoryLock('rowhouse seeds')
    if (!(await hasLedger(tx))) await tx.script(ledger)
  })
}

/** Is the table of the seeds there? */
export async function hasLedger(db: Queryable): Promise<boolean> {
  // Not by to_regclass, which may remember from before the lock that there was no such table.
  const { present } = await db.one<{ present: boolean }>(
    `select exists (
       select
       from pg_class
       join pg_namespace on pg_namespace.oid = relnamespace
       where nspname = 'rowhouse'
         and relname = 'seeds'
     ) as present`,
  )
  return present
}

const ledger = `
  create schema if not exists rowhouse;
  create table rowhouse.seeds (
    seed text not null,
    environment text not null,
    kind text not null check (kind in ('reference', 'sample', 'volume')),
    checksum text not null,
    inserted bigint not null,
    updated bigint not null,
    unchanged bigint not null,
    loaded bigint not null default 0,
    seeded_at timestamptz not null default clock_timestamp(),
    primary key (seed, environment)
  )`

/** Writes down what a seed did now. */
export async function recordSeed(db: Queryable, record: SeedRecord): Promise<void> {
  const { seed, environment, kind, checksum, inserted, updated, unchanged, loaded } = record
  await db.execute(
    `insert into rowhouse.seeds as known
       (seed, environment, kind, checksum, inserted, updated, unchanged, loaded)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (seed, environment) do update
     set kind = excluded.kind, checksum = excluded.checksum, inserted = excluded.inserted, updated = excluded.updated,
       unchanged = excluded.unchanged, loaded = excluded.loaded, seeded_at = excluded.seeded_at`,
    [seed, environment, kind, checksum, inserted, updated, unchanged, loaded],
  )
}

/**
 * Writes down what a seed with given rows did. A role that may not make the table of the seeds can still seed; then
 * nothing is written down.
 */
export async function recordGiven(db: Queryable, record: SeedRecord): Promise<void> {
  try {
    await db.transaction(async (savepoint) => {
      await createLedger(savepoint)
      await recordSeed(savepoint, record)
    })
  } catch (error) {
    if (!(error instanceof DatabaseError && error.code === insufficientPrivilege)) throw error
  }
}

const insufficientPrivilege = '42501'

/** How far a volume seed is loaded, whatever the environment was called. */
export async function findLoaded(db: Queryable, seed: string): Promise<Loaded | undefined> {
  return db.maybeOne<Loaded>(
    `select loaded, inserted + unchanged as rows, checksum
     from rowhouse.seeds
     where seed = $1
       and kind = 'volume'
     order by loaded desc
     limit 1`,
    [seed],
  )
}

/** Forgets seeds whose tables were emptied. */
export async function forgetSeeds(db: Queryable, seeds: readonly string[]): Promise<void> {
  if (await hasLedger(db)) await db.execute('delete from rowhouse.seeds where seed = any ($1)', [seeds])
}
