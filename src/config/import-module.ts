import { readFileSync, statSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { RowhouseError } from '../errors/index.ts'

/**
 * Imports a JavaScript or TypeScript file at run time and gives its exports. TypeScript is read by Node itself where it
 * can, else by `jiti`; there the imports of `rowhouse` and its doors lead to the very files that are running now.
 * With `fresh` a file that was imported before is read again (for JavaScript: it alone, and not what it imports).
 * Throws `MISSING_PACKAGE` when `jiti` is needed and not installed, and whatever the file itself throws.
 */
export async function importModule(
  file: string,
  { fresh = false }: { readonly fresh?: boolean } = {},
): Promise<Readonly<Record<string, unknown>>> {
  if (/\.m?js$/.test(file) || readsTypeScript()) {
    return import(pathToFileURL(file).href + (fresh ? `?${statSync(file).mtimeMs}` : ''))
  }
  const { createJiti } = await loadJiti(file)
  // Without this, jiti answers `default` with the whole module when a file has no default export.
  const jiti = createJiti(import.meta.url, {
    alias: ownDoors(),
    interopDefault: false,
    moduleCache: !fresh,
  })
  return jiti.import(file)
}

function readsTypeScript(): boolean {
  return 'typescript' in process.features && Boolean(process.features.typescript)
}

async function loadJiti(file: string): Promise<typeof import('jiti')> {
  try {
    return await import('jiti')
  } catch (cause) {
    const advice = 'run `npm install jiti`, or write the file in JavaScript'
    const message = `${file} is TypeScript, which this Node cannot read by itself; ${advice}`
    throw new RowhouseError('MISSING_PACKAGE', message, { cause, facts: { package: 'jiti', file } })
  }
}

const packageFile = new URL('../../package.json', import.meta.url)

/**
 * `rowhouse`, `rowhouse/seed` … → the entry file of that door, among the sources or the built files, as this file is
 * one or the other.
 */
function ownDoors(): Record<string, string> {
  const { name, exports } = JSON.parse(readFileSync(packageFile, 'utf8')) as PackageFile
  const condition = import.meta.url.endsWith('.ts') ? 'rowhouse:source' : 'default'
  const doors: Record<string, string> = {}
  for (const [door, entry] of Object.entries(exports)) {
    if (typeof entry === 'string') continue
    doors[`${name}${door.slice(1)}`] = fileURLToPath(new URL(entry[condition], packageFile))
  }
  return doors
}

interface PackageFile {
  readonly name: string
  readonly exports: Readonly<Record<string, string | { readonly 'rowhouse:source': string; readonly default: string }>>
}
