import type { TreeNode } from './node-tree.ts'
import type { Ask } from './rule.ts'
import type { Scope } from './scope.ts'

/** Set-returning functions of PostgreSQL that give no null. */
const neverNull: ReadonlySet<string> = new Set([
  'generate_series',
  'generate_subscripts',
  'json_array_elements',
  'json_object_keys',
  'jsonb_array_elements',
  'jsonb_object_keys',
  'regexp_split_to_table',
])

/** Could a column of functions in FROM be null? Of several functions side by side, the shorter ones are filled up with null. */
export function functionColumn(entry: TreeNode, attribute: number, scope: Scope, ask: Ask): boolean {
  const functions = entry.children('functions')
  const [only] = functions
  const width = functions.reduce((sum, each) => sum + each.number('funccolcount'), 0)
  if (entry.flag('funcordinality') && attribute === width + 1) return false
  if (functions.length !== 1 || only?.number('funccolcount') !== 1 || attribute !== 1) return true
  return resultNullable(only.child('funcexpr'), scope, ask)
}

function resultNullable(call: TreeNode | undefined, scope: Scope, ask: Ask): boolean {
  if (call === undefined) return true
  const routine = scope.catalog.functions.get(call.number('funcid'))
  if (call.kind !== 'FUNCEXPR' || routine === undefined) return ask.nullable(call, scope)
  if (!routine.returnsSet) return ask.nullable(call, scope)
  if (!routine.core) return true
  if (routine.signature === 'unnest(anyarray)') return ask.elementsNullable(call.children('args')[0], scope)
  return !neverNull.has(routine.name)
}
