import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { type GeneratedFile, header } from './query-file.ts'

/** What writing would change, or has changed: paths relative to the folder of generated files. */
export interface Changes {
  /** New, or with another content than before. */
  readonly written: readonly string[]
  /** Generated once, and no longer wanted. */
  readonly removed: readonly string[]
}

/** What of the folder differs from `files`. Changes nothing. */
export async function compareFiles(folder: string, files: readonly GeneratedFile[]): Promise<Changes> {
  const written: string[] = []
  for (const { path, content } of files) {
    if ((await read(join(folder, path))) !== content) written.push(path)
  }
  const wanted = new Set(files.map(({ path }) => path))
  const removed: string[] = []
  for (const path of await listFiles(folder)) {
    if (!wanted.has(path) && (await read(join(folder, path)))?.startsWith(header)) removed.push(path)
  }
  return { written, removed }
}

/** Makes the folder hold `files`: writes what differs, removes what was generated for sources that are gone. */
export async function writeFiles(folder: string, files: readonly GeneratedFile[]): Promise<Changes> {
  const changes = await compareFiles(folder, files)
  const contents = new Map(files.map(({ path, content }) => [path, content]))
  for (const path of changes.written) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), contents.get(path)!)
  }
  for (const path of changes.removed) await rm(join(folder, path))
  return changes
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true }).catch(() => [])
  return entries.filter((path) => path.endsWith('.ts')).map((path) => path.split(sep).join('/'))
}

async function read(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined)
}
