import { keepCached, keyOf, readCached } from '../../cache/index.ts'
import { type Catalog, type CatalogOptions, readCatalog } from '../../catalog/index.ts'
import { DatabaseError, RowhouseError } from '../../errors/index.ts'
import {
  type Blueprint,
  blueprintKey,
  blueprintOfHistory,
  listRoles,
  openScratch,
  readAppliedScripts,
} from '../../migrate/index.ts'
import type { Queryable } from '../../query/index.ts'

/** What the migrations that are applied make of an empty database, or why that cannot be told. */
export type Expected = { readonly catalog: Catalog } | { readonly unknown: string }

/**
 * Replays the applied migrations of `db`, as its history keeps them, in an embedded database, and reads the catalog that they
 * make. The roles of `db` are made there first, so that grants and policies find them. What was read once is kept in the user's
 * cache, since the same migrations always make the same.
 */
export async function expectedCatalog(db: Queryable, options: CatalogOptions): Promise<Expected> {
  const scripts = await readAppliedScripts(db)
  if (scripts.length === 0) return { catalog: new Map() }
  const blueprint = blueprintOfHistory(scripts, await listRoles(db))
  try {
    return { catalog: await catalogOf(blueprint, options) }
  } catch (error) {
    if (error instanceof RowhouseError) return { unknown: refusal(error) }
    throw error
  }
}

async function catalogOf(blueprint: Blueprint, options: CatalogOptions): Promise<Catalog> {
  const name = `catalog-${keyOf(blueprintKey(blueprint), options)}.json`
  const kept = await readCached(name)
  if (kept !== undefined) return new Map(JSON.parse(new TextDecoder().decode(kept)))
  await using scratch = await openScratch(blueprint)
  const catalog = await readCatalog(scratch, options)
  await keepCached(name, new TextEncoder().encode(JSON.stringify([...catalog])))
  return catalog
}

function refusal({ message, cause, facts }: RowhouseError): string {
  if (!(cause instanceof DatabaseError)) return message
  return `migration ${facts.name} does not run on the embedded PostgreSQL: ${cause.message}`
}
