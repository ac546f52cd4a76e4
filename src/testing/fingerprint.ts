import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { ownVersion } from '../cache/index.ts'
import type { SeedKind } from '../seed/index.ts'

/** What is in a test database before the test begins. */
export interface Ingredients {
  /** The project's folder, from which the paths in seeds start. */
  readonly folder: string
  readonly migrations: string
  /** The folder of the seeds; absent when none are wanted. */
  readonly seeds?: string
  readonly kinds: readonly SeedKind[]
  /** Files and folders besides those that are found, on which the content depends. */
  readonly inputs: readonly string[]
}

/**
 * A hash of everything that decides what a recipe makes: the migrations, the seeds with the files that they import or name,
 * and the code of this library that runs them.
 */
export function fingerprint(ingredients: Ingredients): string {
  const { folder, seeds, kinds } = ingredients
  const hash = createHash('sha256').update(JSON.stringify([ownVersion(), kinds, seeds !== undefined]))
  for (const file of filesOf(ingredients)) {
    const content = readFileSync(file)
    hash.update(JSON.stringify([relative(folder, file), content.length])).update(content)
  }
  return hash.digest('hex').slice(0, 16)
}

/** The files on which a recipe depends, in an order that is the same everywhere. */
export function filesOf({ folder, migrations, seeds, inputs }: Ingredients): string[] {
  const found = new Set<string>()
  for (const path of [migrations, ...(seeds === undefined ? [] : [seeds]), ...inputs]) {
    for (const file of filesUnder(path)) follow(file, folder, found)
  }
  return [...found].toSorted()
}

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .flatMap((entry) => (entry.isDirectory() ? filesUnder(join(path, entry.name)) : [join(path, entry.name)]))
}

function follow(file: string, folder: string, found: Set<string>): void {
  if (found.has(file)) return
  found.add(file)
  if (!/\.[cm]?[jt]sx?$/.test(file)) return
  for (const path of quotedPaths(readFileSync(file, 'utf8'))) {
    const named = candidates(path, file, folder).find(isFile)
    if (named !== undefined) follow(named, folder, found)
  }
}

/** What stands in quotes and looks like a path: an import, or a file that the program reads. */
export function quotedPaths(source: string): string[] {
  const quoted = [...source.matchAll(/(['"`])((?:(?!\1)[^\\\r\n\0]){1,250})\1/g)].map((match) => match[2]!)
  return [...new Set(quoted)].filter((text) => /[./]/.test(text))
}

const extensions = ['.ts', '.mts', '.js', '.mjs', '/index.ts', '/index.js']

function candidates(path: string, file: string, folder: string): string[] {
  const near = resolve(dirname(file), path)
  if (!/^\.\.?\//.test(path)) return [resolve(folder, path), near]
  return [near, near.replace(/\.([cm]?)js$/, '.$1ts'), ...extensions.map((end) => near + end), resolve(folder, path)]
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
