import type { ColumnFacts } from './catalog.ts'
import type { TreeNode } from './node-tree.ts'
import { entryKind, entryOf, innerScope, outputExpressions, type Scope } from './scope.ts'
import { armScopes, sources } from './trace.ts'

/** What was seen of a parameter in a statement. */
export interface ParameterUse {
  readonly number: number
  /** May null stand where it was seen? `undefined`: that place says nothing. */
  readonly takesNull?: boolean
  /** The name of what it goes to or is compared with. */
  readonly label?: string
  /** The column that it goes to or is compared with. */
  readonly column?: ColumnFacts
}

/** Every use of a parameter in a statement, the telling ones first. */
export function* parameterUses(scope: Scope): Iterable<ParameterUse> {
  for (const arm of armScopes(scope)) yield* selectedUses(arm)
  yield* usesInQuery(scope)
}

/** A parameter that stands alone in the select list is only handed back. */
function* selectedUses(scope: Scope): Iterable<ParameterUse> {
  if (scope.query.number('commandType') !== 1) return
  for (const target of outputExpressions(scope.query)) {
    const expression = target.child('expr')
    for (const each of expression === undefined ? [] : sources(expression, scope)) {
      yield* ofParameter(each.expression, { takesNull: true, label: target.text('resname') })
    }
  }
}

function* usesInQuery(scope: Scope): Iterable<ParameterUse> {
  yield* storedUses(scope)
  for (const [field, label] of [
    ['limitCount', 'limit'],
    ['limitOffset', 'offset'],
  ] as const) {
    yield* ofParameter(scope.query.child(field), { label })
  }
  for (const node of scope.query.below()) yield* usesBelow(node, scope)
}

function* usesBelow(node: TreeNode, scope: Scope): Iterable<ParameterUse> {
  if (node.kind === 'QUERY') return yield* usesInQuery(innerScope(node, scope))
  yield* usesInNode(node, scope)
  for (const part of node.below()) yield* usesBelow(part, scope)
}

/** Values for the columns of a table: by insert, update, on conflict and merge. */
function* storedUses(scope: Scope): Iterable<ParameterUse> {
  const { query, catalog } = scope
  const result = entryOf(scope, query.number('resultRelation'))
  const relation = catalog.relations.get(result?.number('relid') ?? 0)
  if (relation === undefined) return
  for (const target of storedTargets(query)) {
    const column = relation.columns.get(target.number('resno'))
    const expression = target.child('expr')
    if (column !== undefined && expression !== undefined) yield* flowsInto(column, expression, scope)
  }
}

function storedTargets(query: TreeNode): TreeNode[] {
  const actions = query.children('mergeActionList').flatMap((action) => action.children('targetList'))
  const onConflict = query.child('onConflict')?.children('onConflictSet') ?? []
  const [update, insert] = [2, 3]
  const own = [update, insert].includes(query.number('commandType')) ? query.children('targetList') : []
  return [...own, ...onConflict, ...actions].filter((target) => !target.flag('resjunk'))
}

function* flowsInto(column: ColumnFacts, expression: TreeNode, scope: Scope): Iterable<ParameterUse> {
  for (const source of sources(withoutCasts(expression), scope)) {
    yield* ofParameter(source.expression, { takesNull: !column.notNull, label: column.name, column })
    yield* labelled(source.expression, { label: column.name, column })
  }
}

// coalesce($1, …) and the like still fill the column.
function* labelled(node: TreeNode, use: Omit<ParameterUse, 'number'>): Iterable<ParameterUse> {
  const inner = withoutCasts(node)
  if (!['COALESCEEXPR', 'NULLIFEXPR', 'OPEXPR', 'FUNCEXPR', 'MINMAXEXPR'].includes(inner.kind)) return
  for (const arg of inner.children('args')) yield* ofParameter(arg, use)
}

function* usesInNode(node: TreeNode, scope: Scope): Iterable<ParameterUse> {
  switch (node.kind) {
    case 'PARAM':
      return yield* ofParameter(node, {})
    case 'NULLTEST':
    case 'BOOLEANTEST':
      return yield* ofParameter(node.child('arg'), { takesNull: true })
    case 'COALESCEEXPR':
      yield* ofEach(node, { takesNull: true })
      return yield* comparedUses(node.children('args'), scope)
    case 'DISTINCTEXPR':
      yield* ofEach(node, { takesNull: true })
      return yield* comparedUses(node.children('args'), scope)
    case 'OPEXPR':
    case 'NULLIFEXPR':
      return yield* comparedUses(node.children('args'), scope)
    case 'SCALARARRAYOPEXPR':
      return yield* listUses(node, scope)
    case 'COERCETODOMAIN':
      return yield* domainUses(node, scope)
    case 'FUNCEXPR':
      return yield* argumentUses(node, scope)
    case 'RANGETBLENTRY':
      return yield* namedUses(node, scope)
    case 'SUBLINK':
      return yield* testedUses(node, scope)
    default:
      return
  }
}

function* comparedUses(args: readonly TreeNode[], scope: Scope): Iterable<ParameterUse> {
  for (const arg of args) {
    const column = args.filter((other) => other !== arg).map((other) => columnIn(other, scope))[0]
    if (column !== undefined) for (const part of [arg, ...callArguments(arg)]) yield* ofParameter(part, column)
  }
}

function* listUses(node: TreeNode, scope: Scope): Iterable<ParameterUse> {
  const [value, array] = node.children('args')
  const column = value && columnIn(value, scope)
  if (column === undefined || array === undefined) return
  yield* ofParameter(array, { label: plural(column.label) })
  for (const element of withoutCasts(array).children('elements')) yield* ofParameter(element, column)
}

function* testedUses(node: TreeNode, scope: Scope): Iterable<ParameterUse> {
  const query = node.child('subselect')
  const expression = query && outputExpressions(query)[0]?.child('expr')
  const column = query && expression && columnIn(expression, innerScope(query, scope))
  if (column !== undefined)
    for (const arg of node.child('testexpr')?.children('args') ?? []) yield* ofParameter(arg, column)
}

function* domainUses(node: TreeNode, scope: Scope): Iterable<ParameterUse> {
  const type = scope.catalog.types.get(node.number('resulttype'))
  if (type?.notNull === true) yield* ofParameter(node.child('arg'), { takesNull: false })
}

// A cast is a call in the tree; it says nothing about null.
function* argumentUses(node: TreeNode, scope: Scope): Iterable<ParameterUse> {
  const routine = scope.catalog.functions.get(node.number('funcid'))
  const isCall = node.number('funcformat') === 0
  if (routine !== undefined && isCall && !routine.strict) yield* ofEach(node, { takesNull: true })
}

/** The columns of VALUES, unnest and sub-selects in FROM are named there. */
function* namedUses(entry: TreeNode, scope: Scope): Iterable<ParameterUse> {
  const names = entry.child('eref')?.texts('colnames') ?? []
  for (const [index, label] of names.entries()) {
    if (/^(column\d+|unnest)$/.test(label)) continue
    for (const value of namedValues(entry, index, scope)) yield* ofParameter(value, { label })
  }
}

function namedValues(entry: TreeNode, index: number, scope: Scope): (TreeNode | undefined)[] {
  switch (entry.number('rtekind')) {
    case entryKind.subquery:
      return selectedValues(entry.child('subquery'), index, scope)
    case entryKind.values:
      return entry.lists('values_lists').map((row) => row[index])
    case entryKind.function:
      return entry.children('functions')[index]?.child('funcexpr')?.children('args').slice(0, 1) ?? []
    default:
      return []
  }
}

function selectedValues(query: TreeNode | undefined, index: number, scope: Scope): TreeNode[] {
  if (query === undefined) return []
  return armScopes(innerScope(query, scope)).flatMap((arm) => {
    const expression = outputExpressions(arm.query)[index]?.child('expr')
    return expression === undefined ? [] : sources(expression, arm).map((source) => source.expression)
  })
}

function* ofEach(node: TreeNode, use: Omit<ParameterUse, 'number'>): Iterable<ParameterUse> {
  for (const arg of node.children('args')) yield* ofParameter(arg, use)
}

function* ofParameter(node: TreeNode | undefined, use: Omit<ParameterUse, 'number'>): Iterable<ParameterUse> {
  const bare = node && withoutCasts(node)
  if (bare?.kind === 'PARAM' && bare.number('paramkind') === 0) yield { number: bare.number('paramid'), ...use }
}

/** The column that an expression is about: itself, or the only one in a call such as `lower(email)`. */
function columnIn(expression: TreeNode, scope: Scope): { label: string; column?: ColumnFacts } | undefined {
  const bare = withoutCasts(expression)
  if (bare.kind !== 'VAR') {
    const columns = callArguments(bare).map((arg) => columnIn(arg, scope))
    return columns.find((column) => column !== undefined)
  }
  if (bare.number('varlevelsup') !== 0) return undefined
  const entry = entryOf(scope, bare.number('varno'))
  const label = entry?.child('eref')?.texts('colnames')[bare.number('varattno') - 1]
  const column = scope.catalog.relations.get(entry?.number('relid') ?? 0)?.columns.get(bare.number('varattno'))
  return label === undefined ? undefined : { label, ...(column !== undefined && { column }) }
}

function callArguments(node: TreeNode): TreeNode[] {
  return node.kind === 'FUNCEXPR' || node.kind === 'COALESCEEXPR' ? node.children('args') : []
}

function withoutCasts(node: TreeNode): TreeNode {
  const inner = castArgument(node)
  return inner === undefined ? node : withoutCasts(inner)
}

const castKinds = ['RELABELTYPE', 'COERCEVIAIO', 'ARRAYCOERCEEXPR', 'COERCETODOMAIN', 'COLLATEEXPR', 'NAMEDARGEXPR']

function castArgument(node: TreeNode): TreeNode | undefined {
  if (castKinds.includes(node.kind)) return node.child('arg')
  const isCast = node.kind === 'FUNCEXPR' && [1, 2].includes(node.number('funcformat'))
  return isCast ? node.children('args')[0] : undefined
}

function plural(name: string): string {
  return name.endsWith('s') ? name : `${name}s`
}
