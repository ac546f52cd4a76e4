import type { TreeNode } from './node-tree.ts'
import { isLongest } from './row-counts.ts'
import type { Ask } from './rule.ts'
import type { Scope } from './scope.ts'

/** Set-returning functions of PostgreSQL of which no column is null, by name, or by signature where another of the name has nulls. */
const neverNull: ReadonlySet<string> = new Set([
  'generate_series',
  'generate_subscripts',
  'json_array_elements',
  'json_each',
  'json_object_keys',
  'jsonb_array_elements',
  'jsonb_each',
  'jsonb_object_keys',
  'jsonb_path_query',
  'regexp_matches',
  'regexp_split_to_table',
  'string_to_table(text, text)',
])

/** Set-returning functions of PostgreSQL whose first column is a key, which is not null. */
const keyed: ReadonlySet<string> = new Set(['json_each_text', 'jsonb_each_text'])

/** Could a column of functions in FROM be null? Of several functions side by side, the shorter ones are filled up with null. */
export function functionColumn(entry: TreeNode, attribute: number, scope: Scope, ask: Ask): boolean {
  const functions = entry.children('functions')
  let column = attribute
  for (const each of functions) {
    const width = each.number('funccolcount')
    if (column <= width) return column < 1 || memberColumn(each, column, { functions, scope, ask })
    column -= width
  }
  return !(entry.flag('funcordinality') && column === 1)
}

interface Place {
  readonly functions: readonly TreeNode[]
  readonly scope: Scope
  readonly ask: Ask
}

function memberColumn(member: TreeNode, column: number, { functions, scope, ask }: Place): boolean {
  const call = member.child('funcexpr')
  const calls = functions.map((each) => each.child('funcexpr'))
  if (isRow(call, scope) || !isLongest(call, calls, scope)) return true
  return resultNullable(call, { column, of: member.number('funccolcount') }, scope, ask)
}

interface Column {
  readonly column: number
  readonly of: number
}

function resultNullable(call: TreeNode | undefined, { column, of }: Column, scope: Scope, ask: Ask): boolean {
  if (call === undefined) return true
  const routine = scope.catalog.functions.get(call.number('funcid'))
  if (call.kind !== 'FUNCEXPR' || routine?.returnsSet !== true) return of !== 1 || ask.nullable(call, scope)
  if (!routine.core) return true
  if (routine.signature === 'unnest(anyarray)') return ask.elementsNullable(call.children('args')[0], scope)
  if (neverNull.has(routine.name) || neverNull.has(routine.signature)) return false
  return !(keyed.has(routine.name) && column === 1)
}

// In FROM an element that is a row is taken apart into its columns, though it be only one.
function isRow(call: TreeNode | undefined, scope: Scope): boolean {
  return scope.catalog.types.get(call?.number('funcresulttype') ?? 0)?.kind === 'composite'
}

/**
 * Could a set-returning function in the select list answer null? Of several, the shorter ones are filled up with null, and one
 * that is an argument of another runs before it.
 */
export function selectedSet(call: TreeNode, scope: Scope, ask: Ask): boolean {
  const targets = scope.query.children('targetList').map((target) => target.child('expr'))
  const sets = targets.flatMap((target) => (target === undefined ? [] : setsIn(target)))
  if (scope.query.children('groupClause').length > 0 || !sets.includes(call)) return true
  const together = sets.length === 1 || sets.every((set) => targets.includes(set))
  return !together || !isLongest(call, sets, scope) || resultNullable(call, { column: 1, of: 1 }, scope, ask)
}

function setsIn(node: TreeNode): TreeNode[] {
  if (node.kind === 'QUERY') return []
  const inside = [...node.below()].flatMap(setsIn)
  return node.flag('funcretset') || node.flag('opretset') ? [node, ...inside] : inside
}
