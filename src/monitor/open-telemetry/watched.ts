import type { Database } from '../../database/index.ts'
import type { Source } from '../../trace/index.ts'

/** The database that is watched, and how things of it are called. */
export interface Watched {
  readonly db: Database
  readonly source: Source
  /** The name of the pool. */
  readonly pool: string
  readonly nameOf: ((text: string) => string | undefined) | undefined
}
