import type { TreeNode } from './node-tree.ts'
import { provenUnless, provenWhen } from './proofs.ts'
import { type Ask, always, ifAll, ifAny, ifArgument, never, type Rules } from './rule.ts'
import { type Scope, withFacts } from './scope.ts'

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

  BOOLEXPR: ifAny,
  COALESCEEXPR: ifAll,
  MINMAXEXPR: ifAll,
  NULLIFEXPR: always,
  CASEEXPR: choice,
  FIELDSELECT: field,
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
    const condition = searched ? when.child('expr') : undefined
    yield { result: when.child('result'), within: narrowed(remaining, provenWhen(condition, true, scope)) }
    remaining = narrowed(remaining, provenUnless(condition, scope))
  }
  yield { result: node.child('defresult'), within: remaining }
}

function narrowed(scope: Scope, proof: ReturnType<typeof provenWhen>): Scope {
  return proof.size === 0 ? scope : withFacts(scope, scope.facts.proving(proof))
}

/** A column of a whole row is that column. */
function field(node: TreeNode, scope: Scope, ask: Ask): boolean {
  const row = node.child('arg')
  if (row?.kind !== 'VAR' || row.number('varattno') !== 0) return true
  return ask.nullable(row.with('varattno', node.number('fieldnum')), scope)
}
