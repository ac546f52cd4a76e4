import { constantInteger } from './constants.ts'
import type { TreeNode } from './node-tree.ts'
import type { Scope } from './scope.ts'

/** How many rows a call answers, where the statement itself says so; `undefined` where it depends on the data. */
export function rowCount(call: TreeNode | undefined, scope: Scope): number | undefined {
  if (call === undefined) return undefined
  if (call.kind === 'OPEXPR') return call.flag('opretset') ? undefined : 1
  if (call.kind !== 'FUNCEXPR') return 1
  const routine = scope.catalog.functions.get(call.number('funcid'))
  if (routine === undefined) return undefined
  if (!routine.returnsSet) return 1
  if (!routine.core) return undefined
  if (routine.signature === 'unnest(anyarray)') return elementCount(call.children('args')[0])
  return routine.name === 'generate_series' ? seriesCount(call.children('args').map(constantInteger)) : undefined
}

/** Does none of the calls that stand side by side answer more rows than this one? */
export function isLongest(call: TreeNode | undefined, calls: readonly (TreeNode | undefined)[], scope: Scope): boolean {
  const own = rowCount(call, scope) ?? 0
  return calls.every((other) => other === call || own >= (rowCount(other, scope) ?? Number.POSITIVE_INFINITY))
}

function elementCount(array: TreeNode | undefined): number | undefined {
  if (array?.kind === 'RELABELTYPE' || array?.kind === 'ARRAYCOERCEEXPR') return elementCount(array.child('arg'))
  if (array?.kind !== 'ARRAYEXPR' || array.flag('multidims')) return undefined
  return array.children('elements').length
}

function seriesCount(args: readonly (number | undefined)[]): number | undefined {
  const [from, to, step] = args.length === 2 ? [...args, 1] : args
  if (from === undefined || to === undefined || step === undefined || step === 0) return undefined
  return Math.max(0, Math.floor((to - from) / step) + 1)
}
