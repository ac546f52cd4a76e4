import type { Queryable } from '../../query/index.ts'
import {
  columnsQuery,
  functionsQuery,
  operatorsQuery,
  relationsQuery,
  typesQuery,
  viewsQuery,
} from './catalog-queries.ts'
import { readQuery, type TreeNode } from './node-tree.ts'

/** A function, aggregate or window function. */
export interface FunctionFacts {
  readonly oid: number
  readonly name: string
  /** With the types of its arguments, as in `lower(text)`. */
  readonly signature: string
  /** Does null among its arguments make it answer null? */
  readonly strict: boolean
  readonly returnsSet: boolean
  /** Is it one of PostgreSQL's own? */
  readonly core: boolean
}

/** An operator, with the types of its operands; 0 for one that is missing. */
export interface OperatorFacts {
  readonly oid: number
  readonly name: string
  readonly core: boolean
  readonly left: number
  readonly right: number
}

/** A column of a relation. */
export interface ColumnFacts {
  readonly relation: number
  readonly number: number
  readonly name: string
  readonly type: number
  /** How many dimensions an array was declared with; PostgreSQL keeps the number and does not enforce it. */
  readonly dimensions: number
  /** Is it computed from the others? */
  readonly generated: boolean
  /** Is null refused by a constraint on which one can rely, in the relation and in everything below it? */
  readonly notNull: boolean
}

/** A table, view, or other relation. */
export interface RelationFacts {
  readonly oid: number
  readonly schema: string
  readonly name: string
  /** `r` table, `p` partitioned table, `v` view, `m` materialised view, `f` foreign table. */
  readonly kind: string
  /** May policies hide rows? */
  readonly rowSecurity: boolean
  /** Does `returning` give the rows as they were stored: no rules, and no instead-of triggers? */
  readonly returnsStored: boolean
  /** Is a row stored as a statement says, all else being kept: no triggers, rules or child tables? */
  readonly keepsValues: boolean
  readonly columns: ReadonlyMap<number, ColumnFacts>
}

/** A data type. */
export interface TypeFacts {
  readonly oid: number
  /** As SQL would write it here. */
  readonly name: string
  readonly core: boolean
  readonly kind: 'array' | 'composite' | 'domain' | 'enum' | 'range' | 'multirange' | 'other'
  /** The element of an array, the base of a domain, the subtype of a range or multirange; else 0. */
  readonly part: number
  /** A domain that refuses null. */
  readonly notNull: boolean
  /** The labels of an enum in their order. */
  readonly labels: readonly string[]
  /** The attributes of a composite in their order. */
  readonly attributes: readonly (readonly [name: string, type: number])[]
  readonly category: string
}

/** What the analyser knows of a database: read once, and true as long as the schema stays as it is. */
export interface Catalog {
  readonly functions: ReadonlyMap<number, FunctionFacts>
  readonly operators: ReadonlyMap<number, OperatorFacts>
  readonly relations: ReadonlyMap<number, RelationFacts>
  readonly types: ReadonlyMap<number, TypeFacts>
  /** The analysed query of each view. */
  readonly views: ReadonlyMap<number, TreeNode>
}

/** Reads the catalog of a database. */
export async function readCatalog(db: Queryable): Promise<Catalog> {
  const functions = await db.many<FunctionFacts>(functionsQuery)
  const operators = await db.many<OperatorFacts>(operatorsQuery)
  const types = await db.many<TypeFacts>(typesQuery)
  const views = await db.many<{ oid: number; tree: string }>(viewsQuery)
  return {
    functions: byOid(functions),
    operators: byOid(operators),
    relations: await readRelations(db),
    types: byOid(types),
    views: readViews(views),
  }
}

async function readRelations(db: Queryable): Promise<Map<number, RelationFacts>> {
  const relations = await db.many<Omit<RelationFacts, 'columns'>>(relationsQuery)
  const columns = await db.many<ColumnFacts>(columnsQuery)
  const byRelation = new Map(relations.map(({ oid }) => [oid, new Map<number, ColumnFacts>()]))
  for (const column of columns) byRelation.get(column.relation)?.set(column.number, column)
  return byOid(relations.map((relation) => ({ ...relation, columns: byRelation.get(relation.oid)! })))
}

function readViews(rows: readonly { oid: number; tree: string }[]): Map<number, TreeNode> {
  const views = new Map<number, TreeNode>()
  for (const { oid, tree } of rows) {
    const query = readQuery(tree)
    if (query !== undefined) views.set(oid, query)
  }
  return views
}

function byOid<T extends { readonly oid: number }>(rows: readonly T[]): Map<number, T> {
  return new Map(rows.map((row) => [row.oid, row]))
}
