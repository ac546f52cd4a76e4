import type { FactBase as FactBaseClass } from '@supabase/pg-delta/core'
import type { Action } from '@supabase/pg-delta/plan'
import { withElementCasts } from '../../catalog/index.ts'
import type { Database } from '../../database/index.ts'
import { messageOf, RowhouseError } from '../../errors/index.ts'
import type { Queryable } from '../../query/index.ts'
import type { Step, StepObject } from './step.ts'

// The only file that knows the differ: whoever replaces it writes `readSnapshot` and `stepsBetween` anew.

type Facts = FactBaseClass
type Fact = ReturnType<Facts['facts']>[number]
type Id = Fact['id']

/** What a database held when it was read, as the differ sees it. */
export interface Snapshot {
  readonly facts: Facts
  /** The kinds of objects that the differ does not compare, with the names of some that are there. */
  readonly unknown: ReadonlyMap<string, readonly string[]>
}

/** Reads a database for `stepsBetween`. Its `int8` values must come as strings, as the differ's own driver gives them. */
export async function readSnapshot(db: Database): Promise<Snapshot> {
  const { extract, core } = await loadDiffer()
  return db.acquire(async (connection) => {
    const { factBase, diagnostics } = await extract(poolOf(connection))
    const unknown = diagnostics.filter(({ code }) => code === 'unmodeled_kind').map(({ context }) => context ?? {})
    return {
      facts: ownFacts(factBase, core),
      unknown: new Map(unknown.map(({ kind, samples }) => [String(kind), Array.isArray(samples) ? samples : []])),
    }
  })
}

/**
 * The statements that make `to` of `from`, in an order in which they run. Throws `DIFF_REFUSED` for what the differ knows it
 * cannot do.
 */
export async function stepsBetween(from: Snapshot, to: Snapshot): Promise<Step[]> {
  const { plan } = await loadDiffer()
  const assumedRoles = [from, to].flatMap(({ facts }) => facts.facts()).flatMap(roleOf)
  try {
    const { actions } = plan(from.facts, to.facts, { renames: 'off', scope: 'database', assumedRoles })
    return actions.map((action) => stepOf(action, from.facts, to.facts))
  } catch (cause) {
    throw new RowhouseError('DIFF_REFUSED', `there is no safe way to this schema: ${messageOf(cause)}`, { cause })
  }
}

interface Differ {
  readonly extract: typeof import('@supabase/pg-delta/extract')['extract']
  readonly plan: typeof import('@supabase/pg-delta/plan')['plan']
  readonly core: typeof import('@supabase/pg-delta/core')
}

async function loadDiffer(): Promise<Differ> {
  try {
    const { extract } = await import('@supabase/pg-delta/extract')
    const { plan } = await import('@supabase/pg-delta/plan')
    return { extract, plan, core: await import('@supabase/pg-delta/core') }
  } catch (cause) {
    throw new RowhouseError(
      'MISSING_PACKAGE',
      `the schema differ cannot be loaded (${messageOf(cause)}); install it: npm install @supabase/pg-delta@1.0.0-alpha.34`,
      { cause, facts: { package: '@supabase/pg-delta' } },
    )
  }
}

type Pool = Parameters<Differ['extract']>[0]

// The differ borrows one connection, sends texts without parameters, and reads nothing but rows; of a whole `pg.Pool` it uses
// only this, so the rest may be absent.
function poolOf(connection: Queryable): Pool {
  const client = { query: (text: string) => connection.queryUnsafe(text), release: () => undefined }
  return { connect: async () => client } as Partial<Pool> as Pool
}

/** What is left out: who owns things, the owner's own privileges, the history, and what only newer servers list. */
function ownFacts(base: Facts, { buildFactBase, encodeId }: Differ['core']): Facts {
  const parents = new Map(base.facts().map(({ id, parent }) => [encodeId(id), parent] as const))
  const owners = new Set(base.edges.flatMap(({ kind, from, to }) => (kind === 'owner' ? [ownership(from, to)] : [])))
  const foreign = (fact: Fact): boolean => isHistory(fact.id) || isOwners(fact.id, owners) || isNotNull(fact)
  const dropped = new Set(
    base
      .facts()
      .filter(foreign)
      .map(({ id }) => encodeId(id)),
  )
  const isDropped = (id: Id | undefined): boolean =>
    id !== undefined && (dropped.has(encodeId(id)) || isDropped(parents.get(encodeId(id))))
  const kept = base
    .facts()
    .filter(({ id }) => !isDropped(id))
    .map(withoutMaintain)
    .map(asReadAgain)
  const edges = base.edges.filter(({ from, to, kind }) => kind !== 'owner' && !isDropped(from) && !isDropped(to))
  return buildFactBase(kept, edges, base.source)
}

function roleOf({ id }: Fact): string[] {
  return id.kind === 'role' ? [id.name] : []
}

function isHistory(id: Id): boolean {
  return (id.kind === 'schema' && id.name === 'rowhouse') || ('schema' in id && id.schema === 'rowhouse')
}

function isOwners(id: Id, owners: ReadonlySet<string>): boolean {
  if (id.kind !== 'acl') return false
  // The extraction names no owner that is a role of PostgreSQL's own, such as the one of the schema `public`.
  return id.grantee === 'pg_database_owner' || owners.has(ownership(id.target, { kind: 'role', name: id.grantee }))
}

// Listed as constraints only by PostgreSQL 18 and later; the column or domain says it on every version.
function isNotNull({ id, payload }: Fact): boolean {
  return id.kind === 'constraint' && payload.type === 'n'
}

function ownership(object: Id, role: Id): string {
  return `${keyOf(object)} ${keyOf(role)}`
}

const allOnTable = 8

// PostgreSQL 17 added MAINTAIN, which comes with every `grant all` and which servers before it do not know.
function withoutMaintain(fact: Fact): Fact {
  const { privileges } = fact.payload
  if (fact.id.kind !== 'acl' || !Array.isArray(privileges) || privileges.length < allOnTable) return fact
  const { grantable } = fact.payload
  const known = (names: typeof privileges) => names.filter((name) => name !== 'MAINTAIN')
  return {
    ...fact,
    payload: {
      ...fact.payload,
      privileges: known(privileges),
      ...(Array.isArray(grantable) && { grantable: known(grantable) }),
    },
  }
}

// What PostgreSQL writes for a list of values changes once when it reads it again; the differ must not see a change in that.
function asReadAgain(fact: Fact): Fact {
  const texts = Object.entries(fact.payload).flatMap(([key, value]) =>
    typeof value === 'string' && value.includes('ARRAY[') ? [[key, withElementCasts(value)] as const] : [],
  )
  return texts.length === 0 ? fact : { ...fact, payload: { ...fact.payload, ...Object.fromEntries(texts) } }
}

function stepOf({ sql, produces, destroys, consumes, transactionality }: Action, from: Facts, to: Facts): Step {
  const references = produces.flatMap((id) => to.outgoingEdges(id)).map((edge) => edge.to)
  const freed = destroys.flatMap((id) => from.outgoingEdges(id)).map((edge) => edge.to)
  const relation = [...produces, ...destroys, ...consumes]
    .map((id) => relationOf(id, to) ?? relationOf(id, from))
    .find((path) => path !== undefined)
  return {
    sql,
    makes: produces.map((id) => objectOf(id, to)),
    drops: destroys.map((id) => objectOf(id, from)),
    needs: [...consumes, ...references].map(keyOf),
    frees: freed.map(keyOf),
    ...(relation !== undefined && { relation }),
    commits: transactionality === 'commitBoundaryAfter',
  }
}

const relations: ReadonlySet<string> = new Set(['table', 'view', 'materializedView', 'foreignTable', 'sequence'])

function relationOf(id: Id, facts: Facts): string[] | undefined {
  if ('target' in id) return relationOf(id.target, facts)
  if ('table' in id && id.kind !== 'publicationRel') return [id.schema, id.table]
  if (id.kind !== 'index') return relations.has(id.kind) ? pathOf(id) : undefined
  const table = facts.get(id)?.parent
  return table === undefined ? undefined : pathOf(table)
}

function objectOf(id: Id, facts: Facts): StepObject {
  const fact = facts.get(id)
  const table = id.kind === 'index' ? fact?.parent : id.kind === 'constraint' ? fact?.parent : undefined
  const { type, def } = fact?.payload ?? {}
  return {
    key: keyOf(id),
    kind: id.kind,
    path: pathOf(id),
    ...(table !== undefined && { table: pathOf(table) }),
    ...(id.kind === 'constraint' && typeof type === 'string' && { constraintType: type }),
    ...(id.kind === 'constraint' && typeof def === 'string' && { definition: def }),
  }
}

function keyOf(id: Id): string {
  return JSON.stringify(id, (_, value: unknown) => (isRecord(value) ? sorted(value) : value))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sorted(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function pathOf(id: Id): string[] {
  if ('target' in id) return pathOf(id.target)
  const parts = ['schema' in id ? id.schema : undefined, 'table' in id ? id.table : undefined]
  const name = 'name' in id ? id.name : undefined
  return [...parts, 'type' in id ? id.type : undefined, name].filter((part) => typeof part === 'string')
}
