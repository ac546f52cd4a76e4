import type { AnalyserOptions } from './analysis.ts'
import type { ColumnFacts } from './catalog.ts'
import type { TreeNode } from './node-tree.ts'
import { entryOf, type Scope, scopeAbove } from './scope.ts'

/** The types that the project gives to columns. */
export type ColumnTypes = NonNullable<AnalyserOptions['columnTypes']>

/** The stored column of which an expression is nothing but the value. */
export function storedColumn(expression: TreeNode | undefined, from: Scope): ColumnFacts | undefined {
  if (expression?.kind !== 'VAR') return undefined
  const scope = scopeAbove(from, expression.number('varlevelsup'))
  const entry = scope && entryOf(scope, expression.number('varno'))
  if (scope === undefined || entry?.number('rtekind') !== 0) return undefined
  return scope.catalog.relations.get(entry.number('relid'))?.columns.get(expression.number('varattno'))
}

/** The type that the project gives to a column, by `schema.table.column` or `table.column`. */
export function declaredType(column: ColumnFacts | undefined, scope: Scope, types: ColumnTypes): string | undefined {
  const relation = column && scope.catalog.relations.get(column.relation)
  if (relation === undefined) return undefined
  const name = `${relation.name}.${column?.name}`
  return types[`${relation.schema}.${name}`] ?? types[name]
}
