import type { AnalyserOptions, Analysis, Column } from './analysis.ts'
import type { Catalog } from './catalog.ts'
import { findMisnamed } from './column-names.ts'
import type { TreeNode } from './node-tree.ts'
import { columnsOf } from './outputs.ts'
import { parametersOf, untracedParameters } from './parameters.ts'
import { openScope } from './scope.ts'
import type { Statement } from './statement.ts'
import { typeScriptType } from './types.ts'

/** The types and the nullability of a statement's columns and parameters, from what PostgreSQL says of it. */
export function claimsOf(
  { description, tree, unread }: Statement,
  catalog: Catalog,
  options: AnalyserOptions,
): Analysis {
  const misnamed = findMisnamed(description.columns.map(({ name }) => name))
  if (misnamed !== undefined) return { error: misnamed }
  if (tree !== undefined) return traced(description, { tree, catalog, options })
  const says = description.columns.length > 0 || description.params.length > 0
  return { ...untraced(description, catalog), ...(says && unread !== undefined && { imprecise: unread }) }
}

type Description = Statement['description']

function untraced({ columns, params }: Description, catalog: Catalog): Analysis {
  return {
    columns: columns.map(({ name, type }): Column => ({ name, type: typeScriptType(type, catalog), nullable: true })),
    params: untracedParameters(params, { catalog }),
  }
}

interface Material {
  readonly tree: TreeNode
  readonly catalog: Catalog
  readonly options: AnalyserOptions
}

/** The parameters come first, since a column may be one of them. */
function traced({ columns, params }: Description, { tree, catalog, options }: Material): Analysis {
  const columnTypes = options.columnTypes ?? {}
  const parameters = parametersOf(params, openScope(tree, catalog, new Set()), columnTypes)
  const nullParams = new Set(parameters.flatMap(({ nullable }, index) => (nullable ? [index + 1] : [])))
  return { columns: columnsOf(columns, openScope(tree, catalog, nullParams), columnTypes), params: parameters }
}
