import { type ConnectOptions, connect, type Database } from '../../database/index.ts'
import type { Queryable } from '../../query/index.ts'
import type { Blueprint } from './blueprint.ts'
import { build, openScratch } from './made.ts'
import { openBeside, type Scratch } from './shadow.ts'

/** Where scratch databases are made, and how they are used. */
export interface ScratchOptions {
  /** The URL of an empty database, on whose server they are made and dropped again. Default: embedded, in memory. */
  readonly shadowUrl?: string | undefined
  /** The database that all this is for, which is never the shadow. */
  readonly target?: Queryable | undefined
  readonly connect?: ConnectOptions
}

/** Opens an empty scratch database. Throws `SHADOW_REFUSED` if the shadow holds anything, or is the target itself. */
export async function emptyScratch(options: ScratchOptions): Promise<Scratch> {
  const settings = { ...options.connect, environment: {} }
  return options.shadowUrl === undefined
    ? scratchOf(await connect('pglite:memory', settings))
    : openBeside(options.shadowUrl, { target: options.target, connect: settings })
}

/** Opens a scratch database that is as the blueprint makes it. Throws as `emptyScratch` and `migrateUp` do. */
export async function migratedScratch(blueprint: Blueprint, options: ScratchOptions): Promise<Scratch> {
  if (options.shadowUrl === undefined) {
    const instead = 'name an empty database on one with --shadow-url'
    return scratchOf(await openScratch(blueprint, { instead, ...(options.connect && { connect: options.connect }) }))
  }
  const scratch = await emptyScratch(options)
  try {
    await build(scratch.db, blueprint, {})
    return scratch
  } catch (error) {
    await scratch[Symbol.asyncDispose]()
    throw error
  }
}

function scratchOf(db: Database): Scratch {
  return { db, [Symbol.asyncDispose]: () => db.close() }
}
