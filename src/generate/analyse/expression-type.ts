import type { TreeNode } from './node-tree.ts'
import { outputExpressions, type Scope } from './scope.ts'

// The field that holds the oid of the type of each kind's value.
const typeFields: Readonly<Record<string, string>> = {
  AGGREF: 'aggtype',
  ARRAYCOERCEEXPR: 'resulttype',
  ARRAYEXPR: 'array_typeid',
  CASEEXPR: 'casetype',
  COALESCEEXPR: 'coalescetype',
  COERCETODOMAIN: 'resulttype',
  COERCEVIAIO: 'resulttype',
  CONST: 'consttype',
  CONVERTROWTYPEEXPR: 'resulttype',
  FIELDSELECT: 'resulttype',
  FUNCEXPR: 'funcresulttype',
  MINMAXEXPR: 'minmaxtype',
  NULLIFEXPR: 'opresulttype',
  OPEXPR: 'opresulttype',
  PARAM: 'paramtype',
  RELABELTYPE: 'resulttype',
  ROWEXPR: 'row_typeid',
  SQLVALUEFUNCTION: 'type',
  SUBSCRIPTINGREF: 'refrestype',
  VAR: 'vartype',
  WINDOWFUNC: 'wintype',
}

const booleans: ReadonlySet<string> = new Set([
  'BOOLEANTEST',
  'BOOLEXPR',
  'DISTINCTEXPR',
  'NULLTEST',
  'ROWCOMPAREEXPR',
  'SCALARARRAYOPEXPR',
])

const boolean = 16

/** The oid of the type of an expression's value; 0 if it is not known. */
export function expressionType(expression: TreeNode | undefined): number {
  if (expression === undefined) return 0
  if (booleans.has(expression.kind)) return boolean
  if (expression.kind === 'SUBLINK') return subSelectType(expression)
  return expression.number(typeFields[expression.kind] ?? '')
}

/** Is it an array? */
export function isArray(expression: TreeNode | undefined, scope: Scope): boolean {
  return scope.catalog.types.get(expressionType(expression))?.kind === 'array'
}

function subSelectType(node: TreeNode): number {
  const [scalar, array] = [4, 6]
  const kind = node.number('subLinkType')
  if (kind === array) return 0
  if (kind !== scalar) return boolean
  const query = node.child('subselect')
  return query === undefined ? 0 : expressionType(outputExpressions(query)[0]?.child('expr'))
}
