import type { Database } from '../../database/index.ts'
import type { Queryable } from '../../query/index.ts'
import { loadSqlParser, quoteIdentifier } from '../../sql/index.ts'

/**
 * Makes the roles that the texts name in an embedded database, so that grants and policies find them. Those that they create
 * themselves are left to them. On a server they must be there: its roles belong to all of its databases.
 */
export async function createNamedRoles(db: Database, texts: readonly string[]): Promise<void> {
  if (!(await db.ping()).embedded) return
  const parse = await loadSqlParser()
  const trees = texts.map((text) => parse(text)).flatMap((parsed) => ('message' in parsed ? [] : parsed))
  const nodes = trees.flatMap(({ tree }) => [...nodesWithin(tree)])
  const created = new Set(nodes.map((node) => textOf(node, 'role')))
  const known = await existingRoles(db)
  const wanted = new Set(nodes.flatMap((node) => textOf(node, 'rolename') ?? []))
  for (const name of wanted) {
    if (!created.has(name) && !known.has(name)) await db.script(`create role ${quoteIdentifier(name)}`)
  }
}

async function existingRoles(db: Queryable): Promise<ReadonlySet<string>> {
  const rows = await db.many<{ name: string }>('select rolname as name from pg_roles')
  return new Set(rows.map(({ name }) => name))
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
