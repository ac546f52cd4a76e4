import { displayName, listSchemas, quotePath, readCatalog } from '../../catalog/index.ts'
import { connect, type Database } from '../../database/index.ts'
import { RowhouseError } from '../../errors/index.ts'
import type { Queryable } from '../../query/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'

/** A database to try migrations on, and how to leave it. */
export interface Scratch extends AsyncDisposable {
  readonly db: Database
}

/**
 * Opens the database on which migrations are tried: an embedded one in memory with the roles of the target, or the empty one at
 * `shadowUrl`, which is emptied again at the end. Throws `SHADOW_REFUSED` if that is the target itself, or holds anything.
 */
export async function openScratch(shadowUrl: string | undefined, target: Queryable | undefined): Promise<Scratch> {
  return shadowUrl === undefined ? openEmbedded(target) : openShadow(shadowUrl, target)
}

async function openEmbedded(target: Queryable | undefined): Promise<Scratch> {
  const roles = target === undefined ? [] : await listRoles(target)
  const db = await connect('pglite:memory', { environment: {}, applicationName })
  for (const role of roles) await db.script(`create role ${quoteIdentifier(role)}`)
  return { db, [Symbol.asyncDispose]: () => db.close() }
}

const applicationName = 'rowhouse-check'

// Grants and policies name roles, which no migration of a database need make.
async function listRoles(target: Queryable): Promise<string[]> {
  const rows = await target.many<{ name: string }>(`
    select rolname as name
    from pg_roles
    where rolname !~ '^pg_'
    and rolname <> 'postgres'
    order by rolname`)
  return rows.map(({ name }) => name)
}

async function openShadow(url: string, target: Queryable | undefined): Promise<Scratch> {
  const db = await connect(url, { environment: {}, applicationName })
  try {
    await refuseTarget(db, target)
    await refuseContent(db)
  } catch (error) {
    await db.close()
    throw error
  }
  return { db, [Symbol.asyncDispose]: () => emptyAndClose(db) }
}

async function refuseTarget(shadow: Database, target: Queryable | undefined): Promise<void> {
  if (target === undefined || (await identityOf(shadow)) !== (await identityOf(target))) return
  throw refusal(
    shadow,
    'is the database that the migrations are for; name an empty one beside it, such as <name>_shadow',
  )
}

// A host has many names, so that two addresses tell nothing; the server's start and the database's oid are what they are.
async function identityOf(db: Queryable): Promise<string> {
  const { identity } = await db.one<{ identity: string }>(`
    select concat_ws(' ', extract(epoch from pg_postmaster_start_time()), database.oid) as identity
    from pg_database as database
    where database.datname = current_database()`)
  return identity
}

async function refuseContent(shadow: Database): Promise<void> {
  const schemas = await listSchemas(shadow)
  const objects = [...(await readCatalog(shadow)).keys()]
  const { history } = await shadow.one<{ history: boolean }>(`
    select exists (
      select from pg_namespace
      where nspname = 'rowhouse'
    ) as history`)
  const found = history ? 'schema rowhouse' : (schemas.find((name) => name !== 'public') ?? objects[0])
  if (found === undefined) return
  throw refusal(
    shadow,
    `is not empty (it holds ${found}); migrations are tried, and all is dropped, in an empty one only`,
  )
}

function refusal({ description }: Database, reason: string): RowhouseError {
  return new RowhouseError('SHADOW_REFUSED', `the shadow, ${description}, ${reason}`, {
    facts: { shadow: description },
  })
}

async function emptyAndClose(db: Database): Promise<void> {
  try {
    await emptyDatabase(db)
  } finally {
    await db.close()
  }
}

// What the check has made stands in schemas, since it began with none but an empty `public`.
async function emptyDatabase(db: Database): Promise<void> {
  const extensions = await db.many<{ name: string }>(`
    select extname as name
    from pg_extension
    where extname <> 'plpgsql'`)
  for (const { name } of extensions) await db.script(`drop extension if exists ${quoteIdentifier(name)} cascade`)
  for (const schema of await listSchemas(db)) {
    if (schema !== 'public') await db.script(`drop schema ${quoteIdentifier(schema)} cascade`)
  }
  for (const statement of await dropsOf(db)) await db.script(statement)
}

const dropped: ReadonlySet<string> = new Set(
  `view, materialized view, table, foreign table, sequence, function, procedure, aggregate, domain, enum, composite type, range
  type`
    .replace(/\s+/g, ' ')
    .split(', '),
)

// One by one, because `drop schema public` would take its owner and its grants along.
async function dropsOf(db: Database): Promise<string[]> {
  const objects = [...(await readCatalog(db)).values()].filter(({ kind }) => dropped.has(kind))
  return objects.map(({ kind, path, name }) => {
    const type = /^(enum|composite type|range type)$/.test(kind) ? 'type' : kind
    const suffix = /^(function|procedure|aggregate)$/.test(kind) ? name.slice(displayName(path).length) : ''
    return `drop ${type} if exists ${quotePath(path)}${suffix} cascade`
  })
}
