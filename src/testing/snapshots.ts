import { gunzipSync } from 'node:zlib'
import { keepCached, keyOf, readCached } from '../cache/index.ts'
import { embeddedVersion } from '../connection/index.ts'
import { openMemory } from '../database/index.ts'
import { prepare, type Recipe } from './recipe.ts'

const snapshots = new Map<string, Promise<Uint8Array>>()

/**
 * A dump of an embedded database that holds what the recipe makes: the template of embedded test databases. It is kept in the
 * user's cache, and unpacked in this process, because unpacking takes a good part of the time that a copy takes.
 */
export function snapshotOf(recipe: Recipe): Promise<Uint8Array> {
  const known = snapshots.get(recipe.content) ?? findOrBuild(recipe).then((dump) => gunzipSync(dump))
  snapshots.set(recipe.content, known)
  known.catch(() => snapshots.delete(recipe.content))
  return known
}

async function findOrBuild(recipe: Recipe): Promise<Uint8Array> {
  const name = `test-${keyOf(embeddedVersion(), recipe.content)}.tar.gz`
  const kept = await readCached(name)
  if (kept !== undefined) return kept
  const { db, dump } = await openMemory()
  try {
    await prepare(db, recipe)
    const made = await dump()
    await keepCached(name, made)
    return made
  } finally {
    await db.close()
  }
}
