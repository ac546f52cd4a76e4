import type { Catalog } from './catalog.ts'
import type { Facts } from './facts.ts'
import { factsOf } from './join-tree.ts'
import type { TreeNode } from './node-tree.ts'
import { provenAround } from './proofs.ts'

/** One query level while it is analysed: what its columns refer to, and what is known of its rows. */
export interface Scope {
  readonly query: TreeNode
  readonly catalog: Catalog
  /** The query around it, whose columns and CTEs it may name. */
  readonly parent: Scope | undefined
  readonly facts: Facts
  /** The numbers of the parameters that may be null. */
  readonly nullParams: ReadonlySet<number>
  /** The scope of all rows, if this one is narrowed to some of them. */
  readonly whole?: Scope
  /** Found once for a scope: which columns of an entry of the range table are nullable. A narrowed scope has its own. */
  readonly entries: Map<number, readonly boolean[]>
  /** Which columns of each CTE of this level are nullable; while a recursive one is worked out, as far as is known. */
  readonly ctes: Map<string, readonly boolean[]>
  /** How many dimensions the columns of each recursive CTE of this level may have; while that is worked out, as far as is known. */
  readonly dimensions: Map<string, readonly (readonly number[])[]>
}

/** A scope for a statement, or for the query of a view. */
export function openScope(query: TreeNode, catalog: Catalog, nullParams: ReadonlySet<number>): Scope {
  return newScope(query, { catalog, nullParams, parent: undefined })
}

/** A scope for a query inside another. What its conditions prove of the columns around it, its rows can rely on. */
export function innerScope(query: TreeNode, around: Scope): Scope {
  const proof = provenAround(query, around)
  const parent = proof.size === 0 ? around : withFacts(around, around.facts.proving(proof))
  return newScope(query, { catalog: parent.catalog, nullParams: parent.nullParams, parent })
}

/** The scope of the values that an insert or update writes, to which the row is as it was before. */
export function scopeBefore(scope: Scope): Scope {
  const select = scope.query.with('commandType', 1).with('resultRelation', 0)
  return { ...newScope(select, scope), ctes: scope.ctes, dimensions: scope.dimensions }
}

function newScope(query: TreeNode, around: Pick<Scope, 'catalog' | 'nullParams' | 'parent'>): Scope {
  const facts = factsOf({ query, catalog: around.catalog })
  return { ...around, query, facts, entries: new Map(), ctes: new Map(), dimensions: new Map() }
}

/** The same scope where more (or less) is known of the rows. */
export function withFacts(scope: Scope, facts: Facts): Scope {
  return { ...scope, facts, entries: new Map(), whole: scope.whole ?? scope }
}

/** The scope so many levels up. */
export function scopeAbove(scope: Scope, levels: number): Scope | undefined {
  let above: Scope | undefined = scope
  for (let left = levels; left > 0; left -= 1) above = above?.parent
  return above
}

/** An entry of the range table, counted from 1. */
export function entryOf(scope: Scope, number: number): TreeNode | undefined {
  return scope.query.children('rtable')[number - 1]
}

/** The expressions of the columns that a query answers. */
export function outputExpressions(query: TreeNode): TreeNode[] {
  const list = query.number('commandType') === 1 ? 'targetList' : 'returningList'
  return query.children(list).filter((target) => !target.flag('resjunk'))
}

/** The kinds of entries of a range table. */
export const entryKind = {
  relation: 0,
  subquery: 1,
  join: 2,
  function: 3,
  tableFunction: 4,
  values: 5,
  cte: 6,
  group: 9,
} as const
