import { RowhouseError } from '../errors/index.ts'
import type { Queryable } from '../query/index.ts'
import { quoteIdentifier } from '../sql/index.ts'
import { forgetSeeds } from './ledger.ts'
import type { AnySeed, NamedSeed } from './seed.ts'
import { readTarget, type Target } from './target.ts'

/** What is emptied, and who hears of it. */
export interface ResetRequest {
  /** The seeds whose tables are emptied. */
  readonly reset: readonly NamedSeed[]
  readonly onReset?: ((tables: readonly string[]) => void | Promise<void>) | undefined
}

/**
 * Empties exactly the tables that these seeds fill, and forgets what was loaded into them. Throws `SEED_REFUSED` when
 * another table refers to one of them.
 */
export async function resetTables(tx: Queryable, { reset, onReset }: ResetRequest): Promise<void> {
  const tables = await readTables(tx, reset)
  if (tables.length === 0) return
  refuseReferred(await listReferring(tx, tables))
  await onReset?.(tables)
  await tx.script(`truncate ${tables.join(', ')} restart identity`)
  await forgetSeeds(
    tx,
    reset.map(({ name }) => name),
  )
}

/** The refusal of a reset in production. */
export function resetRefused(): RowhouseError {
  const advice = 'nothing empties tables there; delete the rows that are wrong by a migration'
  return new RowhouseError('SEED_REFUSED', `a reset does not run in production; ${advice}`)
}

async function readTables(tx: Queryable, seeds: readonly NamedSeed[]): Promise<string[]> {
  const tables = new Set<string>()
  for (const table of seeds.flatMap(({ seed }) => tablesOf(seed))) tables.add(quoted(await readTarget(tx, table)))
  return [...tables]
}

function tablesOf(seed: AnySeed): readonly string[] {
  if ('table' in seed) return [seed.table]
  return seed.fills ?? []
}

function quoted({ schema, name }: Target): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`
}

interface Referring {
  readonly table: string
  readonly referred: string
}

function listReferring(tx: Queryable, tables: readonly string[]): Promise<Referring[]> {
  return tx.many<Referring>(
    `select distinct conrelid::regclass::text as table, confrelid::regclass::text as referred
     from pg_constraint
     where contype = 'f'
       and confrelid = any ($1::text[]::regclass[])
       and conrelid <> all ($1::text[]::regclass[])
       and conparentid = 0
     order by 1, 2`,
    [tables],
  )
}

function refuseReferred(referring: readonly Referring[]): void {
  const [first] = referring
  if (first === undefined) return
  const all = referring.map(({ table, referred }) => `${table} refers to ${referred}`).join(', ')
  const advice = `no seed says that it fills ${first.table}: name it in "fills" of its seed, or reset its seed too`
  throw new RowhouseError('SEED_REFUSED', `the tables cannot be emptied: ${all}, and ${advice}`, {
    facts: { referring },
  })
}
