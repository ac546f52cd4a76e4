import type { JoinTag } from './facts.ts'
import type { TreeNode } from './node-tree.ts'
import { isTwoValued, provenByEqual, provenUnless, provenWhen } from './proofs.ts'
import { type Ask, always, ifAll, ifAny, ifArgument, never, type Rules } from './rule.ts'
import { entryKind, type Scope, withFacts } from './scope.ts'

/** Constants, casts, tests, logic, and the constructs of the SQL language. */
export const expressionRules: Rules = {
  CONST: (node) => node.flag('constisnull'),
  PARAM: parameter,
  SQLVALUEFUNCTION: (node) => node.number('op') === currentSchema,
  MERGESUPPORTFUNC: never,
  // Stands for an element of an array, or for the value that CASE compares.
  CASETESTEXPR: never,

  RELABELTYPE: ifArgument,
  COERCEVIAIO: ifArgument,
  ARRAYCOERCEEXPR: ifArgument,
  CONVERTROWTYPEEXPR: ifArgument,
  COERCETODOMAIN: ifArgument,
  COLLATEEXPR: ifArgument,
  NAMEDARGEXPR: ifArgument,

  NULLTEST: never,
  BOOLEANTEST: never,
  DISTINCTEXPR: never,
  GROUPINGFUNC: never,
  ARRAYEXPR: never,
  ROWEXPR: never,
  ROWCOMPAREEXPR: comparedRows,
  JSONISPREDICATE: (node, scope, ask) => ask.nullable(node.child('expr'), scope),
  JSONCONSTRUCTOREXPR: (node) => !jsonConstructors.includes(node.number('type')),

  BOOLEXPR: logic,
  COALESCEEXPR: coalesced,
  MINMAXEXPR: ifAll,
  NULLIFEXPR: always,
  CASEEXPR: choice,
  FIELDSELECT: field,
  SUBSCRIPTINGREF: subscript,
}

const currentSchema = 14
// json_object(…) and json_array(…).
const jsonConstructors: readonly number[] = [1, 2]

const external = 0
const ofSublink = 2

// The columns of a sub-select that is compared are asked by the rule for the sub-select itself.
function parameter(node: TreeNode, scope: Scope): boolean {
  const kind = node.number('paramkind')
  if (kind === external) return scope.nullParams.has(node.number('paramid'))
  return kind !== ofSublink
}

function comparedRows(node: TreeNode, scope: Scope, ask: Ask): boolean {
  return [...node.children('largs'), ...node.children('rargs')].some((arg) => ask.nullable(arg, scope))
}

// Of a full join one arm at least is there, as in `coalesce(a.id, b.id)`, which is also how a column is merged.
function coalesced(node: TreeNode, scope: Scope, ask: Ask): boolean {
  const joins = ifAll(node, scope, ask) ? fullJoins(scope.query) : undefined
  if (joins === undefined) return false
  const present = (tag: JoinTag) => !ifAll(node, withFacts(scope, scope.facts.withArm(tag)), ask)
  return !joins.some((join) => present(`${join}L`) && present(`${join}R`))
}

function fullJoins(query: TreeNode): number[] {
  const full = 2
  return query.children('rtable').flatMap((entry, index) => {
    return entry.number('rtekind') === entryKind.join && entry.number('jointype') === full ? [index + 1] : []
  })
}

// A part that is true or false decides the whole, or else the others need only be looked at where it does not.
function logic(node: TreeNode, scope: Scope, ask: Ask): boolean {
  const undecided = node.text('boolop') !== 'or'
  const decisive = node.text('boolop') === 'not' ? [] : node.children('args').filter(isTwoValued)
  const proof = new Set(decisive.flatMap((part) => [...provenWhen(part, undecided, scope)]))
  return ifAny(node, narrowed(scope, proof), ask)
}

/** A branch is taken when its own condition is true and the ones before it are not. */
function choice(node: TreeNode, scope: Scope, ask: Ask): boolean {
  return [...branches(node, scope)].some(({ result, within }) => ask.nullable(result, within))
}

/** A result that CASE may give, and the scope in which it does. */
export interface Branch {
  readonly result: TreeNode | undefined
  readonly within: Scope
}

/** The branches of CASE, the ELSE last; a missing ELSE is a constant null in the tree. */
export function* branches(node: TreeNode, scope: Scope): Iterable<Branch> {
  const searched = node.child('arg') === undefined
  let remaining = scope
  for (const when of node.children('args')) {
    const condition = when.child('expr')
    const proof = searched ? provenWhen(condition, true, scope) : provenByEqual(node.child('arg'), condition, scope)
    yield { result: when.child('result'), within: narrowed(remaining, proof) }
    if (searched) remaining = narrowed(remaining, provenUnless(condition, scope))
  }
  yield { result: node.child('defresult'), within: remaining }
}

function narrowed(scope: Scope, proof: ReturnType<typeof provenWhen>): Scope {
  return proof.size === 0 ? scope : withFacts(scope, scope.facts.proving(proof))
}

// There may be no such element, but a slice of what is not there is an empty array.
function subscript(node: TreeNode, scope: Scope, ask: Ask): boolean {
  if (!isSlice(node, scope)) return true
  const bounds = [...node.children('reflowerindexpr'), ...node.children('refupperindexpr')]
  return [node.child('refexpr'), ...bounds].some((part) => ask.nullable(part, scope))
}

/** Is it several elements of an array? A subscript of jsonb is of the same type too. */
export function isSlice(node: TreeNode, scope: Scope): boolean {
  const type = node.number('refcontainertype')
  return scope.catalog.types.get(type)?.kind === 'array' && node.number('refrestype') === type
}

/** A column of a whole row is that column. */
function field(node: TreeNode, scope: Scope, ask: Ask): boolean {
  const row = node.child('arg')
  if (row?.kind !== 'VAR' || row.number('varattno') !== 0) return true
  return ask.nullable(row.with('varattno', node.number('fieldnum')), scope)
}
