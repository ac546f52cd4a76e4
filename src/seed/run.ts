import { resolve } from 'node:path'
import { projectFolder } from '../config/index.ts'
import { RowhouseError } from '../errors/index.ts'
import type { Queryable } from '../query/index.ts'
import type { Progress } from '../terminal/index.ts'
import type { OnError } from './batch.ts'
import { createContext } from './context.ts'
import { seedFailed } from './failures.ts'
import { permittedKinds } from './kinds.ts'
import { loadSeeds } from './load.ts'
import { planSeeds } from './plan.ts'
import type { SeedReport, SeedResult } from './report.ts'
import { resetRefused, resetTables } from './reset.ts'
import { type RunSeedOptions, runSeed } from './run-seed.ts'
import { isGiven, isVolume, type NamedSeed, type SeedKind } from './seed.ts'
import { loadVolume } from './volume/load-volume.ts'

/** Options of `seed`. */
export interface SeedOptions {
  /**
   * The project's folder, where relative paths start. Default: that of the nearest `rowhouse.config.ts`, else the
   * current one.
   */
  readonly projectFolder?: string
  /** The folder of the seeds. Default: `seeds`. */
  readonly folder?: string
  /** Seeds made by a program, instead of those of a folder. */
  readonly seeds?: readonly NamedSeed[]
  /** Names of the seeds to run, together with those they depend on. Default: all. */
  readonly only?: readonly string[]
  /** Default: all; in production reference data only. */
  readonly kinds?: readonly SeedKind[]
  /** How much volume data there shall be, as its seeds count it. Default: none is generated. */
  readonly scale?: number
  /** The name of the environment, for the record. Default: `NODE_ENV`, else `development`. */
  readonly environment?: string
  /** Does everything but keep it: the report says what would be written. Default: false. */
  readonly dryRun?: boolean
  /**
   * Empties the tables that the seeds fill, by `truncate`, before they are filled again; with `only`, those of the named
   * seeds. Never in production. Default: false.
   */
  readonly reset?: boolean
  /** Hears which tables are about to be emptied; throwing leaves them as they are. */
  readonly onReset?: (tables: readonly string[]) => void | Promise<void>
  /** Runs sample and volume data in production too. Default: false. */
  readonly force?: boolean
  /** Default: whether the environment is `production`. */
  readonly production?: boolean
  /** At a failing row, `stop` undoes the whole run; `skip` leaves out that row only and reports it. Default: `stop`. */
  readonly onError?: OnError
  /** Hears of a seed's beginning and of each batch of rows. */
  readonly onProgress?: (event: Progress) => void
}

/**
 * Writes the seeds into the database, each after those it depends on; safe to run again, and a second run with the same
 * data writes nothing. Rows that are given go in in one transaction; then the volume data, piece by piece, so that a run
 * that was killed is taken up by the next. Throws `SEED_FAILED` with all that is known of the failing rows
 * (`facts.failures`), `SEED_INVALID`, `SEED_CYCLE` and `SEED_REFUSED`.
 */
export async function seed(db: Queryable, options: SeedOptions = {}): Promise<SeedReport> {
  const run = await planRun(options)
  const seeds = run.dryRun ? await rehearse(db, run) : await runAll(db, run)
  return { seeds, leftOut: run.leftOut }
}

/** What a run does, once it is decided. */
interface Run extends Omit<RunSeedOptions, 'context'> {
  readonly plan: readonly NamedSeed[]
  readonly leftOut: readonly string[]
  readonly folder: string
  readonly scale: number
  readonly dryRun: boolean
  /** The seeds whose tables are emptied first. */
  readonly reset: readonly NamedSeed[]
  readonly onReset: SeedOptions['onReset']
}

async function planRun(options: SeedOptions): Promise<Run> {
  const folder = options.projectFolder ?? projectFolder()
  const all = options.seeds ?? (await loadSeeds(resolve(folder, options.folder ?? 'seeds')))
  const { environment = process.env.NODE_ENV || 'development', only, kinds, force, scale } = options
  checkScale(scale)
  const { production = environment === 'production', onError = 'stop', dryRun = false, onProgress } = options
  const permitted = permittedKinds(all, { production, kinds, only, force, scale })
  const plan = planSeeds(all, { only, kinds: permitted })
  const leftOut = kinds === undefined && !permitted.includes('sample') ? sampleSeeds(all) : []
  if (options.reset && production) throw resetRefused()
  const reset = options.reset ? all.filter(({ name }) => only?.includes(name) ?? true) : []
  const { onReset } = options
  return { plan, leftOut, folder, environment, scale: scale ?? 0, dryRun, reset, onReset, onError, onProgress }
}

function checkScale(scale: number | undefined): void {
  if (scale === undefined || (Number.isFinite(scale) && scale >= 0)) return
  throw new RowhouseError('INVALID_OPTION', `the scale ${scale} is not a number of 0 or more; give one such as 1000`)
}

async function runAll(db: Queryable, run: Run): Promise<SeedResult[]> {
  const given = await db.transaction(async (tx) => {
    await resetTables(tx, run)
    return writeGiven(tx, run)
  })
  return [...given, ...(await loadVolumes(db, run))]
}

/** Thrown to undo what was only to be seen. */
class Rehearsed extends Error {
  readonly results: readonly SeedResult[]

  constructor(results: readonly SeedResult[]) {
    super('undo the rehearsal')
    this.results = results
  }
}

async function rehearse(db: Queryable, run: Run): Promise<readonly SeedResult[]> {
  try {
    return await db.transaction(async (tx) => {
      await resetTables(tx, run)
      const given = await writeGiven(tx, run)
      throw new Rehearsed([...given, ...(await loadVolumes(tx, run))])
    })
  } catch (error) {
    if (error instanceof Rehearsed) return error.results
    throw error
  }
}

async function writeGiven(tx: Queryable, run: Run): Promise<SeedResult[]> {
  const context = createContext(tx, run.folder)
  const results: SeedResult[] = []
  for (const named of run.plan.filter(isGiven)) {
    results.push(await orExplained(named.name, () => runSeed(tx, named, { ...run, context })))
  }
  return results
}

async function loadVolumes(db: Queryable, run: Run): Promise<SeedResult[]> {
  const context = createContext(db, run.folder)
  const results: SeedResult[] = []
  for (const named of run.plan.filter(isVolume)) {
    const load = () => loadVolume(db, named, { ...run, context })
    results.push(await orExplained(named.name, load, 'what was loaded before stays'))
  }
  return results
}

async function orExplained(seed: string, work: () => Promise<SeedResult>, kept?: string): Promise<SeedResult> {
  try {
    return await work()
  } catch (error) {
    throw seedFailed(seed, error, kept)
  }
}

function sampleSeeds(seeds: readonly NamedSeed[]): string[] {
  return seeds.filter(({ seed }) => seed.kind === 'sample').map(({ name }) => name)
}
