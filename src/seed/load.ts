import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { importModule } from '../config/index.ts'
import { messageOf, RowhouseError } from '../errors/index.ts'
import { checkSeed } from './check.ts'
import { byName } from './plan.ts'
import type { NamedSeed } from './seed.ts'

/**
 * Reads the seeds of a folder: its files `*.ts`, `*.mts`, `*.js` and `*.mjs`, in the order of their names (`2_…` before
 * `10_…`). Throws `SEED_INVALID` with the file and the key.
 */
export async function loadSeeds(folder: string): Promise<NamedSeed[]> {
  const seeds: NamedSeed[] = []
  for (const fileName of await listFiles(folder)) {
    const file = resolve(folder, fileName)
    seeds.push({ name: seedName(fileName), file, seed: await loadSeed(file) })
  }
  byName(seeds)
  return seeds
}

async function listFiles(folder: string): Promise<string[]> {
  try {
    const fileNames = await readdir(folder)
    return fileNames.filter(isSeedFile).sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
  } catch (cause) {
    const path = join(resolve(folder), '10_levels.ts')
    const advice = `create it with a first seed such as ${path}`
    const message = `the folder of the seeds, ${resolve(folder)}, cannot be read; ${advice}`
    throw new RowhouseError('SEED_INVALID', message, { cause, facts: { folder } })
  }
}

function isSeedFile(fileName: string): boolean {
  return /\.(m?ts|m?js)$/.test(fileName) && !/\.(d|test|spec)\.\w+$/.test(fileName)
}

/** `10_exercise_levels.ts` → `exercise_levels`. */
function seedName(fileName: string): string {
  return fileName.replace(/\.\w+$/, '').replace(/^\d+[_-]*(?=.)/, '')
}

async function loadSeed(file: string): Promise<NamedSeed['seed']> {
  const { default: seed } = await importSeed(file)
  checkSeed(seed, file)
  return seed
}

async function importSeed(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await importModule(file)
  } catch (error) {
    if (error instanceof RowhouseError) throw error
    const reason = messageOf(error)
    throw new RowhouseError('SEED_INVALID', `${file} cannot be loaded: ${reason}`, { cause: error, facts: { file } })
  }
}
