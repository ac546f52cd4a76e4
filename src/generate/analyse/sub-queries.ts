import type { TreeNode } from './node-tree.ts'
import { givesOneRow } from './one-row.ts'
import { type Ask, never, type Rule, type Rules } from './rule.ts'
import { entryKind, entryOf, innerScope, outputExpressions, type Scope, scopeAbove } from './scope.ts'

/** Sub-selects in expressions. */
export const subSelectRules: Rules = { SUBLINK: subSelect }

const sublink = { exists: 0, all: 1, any: 2, scalar: 4, array: 6 } as const

function subSelect(node: TreeNode, scope: Scope, ask: Ask): boolean {
  const query = node.child('subselect')
  if (query === undefined) return true
  switch (node.number('subLinkType')) {
    case sublink.exists:
    case sublink.array:
      return never(node, scope, ask)
    case sublink.scalar:
      return !givesOneRow(query) || ask.outputs(innerScope(query, scope))[0] !== false
    case sublink.any:
    case sublink.all:
      return ask.outputs(innerScope(query, scope)).some(Boolean) || ask.nullable(node.child('testexpr'), scope)
    default:
      return true
  }
}

/** Which columns of a query could be null, in their order. */
export function outputs(scope: Scope, ask: Ask): readonly boolean[] {
  const operations = scope.query.child('setOperations')
  const expressions = outputExpressions(scope.query)
  if (operations !== undefined) return expressions.map((_, index) => combined(operations, index, scope, ask))
  return expressions.map((target) => outputNullable(target, scope, ask))
}

// Before PostgreSQL 18 the tree does not say which expressions the grouping sets replace by null. A server of that age also takes
// for a key what differs from it only by the numbers of the parameters, once these have the same values.
const outputNullable: Rule = (target, scope, ask) => {
  const { query } = scope
  const expression = target.child('expr')
  const hidden = query.children('groupingSets').length > 0 && (!query.flag('hasGroupRTE') || hasKeyOfParameters(query))
  if (hidden && expression?.kind !== 'AGGREF' && expression?.kind !== 'GROUPINGFUNC') return true
  return ask.nullable(expression, scope)
}

function hasKeyOfParameters(query: TreeNode): boolean {
  return query.children('rtable').some((entry) => entry.children('groupexprs').some(holdsParameter))
}

function holdsParameter(node: TreeNode): boolean {
  return node.kind === 'PARAM' || [...node.below()].some(holdsParameter)
}

const [unionOf, intersectOf] = [1, 2]

function combined(node: TreeNode, index: number, scope: Scope, ask: Ask): boolean {
  if (node.kind === 'RANGETBLREF') return subqueryOutputs(scope, node.number('rtindex'), ask)[index] ?? true
  const side = (name: string) => {
    const arm = node.child(name)
    return arm === undefined || combined(arm, index, scope, ask)
  }
  switch (node.number('op')) {
    case unionOf:
      return side('larg') || side('rarg')
    case intersectOf:
      return side('larg') && side('rarg')
    default:
      return side('larg')
  }
}

/** Which columns of a sub-query in FROM could be null. Only a lateral one sees to which rows the scope is narrowed. */
export function subqueryOutputs(scope: Scope, number: number, ask: Ask): readonly boolean[] {
  const entry = entryOf(scope, number)
  const seen = entry?.flag('lateral') ? scope : (scope.whole ?? scope)
  const known = seen.entries.get(number)
  if (known !== undefined) return known
  const query = entry?.child('subquery')
  const found = query === undefined ? [] : ask.outputs(innerScope(query, seen))
  seen.entries.set(number, found)
  return found
}

/** Which columns of the CTE that an entry names could be null. */
export function cteOutputs(entry: TreeNode, scope: Scope, ask: Ask): readonly boolean[] {
  const owner = entry.number('rtekind') === entryKind.cte ? scopeAbove(scope, entry.number('ctelevelsup')) : undefined
  const name = entry.text('ctename')
  const query = owner && cteQuery(owner, name)
  if (owner === undefined || query === undefined) return []
  const selected = owner.ctes.get(name) ?? leastFixpoint(owner, { name, query }, ask)
  return [...selected, ...addedOutputs(owner, name)]
}

/** The columns that SEARCH and CYCLE add: an order, a mark and a path, of which only the mark may be a null that is written. */
function addedOutputs(owner: Scope, name: string): readonly boolean[] {
  const cte = cteNamed(owner, name)
  const cycle = cte?.child('cycle_clause')
  const marks = [cycle?.child('cycle_mark_value'), cycle?.child('cycle_mark_default')]
  return [
    ...(cte?.child('search_clause') === undefined ? [] : [false]),
    ...(cycle === undefined ? [] : [marks.some((mark) => mark?.flag('constisnull') !== false), false]),
  ]
}

/** The query of a CTE of this level. */
export function cteQuery(scope: Scope, name: string): TreeNode | undefined {
  return cteNamed(scope, name)?.child('ctequery')
}

function cteNamed(scope: Scope, name: string): TreeNode | undefined {
  return scope.query.children('cteList').find((cte) => cte.text('ctename') === name)
}

/**
 * A recursive query sees its own answer: none of its columns is taken for nullable to begin with, and the query is gone through
 * until that makes no further column nullable.
 */
function leastFixpoint(owner: Scope, cte: { name: string; query: TreeNode }, ask: Ask): readonly boolean[] {
  let known: readonly boolean[] = outputExpressions(cte.query).map(() => false)
  for (let changed = true; changed; ) {
    owner.ctes.set(cte.name, known)
    const found = ask.outputs(innerScope(cte.query, owner))
    const next = known.map((nullable, index) => nullable || found[index] !== false)
    changed = next.some((nullable, index) => nullable !== known[index])
    known = next
  }
  return known
}
