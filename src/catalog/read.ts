import type { Queryable } from '../query/index.ts'
import { quoteLiteral } from '../sql/index.ts'
import type { Catalog, CatalogKind, CatalogObject } from './catalog.ts'
import { comments, extensions, privileges, schemas } from './database-objects.ts'
import { displayName } from './name.ts'
import { type Presence, presence } from './presence.ts'
import { columns, sequences, tables, views } from './relations.ts'
import { aggregates, routines } from './routines.ts'
import type { ObjectRow } from './scope.ts'
import { withSettings } from './settings.ts'
import { constraints, indexes, policies, rules, statistics, triggers } from './table-parts.ts'
import { types } from './types.ts'

/** Options of `readCatalog` and `listSchemas`. */
export interface CatalogOptions {
  /** The schemas to read. Default: all save PostgreSQL's own, those of extensions, and `rowhouse`. */
  readonly schemas?: readonly string[]
  /**
   * Whether to keep the queries prepared in the session, which saves most of the time of reading again. Only for a session of
   * one's own: through a transaction pooler others would get it. Default: false.
   */
  readonly keepPrepared?: boolean
}

/**
 * Reads what the schemas of a database hold, as plain values. Owners, default privileges, the order and storage of columns,
 * tablespaces, operators, casts, collations, text search configurations, event triggers, publications and roles are not
 * looked at. PostgreSQL 13 writes `extract`, `at time zone` and their like as calls of functions, later versions do not:
 * compare what it says with another 13 only.
 */
export function readCatalog(db: Queryable, options: CatalogOptions = {}): Promise<Catalog> {
  const settings = { ...plainSettings, ...(options.keepPrepared && { plan_cache_mode: 'force_generic_plan' }) }
  return db.transaction((tx) => withSettings(tx, settings, () => readObjects(tx, options)), { readOnly: true })
}

/** The names of the schemas that `readCatalog` reads, in order; of those asked for, the ones that exist. */
export async function listSchemas(db: Queryable, options: CatalogOptions = {}): Promise<string[]> {
  const rows = await db.many<{ name: string }>(
    `
    select namespace.nspname as name
    from pg_namespace as namespace
    where case when $1::text[] is null
      then namespace.nspname !~ '^pg_' and namespace.nspname not in ('information_schema', 'rowhouse')
      else namespace.nspname = any($1::text[]) end
    and not exists (
      select from pg_depend
      where classid = 'pg_namespace'::regclass
      and objid = namespace.oid
      and deptype = 'e'
    )
    order by namespace.nspname`,
    [options.schemas ?? null],
  )
  return rows.map((row) => row.name)
}

// What PostgreSQL writes out depends on these; an empty search_path makes it qualify every name.
const plainSettings = {
  search_path: '',
  quote_all_identifiers: 'off',
  TimeZone: 'UTC',
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
}

const queries = {
  schemas,
  extensions,
  types,
  sequences,
  tables,
  columns,
  constraints,
  indexes,
  statistics,
  routines,
  aggregates,
  views,
  triggers,
  rules,
  policies,
  privileges,
  comments,
}

async function readObjects(db: Queryable, options: CatalogOptions): Promise<Catalog> {
  const names = await listSchemas(db, options)
  const present: Partial<Record<string, boolean>> = { ...(await db.one<Presence>(presence)) }
  const catalog = new Map<string, CatalogObject>()
  const ask = options.keepPrepared ? await askPrepared(db, names) : askAnew(db, names)
  for (const [kinds, query] of Object.entries(queries)) {
    if (present[kinds] === false) continue
    for (const row of await ask(kinds, query)) {
      const object = objectOf(row)
      catalog.set(`${object.kind} ${object.name}`, object)
    }
  }
  return catalog
}

type Row = ObjectRow & { readonly kind: CatalogKind }

type Ask = (kinds: string, query: string) => Promise<Row[]>

function askAnew(db: Queryable, names: readonly string[]): Ask {
  return (_, query) => db.many<Row>(query, [names])
}

// A script that ran in between may have deallocated them.
async function askPrepared(db: Queryable, names: readonly string[]): Promise<Ask> {
  const rows = await db.many<{ name: string }>('select name from pg_prepared_statements')
  const prepared = new Set(rows.map(({ name }) => name))
  const schemas = `array[${names.map(quoteLiteral).join(', ')}]::text[]`
  return async (kinds, query) => {
    const name = `rowhouse_catalog_${kinds}`
    if (!prepared.has(name)) await db.script(`prepare ${name} (text[]) as ${query}`)
    return db.many<Row>(`execute ${name} (${schemas})`)
  }
}

function objectOf(row: Row): CatalogObject {
  const { kind, path, definition } = row
  const parent = parentOf(row)
  return { kind, name: displayName(path) + row.suffix, path, ...(parent && { parent }), definition }
}

function parentOf({ path, parent, parent_suffix = '' }: ObjectRow): string {
  if (parent !== null) return displayName(parent) + parent_suffix
  return displayName(path.slice(0, -1))
}
