import { existsSync } from 'node:fs'
import type { ConnectOptions } from '../../database/index.ts'
import {
  blueprintOfFolder,
  emptyScratch,
  migratedScratch,
  type Scratch,
  type ScratchOptions,
} from '../scratch/index.ts'

/** Where the databases are made on which schemas are compared. */
export type PlaceOptions = Pick<ScratchOptions, 'shadowUrl'>

// The differ reads the catalog as its own driver would give it to it.
const settings: ConnectOptions = { applicationName: 'rowhouse-diff', int8: 'string' }

/** Opens an empty scratch database that the differ can read. Throws `SHADOW_REFUSED` if the shadow is not empty. */
export function openEmpty({ shadowUrl }: PlaceOptions): Promise<Scratch> {
  return emptyScratch({ shadowUrl, connect: settings })
}

/** Opens one with what the migrations of a folder make; a folder that is not there yet makes nothing. */
export async function openMigrated(folder: string, { shadowUrl }: PlaceOptions): Promise<Scratch> {
  const blueprint = existsSync(folder) ? await blueprintOfFolder(folder) : { migrations: [] }
  return migratedScratch(blueprint, { shadowUrl, connect: settings })
}
