import { isArray } from './expression-type.ts'
import { branches, isSlice } from './expressions.ts'
import type { TreeNode } from './node-tree.ts'
import { provenWhen } from './proofs.ts'
import type { Ask } from './rule.ts'
import { innerScope, outputExpressions, type Scope, withFacts } from './scope.ts'

/** Could an element of the array be null? */
export function elementsNullable(array: TreeNode | undefined, scope: Scope, ask: Ask): boolean {
  switch (array?.kind) {
    case 'CONST':
      return constantNullable(array)
    case 'ARRAYEXPR':
      return array.children('elements').some((element) => elementNullable(array, element, scope, ask))
    case 'ARRAYCOERCEEXPR':
      return castNullable(array, scope, ask)
    case 'RELABELTYPE':
    case 'COERCETODOMAIN':
      return elementsNullable(array.child('arg'), scope, ask)
    case 'COALESCEEXPR':
      return array.children('args').some((arg) => elementsNullable(arg, scope, ask))
    case 'CASEEXPR':
      return [...branches(array, scope)].some(({ result, within }) => elementsNullable(result, within, ask))
    case 'SUBLINK':
      return subSelectNullable(array, scope, ask)
    case 'SUBSCRIPTINGREF':
      return !isSlice(array, scope) || elementsNullable(array.child('refexpr'), scope, ask)
    case 'AGGREF':
      return collectedNullable(array, scope, ask)
    default:
      return true
  }
}

// The cast of one element is an expression about a placeholder.
function castNullable(cast: TreeNode, scope: Scope, ask: Ask): boolean {
  return elementsNullable(cast.child('arg'), scope, ask) || ask.nullable(cast.child('elemexpr'), scope)
}

// The header of an array: its length, the number of dimensions, and where the data begin if there is a bitmap of nulls.
function constantNullable(array: TreeNode): boolean {
  const bytes = array.bytes('constvalue')
  if (array.flag('constisnull')) return false
  return bytes === undefined || bytes.length < 12 || bytes.slice(8, 12).some((byte) => byte !== 0)
}

function elementNullable(array: TreeNode, element: TreeNode, scope: Scope, ask: Ask): boolean {
  return array.flag('multidims') ? elementsNullable(element, scope, ask) : ask.nullable(element, scope)
}

function subSelectNullable(node: TreeNode, scope: Scope, ask: Ask): boolean {
  const arrayOfRows = 6
  const query = node.child('subselect')
  if (query === undefined || node.number('subLinkType') !== arrayOfRows) return true
  const inner = innerScope(query, scope)
  const selected = query.child('setOperations') === undefined ? outputExpressions(query)[0]?.child('expr') : undefined
  if (!isArray(selected, inner)) return ask.outputs(inner)[0] !== false
  return elementsNullable(selected, inner, ask)
}

function collectedNullable(node: TreeNode, scope: Scope, ask: Ask): boolean {
  const routine = scope.catalog.functions.get(node.number('aggfnoid'))
  if (routine?.core !== true || routine.signature !== 'array_agg(anynonarray)') return true
  return ask.nullable(node.children('args')[0]?.child('expr'), filtered(node, scope))
}

/** The scope of an aggregate's argument: only rows that pass FILTER reach it. */
export function filtered(node: TreeNode, scope: Scope): Scope {
  if (node.number('agglevelsup') > 0) return scope
  const proof = provenWhen(node.child('aggfilter'), true, scope)
  return proof.size === 0 ? scope : withFacts(scope, scope.facts.proving(proof))
}
