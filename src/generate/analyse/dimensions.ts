import type { ColumnFacts } from './catalog.ts'
import { storedColumn } from './column-types.ts'
import { isArray } from './expression-type.ts'
import { branches } from './expressions.ts'
import type { TreeNode } from './node-tree.ts'
import { entryKind, entryOf, innerScope, outputExpressions, type Scope, scopeAbove } from './scope.ts'
import { cteQuery } from './sub-queries.ts'
import { armScopes, sources } from './trace.ts'
import { arrayOf } from './types.ts'

/**
 * How many dimensions an array may have. An array type of PostgreSQL says nothing of them, so that they follow from how the
 * value is made; those of a stored one are taken to be what its column was declared with, one where nothing is said.
 */
export function dimensionsOf(array: TreeNode | undefined, scope: Scope): readonly number[] {
  const found = [...new Set(possible(array, scope))].sort()
  return found.length === 0 ? [1] : found
}

/** The type of an array of that element, with the dimensions that it may have. */
export function arrayType(element: string, nullable: boolean, dimensions: readonly number[]): string {
  return dimensions.map((count) => arrayOf(element, nullable) + '[]'.repeat(count - 1)).join(' | ')
}

/** None where the array has no elements. */
function possible(array: TreeNode | undefined, scope: Scope): readonly number[] {
  switch (array?.kind) {
    case 'CONST':
      return ofConstant(array)
    case 'VAR':
      return ofColumn(array, scope)
    case 'ARRAYEXPR':
      return array.flag('multidims') ? oneMore(array.children('elements'), scope) : [1]
    case 'SUBLINK':
      return ofSubSelect(array, scope)
    case 'AGGREF':
    case 'WINDOWFUNC':
      return ofAggregate(array, scope)
    case 'CASEEXPR':
      return [...branches(array, scope)].flatMap(({ result, within }) => possible(result, within))
    case 'COALESCEEXPR':
    case 'MINMAXEXPR':
      return array.children('args').flatMap((arg) => possible(arg, scope))
    case 'NULLIFEXPR':
      return possible(array.children('args')[0], scope)
    case 'RELABELTYPE':
    case 'ARRAYCOERCEEXPR':
    case 'COERCETODOMAIN':
      return possible(array.child('arg'), scope)
    case 'SUBSCRIPTINGREF':
      return possible(array.child('refexpr'), scope)
    case 'FUNCEXPR':
    case 'OPEXPR':
      return ofCall(array, scope)
    default:
      return [1]
  }
}

// The header of an array: its length, and the number of dimensions.
function ofConstant(array: TreeNode): number[] {
  const dimensions = array.bytes('constvalue')?.[4] ?? 0
  return dimensions === 0 ? [] : [dimensions]
}

function ofColumn(column: TreeNode, scope: Scope): number[] {
  return sources(column, scope).flatMap((source) =>
    source.expression.kind === 'VAR'
      ? (ofRecursive(source.expression, source.scope) ?? [
          declaredDimensions(storedColumn(source.expression, source.scope)),
        ])
      : possible(source.expression, source.scope),
  )
}

/** A recursive query sees its own answer, whose arrays may have one dimension more each time, up to the most that PostgreSQL has. */
function ofRecursive(column: TreeNode, from: Scope): readonly number[] | undefined {
  const scope = scopeAbove(from, column.number('varlevelsup'))
  const entry = scope && entryOf(scope, column.number('varno'))
  if (scope === undefined || entry?.number('rtekind') !== entryKind.cte) return undefined
  const owner = scopeAbove(scope, entry.number('ctelevelsup'))
  const name = entry.text('ctename')
  const query = owner && cteQuery(owner, name)
  if (owner === undefined || query === undefined) return undefined
  const known = owner.dimensions.get(name) ?? leastDimensions(owner, { name, query })
  return known[column.number('varattno') - 1]
}

function leastDimensions(owner: Scope, { name, query }: { name: string; query: TreeNode }): readonly number[][] {
  const arms = armScopes(innerScope(query, owner))
  let known: readonly number[][] = outputExpressions(query).map(() => [])
  for (let changed = true; changed; ) {
    owner.dimensions.set(name, known)
    const next = known.map((before, index) => {
      const found = arms.flatMap((arm) => possible(outputExpressions(arm.query)[index]?.child('expr'), arm))
      return [...new Set([...before, ...found.filter((count) => count <= mostDimensions)])]
    })
    changed = next.some((counts, index) => counts.length !== known[index]?.length)
    known = next
  }
  return known
}

const mostDimensions = 6

function declaredDimensions(column: ColumnFacts | undefined): number {
  return Math.max(column?.dimensions ?? 1, 1)
}

function oneMore(arrays: readonly (TreeNode | undefined)[], scope: Scope): number[] {
  return arrays.flatMap((array) => dimensionsOf(array, scope)).map((count) => count + 1)
}

function ofSubSelect(node: TreeNode, scope: Scope): number[] {
  const collects = node.number('subLinkType') === 6
  const query = node.child('subselect')
  if (query === undefined) return [1]
  return armScopes(innerScope(query, scope)).flatMap((arm) => {
    const output = outputExpressions(arm.query)[0]?.child('expr')
    if (!collects) return possible(output, arm)
    return isArray(output, arm) ? oneMore([output], arm) : [1]
  })
}

/** Most aggregates and window functions that answer an array answer one that they were given. */
function ofAggregate(node: TreeNode, scope: Scope): number[] {
  const isWindow = node.kind === 'WINDOWFUNC'
  const oid = node.number(isWindow ? 'winfnoid' : 'aggfnoid')
  const given = node.children('args').map((arg) => (isWindow ? arg : arg.child('expr')))
  const signature = scope.catalog.functions.get(oid)?.signature
  if (signature === 'array_agg(anyarray)') return oneMore(given.slice(0, 1), scope)
  return given.filter((arg) => isArray(arg, scope)).flatMap((arg) => possible(arg, scope))
}

/** Functions that answer an array with as many dimensions as the ones that they were given. */
const keeps: ReadonlySet<string> = new Set([
  'array_append',
  'array_cat',
  'array_prepend',
  'array_remove',
  'array_replace',
  'array_reverse',
  'array_sample',
  'array_shuffle',
  'array_sort',
  'trim_array',
])

// Of two arrays that are joined, one may be an element of the other.
function ofCall(node: TreeNode, scope: Scope): number[] {
  const routine = scope.catalog.functions.get(node.number(node.kind === 'OPEXPR' ? 'opfuncid' : 'funcid'))
  if (routine?.core !== true || !keeps.has(routine.name)) return [1]
  const given = node.children('args').filter((arg) => isArray(arg, scope))
  const counts = given.flatMap((arg) => possible(arg, scope))
  return counts.length === 0 ? [] : [Math.max(...counts)]
}
