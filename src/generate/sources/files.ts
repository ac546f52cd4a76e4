import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { RowhouseError } from '../../errors/index.ts'

/** Which files are read. */
export interface FileOptions {
  /** Reads tests (`*.test.ts`) too. Default: false. */
  readonly tests?: boolean
}

/**
 * The TypeScript files of some folders and of all below them, sorted; without declarations, `node_modules` and folders
 * whose name begins with a dot. Throws `INVALID_CONFIG` for a folder that cannot be read.
 */
export async function listFiles(folders: readonly string[], { tests = false }: FileOptions = {}): Promise<string[]> {
  const files = await Promise.all(folders.map(filesOf))
  const chosen = files.flat().filter((file) => isSource(file) && (tests || !isTest(file)))
  return [...new Set(chosen)].toSorted()
}

async function filesOf(folder: string): Promise<string[]> {
  try {
    return await filesBelow(folder)
  } catch (cause) {
    const message = `the folder ${folder} cannot be read; name the folders of your TypeScript files under \`sources\` in rowhouse.config.ts`
    throw new RowhouseError('INVALID_CONFIG', message, { cause, facts: { folder } })
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const files = await Promise.all(
    entries.map((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return isLeftOut(entry.name) ? [] : filesBelow(path)
      return entry.isFile() ? [path] : []
    }),
  )
  return files.flat()
}

/** Whether a folder of this name holds no sources. */
export function isLeftOut(folder: string): boolean {
  return folder === 'node_modules' || folder.startsWith('.')
}

function isSource(file: string): boolean {
  return /\.(?:tsx?|[mc]ts)$/.test(file) && !/\.d\.(?:\w+\.)?[mc]?ts$/.test(file)
}

function isTest(file: string): boolean {
  return /\.test\.\w+$/.test(file)
}
