import { impliesRow } from './having.ts'
import type { TreeNode } from './node-tree.ts'
import type { Ask, Rules } from './rule.ts'
import type { Scope } from './scope.ts'

/** Aggregates and window functions. */
export const aggregateRules: Rules = { AGGREF: aggregate, WINDOWFUNC: windowFunction }

const counts: ReadonlySet<string> = new Set(['count', 'regr_count'])

/** Not null as soon as there is a row. */
const collects: ReadonlySet<string> = new Set([
  'array_agg',
  'json_agg',
  'jsonb_agg',
  'json_object_agg',
  'jsonb_object_agg',
])

/** Not null as soon as one row has a value. */
const combines: ReadonlySet<string> = new Set([
  'any_value',
  'avg',
  'bit_and',
  'bit_or',
  'bit_xor',
  'bool_and',
  'bool_or',
  'every',
  'max',
  'min',
  'mode',
  'range_agg',
  'range_intersect_agg',
  'stddev_pop',
  'string_agg',
  'sum',
  'var_pop',
])

/** Not null as soon as one row has a value, and the fraction is there. */
const percentiles: ReadonlySet<string> = new Set(['percentile_cont', 'percentile_disc'])

function aggregate(node: TreeNode, scope: Scope, ask: Ask): boolean {
  const name = coreName(node.number('aggfnoid'), scope)
  if (counts.has(name) || (ranks.has(name) && node.number('agglevelsup') === 0)) return false
  if (node.number('agglevelsup') > 0 || node.child('aggfilter') !== undefined || mayMeetNoRow(scope)) return true
  const argument = node.children('args')[0]?.child('expr')
  if (percentiles.has(name))
    return [argument, ...node.children('aggdirectargs')].some((part) => ask.nullable(part, scope))
  return ofRows(name, argument, scope, ask)
}

function ofRows(name: string, argument: TreeNode | undefined, scope: Scope, ask: Ask): boolean {
  if (collects.has(name)) return false
  return !combines.has(name) || ask.nullable(argument, scope)
}

/** Without GROUP BY there is a result even if there are no rows; the empty grouping set is the same. */
function mayMeetNoRow({ query, catalog }: Scope): boolean {
  if (query.children('groupClause').length === 0) return !impliesRow(query.child('havingQual'), catalog)
  return query.children('groupingSets').some(mayBeEmpty)
}

const [simple, sets] = [1, 4]

function mayBeEmpty(set: TreeNode): boolean {
  if (set.number('kind') === sets) return set.children('content').some(mayBeEmpty)
  return set.number('kind') !== simple
}

const ranks: ReadonlySet<string> = new Set(['cume_dist', 'dense_rank', 'percent_rank', 'rank', 'row_number'])

// The frame holds other rows than the one to which CASE may have narrowed the scope.
function windowFunction(node: TreeNode, narrowed: Scope, ask: Ask): boolean {
  const scope = narrowed.whole ?? narrowed
  const name = coreName(node.number('winfnoid'), scope)
  const args = node.children('args')
  if (ranks.has(name) || counts.has(name)) return false
  if (name === 'ntile') return ask.nullable(args[0], scope)
  if (name === 'lag' || name === 'lead') return args.length < 3 || args.some((arg) => ask.nullable(arg, scope))
  if (node.child('aggfilter') !== undefined || !holdsCurrentRow(node, scope.query)) return true
  if (name === 'first_value' || name === 'last_value') return ask.nullable(args[0], scope)
  return ofRows(name, args[0], scope, ask)
}

// The bits of WindowClause.frameOptions.
const startsByCurrentRow = 0x20 | 0x200 | 0x800
const endsByCurrentRow = 0x100 | 0x400 | 0x4000
const excludes = 0x8000 | 0x10000 | 0x20000

function holdsCurrentRow(node: TreeNode, query: TreeNode): boolean {
  const window = query.children('windowClause').find((each) => each.number('winref') === node.number('winref'))
  const frame = window?.number('frameOptions') ?? 0
  return (frame & startsByCurrentRow) !== 0 && (frame & endsByCurrentRow) !== 0 && (frame & excludes) === 0
}

function coreName(oid: number, scope: Scope): string {
  const routine = scope.catalog.functions.get(oid)
  return routine?.core === true ? routine.name : ''
}
