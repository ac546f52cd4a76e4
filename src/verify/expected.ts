import { type Catalog, type CatalogOptions, readCatalog } from '../catalog/index.ts'
import { connect } from '../database/index.ts'
import { DatabaseError, RowhouseError } from '../errors/index.ts'
import { type AppliedScript, readAppliedScripts, resetSession } from '../migrate/index.ts'
import type { Queryable } from '../query/index.ts'
import { quoteIdentifier } from '../sql/index.ts'

/** What the migrations that are applied make of an empty database, or why that cannot be told. */
export type Expected = { readonly catalog: Catalog } | { readonly unknown: string }

/**
 * Replays the applied migrations of `db`, as its history keeps them, in an embedded database, and reads the catalog that they
 * make. The roles of `db` are made there first, so that grants and policies find them.
 */
export async function expectedCatalog(db: Queryable, options: CatalogOptions): Promise<Expected> {
  const scripts = await readAppliedScripts(db)
  if (scripts.length === 0) return { catalog: new Map() }
  const roles = await listRoles(db)
  try {
    await using scratch = await connect('pglite:memory', { environment: {} })
    return await scratch.acquire((session) => replay(session, roles, scripts, options))
  } catch (error) {
    if (error instanceof RowhouseError) return { unknown: error.message }
    throw error
  }
}

async function listRoles(db: Queryable): Promise<string[]> {
  const rows = await db.many<{ name: string }>(`
    select rolname as name
    from pg_roles
    where rolname !~ '^pg_'
    and rolname <> 'postgres'
    order by rolname`)
  return rows.map((row) => row.name)
}

async function replay(
  session: Queryable,
  roles: readonly string[],
  scripts: readonly AppliedScript[],
  options: CatalogOptions,
): Promise<Expected> {
  for (const role of roles) await session.execute(`create role ${quoteIdentifier(role)}`)
  for (const { name, text } of scripts) {
    const refusal = await tryScript(session, text)
    if (refusal !== undefined)
      return { unknown: `migration ${name} does not run on the embedded PostgreSQL: ${refusal}` }
  }
  return { catalog: await readCatalog(session, options) }
}

async function tryScript(session: Queryable, text: string): Promise<string | undefined> {
  try {
    await session.transaction((tx) => tx.script(text))
    await resetSession(session)
    return undefined
  } catch (error) {
    if (error instanceof DatabaseError) return error.message
    throw error
  }
}
