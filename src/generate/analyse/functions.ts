import { constantText } from './constants.ts'
import type { TreeNode } from './node-tree.ts'
import { type Ask, ifAny, type Rules } from './rule.ts'
import type { Scope } from './scope.ts'
import { selectedSet } from './table-functions.ts'
import { totalFunctions } from './total-functions.ts'
import { isTotalOperator } from './total-operators.ts'

/** Operators and functions. A function that is not known to answer for every input may answer null for any. */
export const functionRules: Rules = {
  OPEXPR: (node, scope, ask) =>
    node.flag('opretset') || !isTotalOperator(node.number('opno'), scope.catalog) || ifAny(node, scope, ask),
  FUNCEXPR: call,
  SCALARARRAYOPEXPR: comparedWithArray,
}

function call(node: TreeNode, scope: Scope, ask: Ask): boolean {
  const routine = scope.catalog.functions.get(node.number('funcid'))
  if (routine?.returnsSet) return selectedSet(node, scope, ask)
  if (routine?.core !== true) return true
  const first = node.children('args')[0]
  if (neverNull.has(routine.name)) return node.flag('funcvariadic')
  if (fieldOf.has(routine.name) && isTotalField(routine.signature, first)) return ifAny(node, scope, ask)
  if (byFirst.has(routine.name)) return node.flag('funcvariadic') || ask.nullable(first, scope)
  return !totalFunctions.has(routine.signature) || ifAny(node, scope, ask)
}

/** Not null whatever the arguments are, unless these come as one array. */
const neverNull: ReadonlySet<string> = new Set([
  'concat',
  'json_build_array',
  'json_build_object',
  'jsonb_build_array',
  'jsonb_build_object',
  'num_nonnulls',
  'num_nulls',
  'pg_typeof',
  'quote_nullable',
])

/** Null at most when the first argument is. */
const byFirst: ReadonlySet<string> = new Set(['concat_ws', 'format'])

const fieldOf: ReadonlySet<string> = new Set(['date_part', 'extract'])

/** Fields that go on for ever, so that an infinite time has them too; any other of it is null. */
const endless: ReadonlySet<string> = new Set(['century', 'decade', 'epoch', 'millennium', 'year'])

function isTotalField(signature: string, field: TreeNode | undefined): boolean {
  return /, time with/.test(signature) || endless.has(constantText(field) ?? '')
}

function comparedWithArray(node: TreeNode, scope: Scope, ask: Ask): boolean {
  const [value, array] = node.children('args')
  if (!isTotalOperator(node.number('opno'), scope.catalog)) return true
  return ask.nullable(value, scope) || ask.nullable(array, scope) || ask.elementsNullable(array, scope)
}
