import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { takeSnapshot } from '../database/index.ts'
import { prepare, type Recipe } from './recipe.ts'

const snapshots = new Map<string, Promise<Blob>>()

/**
 * A copy of an embedded database that holds what the recipe makes: the template of embedded test databases. It is kept by its
 * content, in this process and beside PGlite's own template in the user's cache.
 */
export function snapshotOf(recipe: Recipe): Promise<Blob> {
  const known = snapshots.get(recipe.content) ?? findOrBuild(recipe)
  snapshots.set(recipe.content, known)
  known.catch(() => snapshots.delete(recipe.content))
  return known
}

async function findOrBuild(recipe: Recipe): Promise<Blob> {
  const name = `test-${recipe.content}.tar`
  const found = read(name)
  if (found !== undefined) return found
  const snapshot = await takeSnapshot((db) => prepare(db, recipe))
  await keep(name, snapshot)
  return snapshot
}

function folder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'rowhouse')
}

function read(name: string): Blob | undefined {
  const file = join(folder(), name)
  try {
    const snapshot = new Blob([readFileSync(file)])
    const now = new Date()
    utimesSync(file, now, now)
    return snapshot
  } catch {
    return undefined
  }
}

// Complete files are moved into place, so that of several processes that build the same, the last one's stays, which is as good.
async function keep(name: string, snapshot: Blob): Promise<void> {
  try {
    mkdirSync(folder(), { recursive: true, mode: 0o700 })
    const aside = join(folder(), `${name}.${process.pid}`)
    writeFileSync(aside, new Uint8Array(await snapshot.arrayBuffer()), { mode: 0o600 })
    renameSync(aside, join(folder(), name))
    removeOld()
  } catch {
    // A cache that cannot be written (a read-only home) only costs the next start its time.
  }
}

const kept = 8

function removeOld(): void {
  const files = readdirSync(folder())
    .filter((name) => name.startsWith('test-'))
    .map((name) => ({ file: join(folder(), name), usedAt: statSync(join(folder(), name)).mtimeMs }))
    .toSorted((one, other) => other.usedAt - one.usedAt)
  for (const { file } of files.slice(kept)) rmSync(file, { force: true })
}
