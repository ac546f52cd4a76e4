import { DatabaseError } from '../../errors/index.ts'
import type { Queryable, StatementDescription } from '../../query/index.ts'
import type { AnalyserOptions, Analysis, Column, QueryError } from './analysis.ts'
import { type Catalog, readCatalog } from './catalog.ts'
import { findMisnamed } from './column-names.ts'
import { readQuery, type TreeNode } from './node-tree.ts'
import { columnsOf } from './outputs.ts'
import { parametersOf, untracedParameters } from './parameters.ts'
import { openScope } from './scope.ts'
import { typeScriptType } from './types.ts'

/** Says what queries take and answer. */
export interface Analyser {
  /** The columns and parameters of a query, or why PostgreSQL refuses it. The query is not run. */
  analyse(text: string): Promise<Analysis>
}

/**
 * Makes an analyser for the schema of a database, whose catalog is read once. Nothing in the database is changed: what the
 * analyser makes there is rolled back.
 */
export async function createAnalyser(db: Queryable, options: AnalyserOptions = {}): Promise<Analyser> {
  const catalog = await readCatalog(db)
  return {
    async analyse(text) {
      const description = await describe(db, text)
      if ('error' in description) return description
      const misnamed = findMisnamed(description.columns.map(({ name }) => name))
      if (misnamed !== undefined) return { error: misnamed }
      const tree = await analysedTree(db, text, argumentTypes(description, catalog))
      return tree === undefined ? untraced(description, catalog) : traced(description, { tree, catalog, options })
    },
  }
}

async function describe(db: Queryable, text: string): Promise<StatementDescription | { error: QueryError }> {
  try {
    return await db.describe(text)
  } catch (error) {
    if (error instanceof DatabaseError) return { error: refusal(error) }
    throw error
  }
}

function refusal({ code, message, position, hint }: DatabaseError): QueryError {
  return { code, message, ...(position !== undefined && { position }), ...(hint !== undefined && { hint }) }
}

function argumentTypes({ params }: StatementDescription, catalog: Catalog): string[] {
  return params.map((oid) => catalog.types.get(oid)?.name ?? 'text')
}

/** Thrown to roll back, with what was found. */
class Found {
  readonly tree: TreeNode | undefined

  constructor(tree: TreeNode | undefined) {
    this.tree = tree
  }
}

/**
 * PostgreSQL analyses the body of a function when it is created and keeps the tree. It takes no utility statements there (DDL,
 * SET, EXPLAIN …), for which the answer is `undefined`.
 */
async function analysedTree(db: Queryable, text: string, types: readonly string[]): Promise<TreeNode | undefined> {
  try {
    return await db.transaction(async (tx) => {
      // A comment may end the text, so that `end` stands on a line of its own.
      await tx.query(
        `create function pg_temp.rowhouse_query(${types.join(', ')}) returns void language sql begin atomic\n${text}\n; end`,
      )
      const { body } = await tx.one<{ body: string }>(bodyQuery)
      throw new Found(readQuery(body))
    })
  } catch (error) {
    if (error instanceof Found) return error.tree
    if (error instanceof DatabaseError) return undefined
    throw error
  }
}

const bodyQuery = `
  select coalesce(prosqlbody::text, '') as body
  from pg_catalog.pg_proc
  where proname = 'rowhouse_query'
    and pronamespace = pg_catalog.pg_my_temp_schema()`

function untraced({ columns, params }: StatementDescription, catalog: Catalog): Analysis {
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
function traced({ columns, params }: StatementDescription, { tree, catalog, options }: Material): Analysis {
  const columnTypes = options.columnTypes ?? {}
  const parameters = parametersOf(params, openScope(tree, catalog, new Set()), columnTypes)
  const nullParams = new Set(parameters.flatMap(({ nullable }, index) => (nullable ? [index + 1] : [])))
  return { columns: columnsOf(columns, openScope(tree, catalog, nullParams), columnTypes), params: parameters }
}
