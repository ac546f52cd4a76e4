import type { Catalog } from './catalog.ts'
import { type ColumnKey, columnKey } from './facts.ts'
import type { TreeNode } from './node-tree.ts'

/** A query with the catalog in which its nodes mean something. */
export interface Level {
  readonly query: TreeNode
  readonly catalog: Catalog
  /** How many sub-selects deeper than the query the nodes stand. Default: 0. */
  readonly deeper?: number
}

type Proof = ReadonlySet<ColumnKey>
type Prover = (node: TreeNode, sense: boolean, level: Level) => Proof

const nothing: Proof = new Set()

/** The columns that cannot be null in a row for which the condition is true (or false, as `sense` says). */
export function provenWhen(condition: TreeNode | undefined, sense: boolean, level: Level): Proof {
  if (condition === undefined) return nothing
  return provers[condition.kind]?.(condition, sense, level) ?? nothing
}

/** The columns that cannot be null in a row for which the condition is not true: it may be false, or null. */
export function provenUnless(condition: TreeNode | undefined, level: Level): Proof {
  if (condition === undefined) return nothing
  if (isTwoValued(condition)) return provenWhen(condition, false, level)
  if (condition.kind !== 'BOOLEXPR' || condition.text('boolop') !== 'or') return nothing
  return union(condition.children('args').map((part) => provenUnless(part, level)))
}

/** The columns that cannot be null in a row for which `case value when …` has found the value equal. */
export function provenByEqual(value: TreeNode | undefined, comparison: TreeNode | undefined, level: Level): Proof {
  const [left] = comparison?.kind === 'OPEXPR' && isStrict(comparison, level) ? comparison.children('args') : []
  const compared = left?.kind === 'RELABELTYPE' ? left.child('arg') : left
  return union([
    provenWhen(comparison, true, level),
    compared?.kind === 'CASETESTEXPR' ? provenByValue(value, level) : nothing,
  ])
}

/** The columns that cannot be null in a row for which the expression is not null. */
export function provenByValue(expression: TreeNode | undefined, level: Level): Proof {
  switch (expression?.kind) {
    case 'VAR':
      return provenByColumn(expression, level)
    case 'RELABELTYPE':
    case 'COERCEVIAIO':
    case 'COLLATEEXPR':
    case 'ARRAYCOERCEEXPR':
    case 'NAMEDARGEXPR':
      return provenByValue(expression.child('arg'), level)
    case 'OPEXPR':
    case 'FUNCEXPR':
      return isStrict(expression, level) ? provenByAll(expression.children('args'), level) : nothing
    default:
      return nothing
  }
}

function provenByColumn(column: TreeNode, level: Level): Proof {
  if (column.number('varlevelsup') !== (level.deeper ?? 0) || column.number('varreturningtype') !== 0) return nothing
  const entry = column.number('varno')
  const number = column.number('varattno')
  const rangeEntry = level.query.children('rtable')[entry - 1]
  const own = { ...level, deeper: 0 }
  if (rangeEntry?.number('rtekind') === 2) return provenByValue(rangeEntry.children('joinaliasvars')[number - 1], own)
  if (rangeEntry?.number('rtekind') === 9) return provenByValue(rangeEntry.children('groupexprs')[number - 1], own)
  // Whichever column it is, the row is there.
  return new Set([columnKey(entry, number), columnKey(entry, 0)])
}

const provers: Readonly<Record<string, Prover>> = {
  VAR: (node, _sense, level) => provenByValue(node, level),
  RELABELTYPE: (node, sense, level) => provenWhen(node.child('arg'), sense, level),
  OPEXPR: (node, _sense, level) => provenByValue(node, level),
  FUNCEXPR: (node, _sense, level) => provenByValue(node, level),
  BOOLEXPR: provenByLogic,
  CASEEXPR: provenByChoice,
  NULLTEST: (node, sense, level) =>
    sense === (node.number('nulltesttype') === isNotNull) ? provenByValue(node.child('arg'), level) : nothing,
  BOOLEANTEST: provenByBooleanTest,
  DISTINCTEXPR: provenByNotDistinct,
  SCALARARRAYOPEXPR: provenByArray,
  SUBLINK: (node, sense, level) => (sense ? provenBySubSelect(node, level) : nothing),
  // Only the first pair is certain to have been compared.
  ROWCOMPAREEXPR: (node, sense, level) =>
    sense
      ? provenByAll([...node.children('largs').slice(0, 1), ...node.children('rargs').slice(0, 1)], level)
      : nothing,
}

const isNotNull = 1

// EXISTS, IN and ANY have found a row, which has passed the conditions of the sub-select; ALL may have met none.
function provenBySubSelect(node: TreeNode, level: Level): Proof {
  const [exists, any] = [0, 2]
  const kind = node.number('subLinkType')
  if (kind !== exists && kind !== any) return nothing
  return union([provenWhen(node.child('testexpr'), true, level), provenAround(node.child('subselect'), level)])
}

/** The columns of the level that cannot be null where a sub-select, which stands there, answers a row. */
export function provenAround(query: TreeNode | undefined, level: Level): Proof {
  if (query === undefined || query.number('commandType') !== 1 || answersUnasked(query)) return nothing
  const inside = { ...level, deeper: (level.deeper ?? 0) + 1 }
  return union(conditions(query.child('jointree')).map((condition) => provenWhen(condition, true, inside)))
}

// An aggregate answers though no row has passed, and the arms of a set operation are queries of their own.
function answersUnasked(query: TreeNode): boolean {
  if (query.child('setOperations') !== undefined || query.children('groupingSets').length > 0) return true
  const aggregated = query.flag('hasAggs') || query.child('havingQual') !== undefined
  return aggregated && query.children('groupClause').length === 0
}

/** The conditions that every row of a FROM has passed. */
function conditions(node: TreeNode | undefined): TreeNode[] {
  const [inner, left, right] = [0, 1, 3]
  if (node?.kind === 'FROMEXPR') return [...quals(node), ...node.children('fromlist').flatMap(conditions)]
  if (node?.kind !== 'JOINEXPR') return []
  switch (node.number('jointype')) {
    case inner:
      return [...quals(node), ...conditions(node.child('larg')), ...conditions(node.child('rarg'))]
    case left:
      return conditions(node.child('larg'))
    case right:
      return conditions(node.child('rarg'))
    default:
      return []
  }
}

function quals(node: TreeNode): TreeNode[] {
  const condition = node.child('quals')
  return condition === undefined ? [] : [condition]
}

function provenByLogic(node: TreeNode, sense: boolean, level: Level): Proof {
  const parts = node.children('args')
  const operator = node.text('boolop')
  if (operator === 'not') return provenWhen(parts[0], !sense, level)
  const proofs = parts.map((part) => provenWhen(part, sense, level))
  return (operator === 'and') === sense ? union(proofs) : intersection(proofs)
}

// One of the branches was taken, but none of those whose result is another.
function provenByChoice(node: TreeNode, sense: boolean, level: Level): Proof {
  const value = node.child('arg')
  const branches = node.children('args').map((when) => {
    const [condition, result] = [when.child('expr'), when.child('result')]
    const taken = value === undefined ? provenWhen(condition, true, level) : provenByEqual(value, condition, level)
    return { result, taken }
  })
  const possible = [...branches, { result: node.child('defresult'), taken: nothing }].filter(
    ({ result }) => !isOther(result, sense),
  )
  return intersection(possible.map(({ result, taken }) => union([taken, provenWhen(result, sense, level)])))
}

/** Is it a constant, but not this one? */
function isOther(node: TreeNode | undefined, sense: boolean): boolean {
  return node?.kind === 'CONST' && (node.flag('constisnull') || (node.bytes('constvalue')?.[0] === 1) !== sense)
}

function provenByBooleanTest(node: TreeNode, sense: boolean, level: Level): Proof {
  const [isTrue, isFalse, isUnknown, isNotUnknown] = [0, 2, 4, 5]
  const arg = node.child('arg')
  switch (node.number('booltesttype')) {
    case isTrue:
      return sense ? provenWhen(arg, true, level) : nothing
    case isFalse:
      return sense ? provenWhen(arg, false, level) : nothing
    case isUnknown:
      return sense ? nothing : provenByValue(arg, level)
    case isNotUnknown:
      return sense ? provenByValue(arg, level) : nothing
    default:
      return nothing
  }
}

function provenByNotDistinct(node: TreeNode, sense: boolean, level: Level): Proof {
  const [left, right] = node.children('args')
  if (sense) return nothing
  if (isConstant(left)) return provenByValue(right, level)
  return isConstant(right) ? provenByValue(left, level) : nothing
}

function provenByArray(node: TreeNode, sense: boolean, level: Level): Proof {
  if (!isStrict(node, level)) return nothing
  const [value, array] = node.children('args')
  // With no element, ANY is false and ALL is true whatever the value, so that only a list that is written out proves more.
  if (hasElements(array)) return provenByValue(value, level)
  return sense && node.flag('useOr') ? provenByAll([value, array], level) : nothing
}

function hasElements(array: TreeNode | undefined): boolean {
  return array?.kind === 'ARRAYEXPR' && !array.flag('multidims') && array.children('elements').length > 0
}

function isConstant(node: TreeNode | undefined): boolean {
  return node?.kind === 'CONST' && !node.flag('constisnull')
}

function isStrict(node: TreeNode, level: Level): boolean {
  const oid = node.number(node.kind === 'FUNCEXPR' ? 'funcid' : 'opfuncid')
  const routine = level.catalog.functions.get(oid)
  return routine?.strict === true && !routine.returnsSet && !isFolded(node, routine.signature)
}

// From version 17 on the planner answers these by the range alone where that is a constant without elements or without bounds,
// whatever the element is: `not 'empty' @> null` holds then.
const rangeArguments: ReadonlyMap<string, number> = new Map([
  ['range_contains_elem(anyrange, anyelement)', 0],
  ['elem_contained_by_range(anyelement, anyrange)', 1],
])

function isFolded(node: TreeNode, signature: string): boolean {
  const range = rangeArguments.get(signature)
  return range !== undefined && node.children('args')[range]?.kind !== 'VAR'
}

/** Is the condition always true or false, never null? */
export function isTwoValued(node: TreeNode): boolean {
  if (node.kind === 'BOOLEXPR') return node.children('args').every(isTwoValued)
  if (node.kind === 'SUBLINK') return node.number('subLinkType') === 0
  return ['NULLTEST', 'BOOLEANTEST', 'DISTINCTEXPR'].includes(node.kind)
}

function provenByAll(nodes: readonly (TreeNode | undefined)[], level: Level): Proof {
  return union(nodes.map((node) => provenByValue(node, level)))
}

function union(proofs: readonly Proof[]): Proof {
  return new Set(proofs.flatMap((proof) => [...proof]))
}

function intersection([first = nothing, ...rest]: readonly Proof[]): Proof {
  return new Set([...first].filter((key) => rest.every((proof) => proof.has(key))))
}
