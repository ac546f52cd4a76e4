import type { Catalog } from './catalog.ts'
import { constantInteger } from './constants.ts'
import type { TreeNode } from './node-tree.ts'

/** Does a condition of HAVING hold only where the aggregates have met a row, as `count(*) > 0` does? */
export function impliesRow(condition: TreeNode | undefined, catalog: Catalog): boolean {
  switch (condition?.kind) {
    case 'BOOLEXPR':
      return byLogic(condition, catalog)
    case 'OPEXPR':
      return byCount(condition, catalog)
    default:
      return false
  }
}

function byLogic(node: TreeNode, catalog: Catalog): boolean {
  const parts = node.children('args')
  if (node.text('boolop') === 'and') return parts.some((part) => impliesRow(part, catalog))
  return node.text('boolop') === 'or' && parts.every((part) => impliesRow(part, catalog))
}

function byCount(comparison: TreeNode, catalog: Catalog): boolean {
  const [left, right] = comparison.children('args')
  const operator = catalog.operators.get(comparison.number('opno'))
  if (operator?.core !== true) return false
  if (isCount(left, catalog)) return excludesZero(operator.name, constantInteger(right))
  return isCount(right, catalog) && excludesZero(turned.get(operator.name) ?? '', constantInteger(left))
}

function isCount(node: TreeNode | undefined, catalog: Catalog): boolean {
  if (node?.kind !== 'AGGREF' || node.number('agglevelsup') > 0) return false
  const routine = catalog.functions.get(node.number('aggfnoid'))
  return routine?.core === true && routine.name === 'count'
}

function excludesZero(operator: string, bound: number | undefined): boolean {
  if (bound === undefined) return false
  switch (operator) {
    case '>':
      return bound >= 0
    case '>=':
      return bound >= 1
    case '=':
      return bound !== 0
    case '<>':
      return bound === 0
    default:
      return false
  }
}

/** The operator with its operands the other way round. */
const turned: ReadonlyMap<string, string> = new Map([
  ['<', '>'],
  ['<=', '>='],
  ['=', '='],
  ['<>', '<>'],
])
