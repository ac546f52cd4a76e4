import type { Database } from '../../database/index.ts'
import type { Queryable } from '../../query/index.ts'
import { loadSqlParser, quoteIdentifier } from '../../sql/index.ts'

/**
 * Makes roles in an embedded database, so that the grants and policies of these texts find them: the given ones, or those that
 * the texts name. What the texts create themselves is left to them. On a server they must be there: its roles belong to all of
 * its databases.
 */
export async function createRoles(db: Database, texts: readonly string[], roles?: readonly string[]): Promise<void> {
  const mayName = texts.filter((text) => /\b(role|user|group|grant|revoke|policy|owner|authorization)\b/i.test(text))
  if (mayName.length === 0 && roles === undefined) return
  if (!(await db.ping()).embedded) return
  const { named, created } = await rolesIn(mayName)
  const known = await existingRoles(db)
  const wanted = roles ?? named
  for (const name of wanted) {
    if (!created.has(name) && !known.has(name)) await db.script(`create role ${quoteIdentifier(name)}`)
  }
}

/** The roles of a server that no migration of a database need make. */
export async function listRoles(db: Queryable): Promise<string[]> {
  const rows = await db.many<{ name: string }>(`
    select rolname as name
    from pg_roles
    where rolname !~ '^pg_'
    and rolname <> 'postgres'
    order by rolname`)
  return rows.map(({ name }) => name)
}

async function existingRoles(db: Queryable): Promise<ReadonlySet<string>> {
  const rows = await db.many<{ name: string }>('select rolname as name from pg_roles')
  return new Set(rows.map(({ name }) => name))
}

interface RolesIn {
  /** Those that something is granted to, belongs to, or is meant for. */
  readonly named: readonly string[]
  readonly created: ReadonlySet<string>
}

async function rolesIn(texts: readonly string[]): Promise<RolesIn> {
  if (texts.length === 0) return { named: [], created: new Set() }
  const parse = await loadSqlParser()
  const trees = texts.map((text) => parse(text)).flatMap((parsed) => ('message' in parsed ? [] : parsed))
  const nodes = trees.flatMap(({ tree }) => [...nodesWithin(tree)])
  const namesOf = (field: string) => new Set(nodes.flatMap((node) => textOf(node, field) ?? []))
  return { named: [...namesOf('rolename')], created: namesOf('role') }
}

type Node = Readonly<Record<string, unknown>>

function* nodesWithin(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const each of value) yield* nodesWithin(each)
  else if (isNode(value)) {
    yield value
    for (const each of Object.values(value)) yield* nodesWithin(each)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null
}

function textOf(node: Node, field: string): string | undefined {
  const value = node[field]
  return typeof value === 'string' ? value : undefined
}
