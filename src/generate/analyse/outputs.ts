import type { Column } from './analysis.ts'
import { type ColumnTypes, declaredType, storedColumn } from './column-types.ts'
import { expressionType } from './expression-type.ts'
import { columnKey } from './facts.ts'
import { JsonShapes } from './json.ts'
import type { TreeNode } from './node-tree.ts'
import { ask } from './nullability.ts'
import { outputExpressions, type Scope, withFacts } from './scope.ts'
import { armScopes, trace } from './trace.ts'
import { arrayOf, isJson, objectOf, typeScriptType, withNull } from './types.ts'

/** A column as the server describes it: its name and the oid of its type. */
export interface Described {
  readonly name: string
  readonly type: number
}

/** The columns of a statement, their types and whether they could be null, in their order. */
export function columnsOf(described: readonly Described[], scope: Scope, columnTypes: ColumnTypes): Column[] {
  const nullable = ask.outputs(scope)
  return described.map(({ name, type }, index) => ({
    name,
    type: outputType({ type, index }, scope, columnTypes),
    nullable: nullable[index] ?? true,
  }))
}

interface Output {
  readonly type: number
  readonly index: number
}

/** Every arm of a set operation may give the value. */
function outputType({ type, index }: Output, scope: Scope, columnTypes: ColumnTypes): string {
  const types = armScopes(scope).map((arm) => {
    const expression = outputExpressions(arm.query)[index]?.child('expr')
    return valueType({ expression, type }, arm, columnTypes)
  })
  return [...new Set(types)].join(' | ')
}

interface Value {
  readonly expression: TreeNode | undefined
  readonly type: number
}

function valueType({ expression, type }: Value, from: Scope, columnTypes: ColumnTypes): string {
  const plain = typeScriptType(type, from.catalog)
  if (expression === undefined) return plain
  const { expression: node, scope } = trace(expression, from)
  const declared = declaredType(storedColumn(node, scope), scope, columnTypes)
  if (declared !== undefined) return declared
  if (isJson(type) && isJson(expressionType(node))) return new JsonShapes(ask, columnTypes).of(node, scope)
  if (from.catalog.types.get(type)?.kind === 'array') return arrayType({ expression: node, type }, scope)
  return rowType(node, scope, columnTypes) ?? plain
}

function arrayType({ expression, type }: Value, scope: Scope): string {
  const element = typeScriptType(scope.catalog.types.get(type)!.part, scope.catalog)
  return arrayOf(element, ask.elementsNullable(expression, scope)) + '[]'.repeat(depth(expression, scope) - 1)
}

// Arrays of arrays are of the same type as these; how deep a stored array is, only its value says.
function depth(array: TreeNode | undefined, scope: Scope): number {
  const [first] = array?.children(array.kind === 'ARRAYEXPR' ? 'elements' : 'args') ?? []
  if (array?.kind === 'ARRAYEXPR') return array.flag('multidims') ? 1 + depth(first, scope) : 1
  if (array?.kind === 'AGGREF') return collectsArrays(array, scope) ? 1 + depth(first?.child('expr'), scope) : 1
  const query = array?.kind === 'SUBLINK' && array.number('subLinkType') === 6 ? array.child('subselect') : undefined
  const element = query && outputExpressions(query)[0]?.child('expr')
  const isArray = scope.catalog.types.get(expressionType(element))?.kind === 'array'
  return element !== undefined && isArray ? 1 + depth(element, scope) : 1
}

function collectsArrays(aggregate: TreeNode, scope: Scope): boolean {
  return scope.catalog.functions.get(aggregate.number('aggfnoid'))?.signature === 'array_agg(anyarray)'
}

/** A whole row of a table is an object of its columns, of which the table says more than its composite type does. */
function rowType(node: TreeNode, scope: Scope, columnTypes: ColumnTypes): string | undefined {
  if (node.kind !== 'VAR' || node.number('varattno') !== 0 || node.number('varlevelsup') !== 0) return undefined
  const number = node.number('varno')
  const entry = scope.query.children('rtable')[number - 1]
  const relation = entry?.number('rtekind') === 0 ? scope.catalog.relations.get(entry.number('relid')) : undefined
  if (relation === undefined) return undefined
  const present = withFacts(scope, scope.facts.proving([columnKey(number, 0)]))
  const columns = [...relation.columns.values()].sort((a, b) => a.number - b.number)
  return objectOf(
    columns.map((column) => {
      const type = declaredType(column, scope, columnTypes) ?? typeScriptType(column.type, scope.catalog)
      return [column.name, ask.nullable(node.with('varattno', column.number), present) ? withNull(type) : type]
    }),
  )
}
