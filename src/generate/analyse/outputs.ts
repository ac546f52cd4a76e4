import type { Column } from './analysis.ts'
import { type ColumnTypes, declaredType, storedColumn } from './column-types.ts'
import { arrayType, dimensionsOf } from './dimensions.ts'
import { expressionType } from './expression-type.ts'
import { columnKey } from './facts.ts'
import { JsonShapes } from './json.ts'
import type { TreeNode } from './node-tree.ts'
import { ask } from './nullability.ts'
import { outputExpressions, type Scope, withFacts } from './scope.ts'
import { armScopes, trace } from './trace.ts'
import { columnType, isJson, objectOf, typeScriptType, withNull } from './types.ts'

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
  const array = from.catalog.types.get(type)
  if (array?.kind === 'array' && isJson(array.part)) return new JsonShapes(ask, columnTypes).of(node, scope)
  if (array?.kind === 'array') {
    const element = typeScriptType(array.part, from.catalog)
    return arrayType(element, ask.elementsNullable(node, scope), dimensionsOf(node, scope))
  }
  return rowType(node, scope, columnTypes) ?? plain
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
      const type = declaredType(column, scope, columnTypes) ?? columnType(column, scope.catalog)
      return [column.name, ask.nullable(node.with('varattno', column.number), present) ? withNull(type) : type]
    }),
  )
}
