import { resolve } from 'node:path'
import { projectFolder } from '../config/index.ts'
import type { Queryable } from '../query/index.ts'
import type { Progress } from '../terminal/index.ts'
import type { OnError } from './batch.ts'
import { createContext } from './context.ts'
import { seedFailed } from './failures.ts'
import { permittedKinds } from './kinds.ts'
import { loadSeeds } from './load.ts'
import { planSeeds } from './plan.ts'
import type { SeedReport, SeedResult } from './report.ts'
import { type RunSeedOptions, runSeed } from './run-seed.ts'
import type { NamedSeed, SeedKind } from './seed.ts'

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
  /** Default: both kinds; in production reference data only. */
  readonly kinds?: readonly SeedKind[]
  /** Runs sample data in production too. Default: false. */
  readonly force?: boolean
  /** Default: whether `NODE_ENV` is `production`. */
  readonly production?: boolean
  /** At a failing row, `stop` undoes the whole run; `skip` leaves out that row only and reports it. Default: `stop`. */
  readonly onError?: OnError
  /** Hears of a seed's beginning and of each batch of rows. */
  readonly onProgress?: (event: Progress) => void
}

/**
 * Writes the seeds into the database in one transaction, each after those it depends on; safe to run again, and a
 * second run with the same data writes nothing. Throws `SEED_FAILED` with all that is known of the failing rows
 * (`facts.failures`), `SEED_INVALID`, `SEED_CYCLE` and `SEED_REFUSED`.
 */
export async function seed(db: Queryable, options: SeedOptions = {}): Promise<SeedReport> {
  const folder = options.projectFolder ?? projectFolder()
  const all = options.seeds ?? (await loadSeeds(resolve(folder, options.folder ?? 'seeds')))
  const { only, kinds, force, production = process.env.NODE_ENV === 'production' } = options
  const permitted = permittedKinds(all, { production, kinds, only, force })
  const plan = planSeeds(all, { only, kinds: permitted })
  const seeds = await db.transaction((tx) => runAll(tx, plan, folder, options))
  return { seeds, leftOut: kinds === undefined && !permitted.includes('sample') ? sampleSeeds(all) : [] }
}

async function runAll(
  tx: Queryable,
  plan: readonly NamedSeed[],
  folder: string,
  options: SeedOptions,
): Promise<SeedResult[]> {
  const { onError = 'stop', onProgress } = options
  const context = createContext(tx, folder)
  const results: SeedResult[] = []
  for (const named of plan) results.push(await runOrExplain(tx, named, { context, onError, onProgress }))
  return results
}

async function runOrExplain(tx: Queryable, named: NamedSeed, options: RunSeedOptions): Promise<SeedResult> {
  try {
    return await runSeed(tx, named, options)
  } catch (error) {
    throw seedFailed(named.name, error)
  }
}

function sampleSeeds(seeds: readonly NamedSeed[]): string[] {
  return seeds.filter(({ seed }) => seed.kind === 'sample').map(({ name }) => name)
}
