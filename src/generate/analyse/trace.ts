import type { TreeNode } from './node-tree.ts'
import { entryKind, entryOf, innerScope, openScope, outputExpressions, type Scope, scopeAbove } from './scope.ts'
import { cteQuery } from './sub-queries.ts'

/** An expression, and the scope in which its columns mean something. */
export interface Traced {
  readonly expression: TreeNode
  readonly scope: Scope
}

/** The expression from which a column takes its value, through sub-queries, CTEs and views; others are their own. */
export function trace(expression: TreeNode, scope: Scope): Traced {
  const [only, ...others] = sources(expression, scope)
  return only === undefined || others.length > 0 ? { expression, scope } : only
}

/** The expressions from which a column takes its values, one for each row of VALUES and each arm of a set operation. */
export function sources(expression: TreeNode, from: Scope): Traced[] {
  const itself = [{ expression, scope: from }]
  if (expression.kind !== 'VAR') return itself
  const scope = scopeAbove(from, expression.number('varlevelsup'))
  const entry = scope && entryOf(scope, expression.number('varno'))
  if (scope === undefined || entry === undefined || expression.number('varattno') < 1) return itself
  return entrySources(entry, expression.number('varattno'), scope)?.flatMap(followed) ?? itself
}

function followed({ expression, scope }: Traced): Traced[] {
  return sources(expression, scope)
}

function entrySources(entry: TreeNode, attribute: number, scope: Scope): Traced[] | undefined {
  switch (entry.number('rtekind')) {
    case entryKind.join:
      return here(entry.children('joinaliasvars')[attribute - 1], scope)
    case entryKind.group:
      return here(entry.children('groupexprs')[attribute - 1], scope)
    case entryKind.values:
      return entry.lists('values_lists').flatMap((row) => here(row[attribute - 1], scope) ?? [])
    default:
      return querySources(sourceScope(entry, scope), attribute)
  }
}

function here(expression: TreeNode | undefined, scope: Scope): Traced[] | undefined {
  return expression && [{ expression, scope }]
}

/** The scope of the query behind an entry: a sub-query, a CTE that is not recursive, or a view. */
function sourceScope(entry: TreeNode, scope: Scope): Scope | undefined {
  switch (entry.number('rtekind')) {
    case entryKind.subquery: {
      const query = entry.child('subquery')
      return query && innerScope(query, scope)
    }
    case entryKind.cte:
      return cteScope(entry, scope)
    case entryKind.relation: {
      const view = scope.catalog.views.get(entry.number('relid'))
      return view && openScope(view, scope.catalog, new Set())
    }
    default:
      return undefined
  }
}

function cteScope(entry: TreeNode, scope: Scope): Scope | undefined {
  const owner = scopeAbove(scope, entry.number('ctelevelsup'))
  const name = entry.text('ctename')
  const cte = owner?.query.children('cteList').find((each) => each.text('ctename') === name)
  const query = owner && cteQuery(owner, name)
  return query === undefined || cte?.flag('cterecursive') ? undefined : innerScope(query, owner!)
}

function querySources(scope: Scope | undefined, attribute: number): Traced[] | undefined {
  if (scope === undefined) return undefined
  const arms = armScopes(scope)
  const found = arms.map((arm) => here(outputExpressions(arm.query)[attribute - 1]?.child('expr'), arm))
  return found.some((each) => each === undefined) ? undefined : found.flatMap((each) => each ?? [])
}

/** The scopes of the queries that a set operation combines; one of another query itself. */
export function armScopes(scope: Scope): Scope[] {
  const operations = scope.query.child('setOperations')
  if (operations === undefined) return [scope]
  return arms(operations).flatMap((number) => {
    const query = entryOf(scope, number)?.child('subquery')
    return query === undefined ? [] : armScopes(innerScope(query, scope))
  })
}

function arms(node: TreeNode): number[] {
  if (node.kind === 'RANGETBLREF') return [node.number('rtindex')]
  return ['larg', 'rarg'].flatMap((side) => {
    const arm = node.child(side)
    return arm === undefined ? [] : arms(arm)
  })
}
