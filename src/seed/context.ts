import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { messageOf, RowhouseError } from '../errors/index.ts'
import type { Queryable } from '../query/index.ts'
import { readCsv } from './csv.ts'
import type { SeedContext } from './seed.ts'

/** What seeds may use, with files relative to `folder`. */
export function createContext(db: Queryable, folder: string): SeedContext {
  return {
    db,
    readJson: (path) => readJson(resolve(folder, path)),
    readCsv: (path) => readCsv(resolve(folder, path)),
  }
}

async function readJson<T>(file: string): Promise<T> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    const reason = messageOf(cause)
    const message = `${file} cannot be read as JSON: ${reason}; paths are relative to the project's folder`
    throw new RowhouseError('SEED_INVALID', message, { cause, facts: { file } })
  }
}
