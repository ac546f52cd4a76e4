import { columnKey } from './facts.ts'
import type { TreeNode } from './node-tree.ts'
import { resultColumn } from './result-columns.ts'
import type { Ask, Rules } from './rule.ts'
import { entryKind, entryOf, openScope, type Scope, scopeAbove } from './scope.ts'
import { cteOutputs, subqueryOutputs } from './sub-queries.ts'
import { functionColumn } from './table-functions.ts'

/** A column of an entry of the range table. */
export const columnRules: Rules = { VAR: column }

function column(node: TreeNode, from: Scope, ask: Ask): boolean {
  const scope = scopeAbove(from, node.number('varlevelsup'))
  const entry = scope && entryOf(scope, node.number('varno'))
  if (scope === undefined || entry === undefined) return true
  switch (entry.number('rtekind')) {
    case entryKind.join:
      return joinedColumn(node, scope, ask)
    case entryKind.group:
      return groupedColumn(node, entry, scope, ask)
    default:
      return entryColumn(node, entry, scope, ask)
  }
}

// A column that the join has merged is one of the sides, or of a full join whichever is there.
function joinedColumn(node: TreeNode, scope: Scope, ask: Ask): boolean {
  const entry = entryOf(scope, node.number('varno'))
  return ask.nullable(entry?.children('joinaliasvars')[node.number('varattno') - 1], scope)
}

function groupedColumn(node: TreeNode, entry: TreeNode, scope: Scope, ask: Ask): boolean {
  if (scope.query.children('groupingSets').length > 0) return true
  return ask.nullable(entry.children('groupexprs')[node.number('varattno') - 1], scope)
}

function entryColumn(node: TreeNode, entry: TreeNode, scope: Scope, ask: Ask): boolean {
  const number = node.number('varno')
  const attribute = node.number('varattno')
  if (number === scope.query.number('resultRelation')) return resultColumn(node, entry, scope, ask)
  if (scope.facts.isNullExtended(number)) return true
  if (scope.facts.isProven(columnKey(number, attribute))) return false
  return declaredColumn(entry, attribute, { scope, number, ask })
}

interface Place {
  readonly scope: Scope
  readonly number: number
  readonly ask: Ask
}

function declaredColumn(entry: TreeNode, attribute: number, { scope, number, ask }: Place): boolean {
  switch (entry.number('rtekind')) {
    case entryKind.relation:
      return relationColumn(entry, attribute, { scope, number, ask })
    case entryKind.subquery:
      return attribute > 0 && (subqueryOutputs(scope, number, ask)[attribute - 1] ?? true)
    case entryKind.function:
      return functionColumn(entry, attribute, scope, ask)
    case entryKind.values:
      return valuesColumn(entry, attribute, scope, ask)
    case entryKind.cte:
      return attribute > 0 && (cteOutputs(entry, scope, ask)[attribute - 1] ?? true)
    default:
      return true
  }
}

function relationColumn(entry: TreeNode, attribute: number, place: Place): boolean {
  if (attribute === 0) return false
  const relation = place.scope.catalog.relations.get(entry.number('relid'))
  if (attribute < 0) return relation === undefined || !['r', 'p', 'm'].includes(relation.kind)
  if (relation?.kind !== 'v') return relation?.columns.get(attribute)?.notNull !== true
  return viewOutputs(relation.oid, place)[attribute - 1] ?? true
}

function viewOutputs(view: number, { scope, number, ask }: Place): readonly boolean[] {
  const { catalog, entries } = scope.whole ?? scope
  const query = catalog.views.get(view)
  const found = entries.get(number) ?? (query && ask.outputs(openScope(query, catalog, new Set()))) ?? []
  entries.set(number, found)
  return found
}

function valuesColumn(entry: TreeNode, attribute: number, scope: Scope, ask: Ask): boolean {
  if (attribute < 1) return true
  return entry.lists('values_lists').some((row) => ask.nullable(row[attribute - 1], scope))
}
