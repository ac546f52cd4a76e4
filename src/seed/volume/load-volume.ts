import { RowhouseError } from '../../errors/index.ts'
import type { Queryable } from '../../query/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import type { Progress } from '../../terminal/index.ts'
import { createLedger, findLoaded, hasLedger, recordSeed } from '../ledger.ts'
import type { SeedResult } from '../report.ts'
import type { NamedVolumeSeed, SeedContext } from '../seed.ts'
import { readTarget, type Target } from '../target.ts'
import { copyPiece } from './copy-piece.ts'
import { type MakeRows, Piece, rowMaker, sampleChecksum } from './make-rows.ts'

/** How a volume seed is loaded. */
export interface LoadOptions {
  readonly context: SeedContext
  readonly scale: number
  readonly environment: string
  /** Makes the rows and counts them, and writes nothing. */
  readonly dryRun: boolean
  readonly onProgress?: ((event: Progress) => void) | undefined
}

// What is lost when a run is killed, and how far apart the commits are: about a second of work.
const rowsOfPiece = 50_000

/**
 * Loads what is missing of a volume seed at this scale, a piece in each transaction together with the note of how far it
 * has come, so that a run that was killed is taken up where the last piece ended, and two runs at once share the work.
 */
export async function loadVolume(db: Queryable, named: NamedVolumeSeed, options: LoadOptions): Promise<SeedResult> {
  const began = performance.now()
  const load = await prepareLoad(db, named, options)
  const { inserted, unchanged } = options.dryRun ? await countMissing(db, load) : await loadMissing(db, load)
  const counts = { inserted, updated: 0, unchanged }
  return { name: named.name, kind: 'volume', ...counts, skipped: [], ms: performance.now() - began }
}

/** A volume seed on its way into the database. */
interface Load {
  readonly name: string
  readonly target: Target
  readonly make: MakeRows
  readonly count: number
  readonly environment: string
  readonly report: (number: number, rows: number) => void
}

async function prepareLoad(db: Queryable, named: NamedVolumeSeed, options: LoadOptions): Promise<Load> {
  const { name, seed } = named
  const { context, scale, environment, onProgress, dryRun } = options
  const target = await readTarget(db, seed.table)
  const count = checkCount(name, seed.count(scale))
  const make = rowMaker(named, await seed.prepare?.(context))
  if (!dryRun) await createLedger(db)
  return {
    name,
    target,
    make,
    count,
    environment,
    report: (number, rows) => onProgress?.({ phase: `seed ${name}`, name: `${rows} rows`, done: number, total: count }),
  }
}

function checkCount(seed: string, count: number): number {
  if (Number.isSafeInteger(count) && count >= 0) return count
  const message = `seed ${seed}: "count" gave ${count}; it has to give a whole number, 0 or more`
  throw new RowhouseError('SEED_INVALID', message, { facts: { seed, count } })
}

/** Where a load stands: the next number, the rows that were there before this run, and those that it has written. */
interface Standing {
  readonly next: number
  readonly unchanged: number
  readonly inserted: number
}

async function loadMissing(db: Queryable, load: Load): Promise<Standing> {
  let inserted = 0
  for (;;) {
    const { next, unchanged, written } = await loadPiece(db, load, inserted)
    inserted += written
    load.report(next, inserted)
    if (next >= load.count) return { next, inserted, unchanged }
  }
}

interface LoadedPiece {
  readonly next: number
  readonly unchanged: number
  readonly written: number
}

function loadPiece(db: Queryable, load: Load, inserted: number): Promise<LoadedPiece> {
  const { name, target, make, count: end, environment } = load
  return db.transaction(async (tx) => {
    await tx.advisoryLock(`rowhouse seed ${name}`)
    const { from, rows } = await findStart(tx, load)
    if (from >= end) return { next: from, unchanged: rows - inserted, written: 0 }
    const piece = new Piece(make, { from, end, size: rowsOfPiece })
    const written = await copyPiece(tx, { seed: name, target, make, piece })
    await recordSeed(tx, {
      seed: name,
      environment,
      kind: 'volume',
      checksum: sampleChecksum(make, piece.next),
      inserted: inserted + written,
      updated: 0,
      unchanged: rows - inserted,
      loaded: piece.next,
    })
    return { next: piece.next, unchanged: rows - inserted, written }
  })
}

interface Start {
  /** The first number that is missing. */
  readonly from: number
  /** The rows of those before it. */
  readonly rows: number
}

async function findStart(db: Queryable, load: Load): Promise<Start> {
  const known = (await hasLedger(db)) ? await findLoaded(db, load.name) : undefined
  if (known === undefined || (await isEmpty(db, load.target))) return { from: 0, rows: 0 }
  if (known.loaded < load.count) refuseEdited(load, known.checksum, known.loaded)
  return { from: known.loaded, rows: known.rows }
}

// After `truncate`, or migrations down and up, the note of what was loaded is older than the table.
async function isEmpty(db: Queryable, { schema, name }: Target): Promise<boolean> {
  const table = `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`
  const { rows } = await db.queryUnsafe(`select from ${table} limit 1`)
  return rows.length === 0
}

function refuseEdited({ name, make }: Load, checksum: string, loaded: number): void {
  if (sampleChecksum(make, loaded) === checksum) return
  const advice = `load it anew with rowhouse seed --reset --only ${name}, or undo the change`
  const message = `seed ${name} makes other rows now than those of it that are in the table; ${advice}`
  throw new RowhouseError('SEED_INVALID', message, { facts: { seed: name, loaded } })
}

async function countMissing(db: Queryable, load: Load): Promise<Standing> {
  const { from, rows } = await findStart(db, load)
  const piece = new Piece(load.make, { from, end: load.count, size: Number.POSITIVE_INFINITY })
  for (const _row of piece.take()) if (piece.rows % rowsOfPiece === 0) load.report(piece.next, piece.rows)
  return { next: load.count, inserted: piece.rows, unchanged: rows }
}
