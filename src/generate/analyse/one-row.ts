import type { TreeNode } from './node-tree.ts'

/** Is it certain that the query answers exactly one row? */
export function givesOneRow(query: TreeNode): boolean {
  const changesCount = ['havingQual', 'limitCount', 'limitOffset', 'setOperations'].some(
    (part) => query.child(part) !== undefined,
  )
  const groups = query.children('groupClause').length > 0 || query.children('groupingSets').length > 0
  if (query.number('commandType') !== 1 || changesCount || groups || query.flag('hasTargetSRFs')) return false
  const tree = query.child('jointree')
  return query.flag('hasAggs') || (tree?.children('fromlist').length === 0 && tree.child('quals') === undefined)
}
