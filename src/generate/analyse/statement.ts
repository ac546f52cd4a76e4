import { DatabaseError } from '../../errors/index.ts'
import type { Queryable, StatementDescription } from '../../query/index.ts'
import type { QueryError } from './analysis.ts'
import type { Catalog } from './catalog.ts'
import { readQuery, type TreeNode } from './node-tree.ts'

/** What PostgreSQL says of a statement. */
export interface Statement {
  readonly description: StatementDescription
  /** Its analysed query tree; `undefined` for one that PostgreSQL does not analyse before it runs (DDL, SET, EXPLAIN …). */
  readonly tree: TreeNode | undefined
  /** Why there is no tree of a statement that PostgreSQL does analyse. */
  readonly unread?: string
}

/** Asks PostgreSQL about a statement, which is not run; or why it refuses it. */
export async function readStatement(
  db: Queryable,
  text: string,
  catalog: Catalog,
): Promise<Statement | { error: QueryError }> {
  const description = await describe(db, text)
  if ('error' in description) return description
  return { description, ...(await analysedTree(db, text, argumentTypes(description, catalog))) }
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

type Read = Omit<Statement, 'description'>

/** Thrown to roll back, with what was found. */
class Found {
  readonly tree: TreeNode | undefined

  constructor(tree: TreeNode | undefined) {
    this.tree = tree
  }
}

/**
 * PostgreSQL analyses the body of a function when it is created and keeps the tree. It takes no utility statements there (DDL,
 * SET, EXPLAIN …).
 */
async function analysedTree(db: Queryable, text: string, types: readonly string[]): Promise<Read> {
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
    if (error instanceof Found) return { tree: error.tree }
    if (!(error instanceof DatabaseError)) throw error
    return error.code === notSupported ? { tree: undefined } : { tree: undefined, unread: error.message }
  }
}

const notSupported = '0A000'

const bodyQuery = `
  select coalesce(prosqlbody::text, '') as body
  from pg_catalog.pg_proc
  where proname = 'rowhouse_query'
    and pronamespace = pg_catalog.pg_my_temp_schema()`
