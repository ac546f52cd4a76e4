import { type Catalog, type CatalogOptions, readCatalog } from '../../catalog/index.ts'
import { DatabaseError, RowhouseError } from '../../errors/index.ts'
import type { Queryable } from '../../query/index.ts'
import { readAppliedScripts } from '../history.ts'
import { blueprintOfHistory, listRoles, openScratch } from '../scratch/index.ts'
import { within } from './advance.ts'
import { readSnapshot } from './snapshot.ts'

/** What a catalog should be, and who says so; or why that cannot be told. */
export type Expected =
  | {
      readonly catalog: Catalog
      /** `snapshot`: the server itself, after the last run. `replay`: an embedded PostgreSQL, on which the history was run again. */
      readonly source: 'snapshot' | 'replay'
    }
  | { readonly unknown: string }

/**
 * What the applied migrations have made of `db`: as the server itself wrote it down after the last run, or where that is not known
 * as they make it in an embedded database, which has the roles of `db`.
 */
export async function expectedCatalog(db: Queryable, options: CatalogOptions): Promise<Expected> {
  const snapshot = await readSnapshot(db)
  if (snapshot !== undefined) return { catalog: within(snapshot.catalog, options.schemas), source: 'snapshot' }
  const scripts = await readAppliedScripts(db)
  if (scripts.length === 0) return { catalog: new Map(), source: 'replay' }
  const roles = await listRoles(db)
  try {
    await using scratch = await openScratch(blueprintOfHistory(scripts, roles))
    return { catalog: await readCatalog(scratch, options), source: 'replay' }
  } catch (error) {
    if (error instanceof RowhouseError) return { unknown: refusal(error) }
    throw error
  }
}

function refusal({ message, cause, facts }: RowhouseError): string {
  if (!(cause instanceof DatabaseError)) return message
  return `migration ${facts.name} does not run on the embedded PostgreSQL: ${cause.message}`
}
