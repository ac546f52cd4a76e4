import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { displayName } from '../../catalog/index.ts'
import { DatabaseError } from '../../errors/index.ts'
import { type CheckedQuery, isWrong, type WrongQuery } from '../../generate/index.ts'
import type { Queryable } from '../../query/index.ts'
import type { AskingCheck, Found, Subject } from '../check.ts'
import { askQueries } from './asked.ts'

/** Queries of the sources that the live database refuses. */
export const refusedQueries: AskingCheck = {
  id: 'query',
  kind: 'static',
  title: 'the database accepts every query of the sources',
  severity: 'error',
  why: 'A query that the live database refuses fails when it is called, whatever the types say that were made of the migrations.',
  run: async (subject) => {
    const asked = await askQueries(subject)
    return 'skipped' in asked ? asked : { found: asked.analysis.queries.filter(isWrong).map(refused) }
  },
}

function refused({ file, error }: WrongQuery): Found {
  const hint = error.hint === undefined ? '' : ` (${error.hint})`
  return {
    object: `${file}:${error.line}`,
    message: `${file}:${error.line}:${error.column} is refused: ${error.message}${hint} (${error.code})`,
  }
}

/** Generated types that are not those of the live database. */
export const generatedTypes: AskingCheck = {
  id: 'generated-types',
  kind: 'static',
  title: 'the generated types are those of the database',
  severity: 'error',
  why: 'The compiler believes the generated types; where the database answers something else, it believes what is not so.',
  // Where nulls come from is told by the body of a function that is kept as a tree.
  needs: { version: 140_000 },
  run: async (subject) => {
    const reason = await whyUntyped(subject)
    if (reason !== undefined) return { skipped: reason }
    const asked = await askQueries(subject)
    if ('skipped' in asked) return asked
    const { written, removed } = asked.changes
    return { found: [...written, ...removed].map((path) => stale(subject, path)) }
  },
}

// To tell where a null can come from, a query is made the body of a temporary function.
async function whyUntyped({ db, project }: Subject): Promise<string | undefined> {
  if (project === undefined) return 'no project was given'
  if (!existsSync(project.generated)) return 'no types were generated; run `rowhouse generate`'
  const { writable } = await db.one<{ writable: boolean }>(`
    select not pg_is_in_recovery() and has_database_privilege(current_database(), 'temporary') as writable`)
  return writable ? undefined : 'the user may not make temporary objects here'
}

function stale({ project }: Subject, path: string): Found {
  const file = relative(project!.folder, join(project!.generated, path))
  return {
    object: file,
    message: `${file} says something else than the database; apply the migrations, or generate the types anew`,
    fix: 'rowhouse generate',
  }
}

interface LargeTable {
  readonly name: string
  readonly rows: number
}

/** Queries that read a large table as a whole to find a few rows. */
export const scanningQueries: AskingCheck = {
  id: 'query-scan',
  kind: 'runtime',
  title: 'no query reads a large table for a few rows',
  severity: 'info',
  why: 'The plan of such a query gets slower with each row of the table; most of them want an index.',
  profile: 'production',
  run: async (subject) => {
    const asked = await askQueries(subject)
    if ('skipped' in asked) return asked
    const queries = asked.analysis.queries.flatMap((query) => (isWrong(query) ? [] : [query]))
    // The names in the queries mean what the search_path of the application says.
    return { found: await subject.db.transaction((tx) => scansOf(tx, queries, subject), { readOnly: true }) }
  },
}

async function scansOf(tx: Queryable, queries: readonly CheckedQuery[], subject: Subject): Promise<Found[]> {
  const large = await tx.many<LargeTable>(largeTables, [subject.schemas, subject.limits.largeTable])
  if (large.length === 0) return []
  await tx.script('set local plan_cache_mode = force_generic_plan')
  const found: Found[] = []
  for (const query of queries) {
    const plan = await planOf(tx, query)
    found.push(...large.filter((table) => scans(plan, table)).map((table) => scanning(query, table)))
  }
  return found
}

const largeTables = `
  select namespace.nspname || '.' || class.relname as name, class.reltuples as rows
  from pg_class as class
  join pg_namespace as namespace on namespace.oid = class.relnamespace
  where namespace.nspname = any($1::text[])
  and class.relkind = 'r'
  and class.reltuples > $2
  order by 1`

/** A node of a plan, as `explain (format json)` writes it. */
interface PlanNode {
  readonly 'Node Type'?: string
  readonly Schema?: string
  readonly 'Relation Name'?: string
  readonly Filter?: string
  readonly 'Plan Rows'?: number
  readonly Plans?: readonly PlanNode[]
}

// What has no plan (utility statements) reads nothing that this is about.
async function planOf(tx: Queryable, query: CheckedQuery): Promise<PlanNode> {
  try {
    return await tx.transaction((inner) => explain(inner, query))
  } catch (error) {
    if (error instanceof DatabaseError) return {}
    throw error
  }
}

// A generic plan is made without looking at the parameters, so that it may be given nulls. A comment may end the text.
async function explain(tx: Queryable, { text, params }: CheckedQuery): Promise<PlanNode> {
  const values = params.length === 0 ? '' : `(${params.map(() => 'null').join(', ')})`
  await tx.script(`prepare rowhouse_plan as ${text}\n`)
  const { rows } = await tx.queryUnsafe(`explain (verbose, format json) execute rowhouse_plan${values}`)
  await tx.script('deallocate rowhouse_plan')
  const [{ 'QUERY PLAN': plans }] = rows as [{ 'QUERY PLAN': [{ Plan: PlanNode }] }]
  return plans[0].Plan
}

function scans(node: PlanNode, table: LargeTable): boolean {
  const reads = node['Node Type'] === 'Seq Scan' && `${node.Schema}.${node['Relation Name']}` === table.name
  const finds = node.Filter !== undefined && (node['Plan Rows'] ?? 0) * 10 < table.rows
  return (reads && finds) || (node.Plans ?? []).some((child) => scans(child, table))
}

function scanning({ file, line }: CheckedQuery, { name, rows }: LargeTable): Found {
  const table = displayName(name.split('.'))
  return {
    object: `${file}:${line} ${table}`,
    message: `${file}:${line} reads all ${Math.round(rows)} rows of ${table} to find a few; give what it looks for an index`,
  }
}
