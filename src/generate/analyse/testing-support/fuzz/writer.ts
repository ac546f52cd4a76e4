import type { Random } from '../../../../../test/support/random.ts'
import type { Kind } from './kinds.ts'
import type { Ingredients, Reference } from './random-expressions.ts'
import type { Relation, RelationColumn } from './random-schema.ts'

/** A query, and the columns that it answers. */
export interface Selected {
  readonly text: string
  readonly columns: readonly RelationColumn[]
}

/** What the parts of a random statement share while it is written. */
export interface Writer {
  readonly random: Random
  readonly tables: readonly Relation[]
  readonly views: readonly Relation[]
  /** A name that nothing else in the statement has. */
  name(prefix: string): string
  /** The kinds of the columns of a new query. */
  kinds(): Kind[]
  /** A query of that depth, which may use those CTEs. */
  query(depth: number, ctes: readonly Relation[]): Selected
  /** What expressions over those columns are made of. */
  ingredients(columns: readonly Reference[], depth: number, ctes: readonly Relation[]): Ingredients
}
