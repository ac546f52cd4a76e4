import type { Queryable } from '../../query/index.ts'
import type { AnalyserOptions, Analysis } from './analysis.ts'
import { readCatalog } from './catalog.ts'
import { claimsOf } from './claims.ts'
import { readStatement } from './statement.ts'

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
      const statement = await readStatement(db, text, catalog)
      return 'error' in statement ? statement : claimsOf(statement, catalog, options)
    },
  }
}
