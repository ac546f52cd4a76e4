/** Something that a step makes, drops or needs, in the differ's words. */
export interface StepObject {
  /** Tells it from all others. */
  readonly key: string
  /** `table`, `column`, `constraint`, `index` … */
  readonly kind: string
  /** The parts of its name without quotes: schema, table where it is a part of one, name. */
  readonly path: readonly string[]
  /** The parts of the name of the table that it belongs to, where it is an index or a constraint. */
  readonly table?: readonly string[]
  /** The type of a constraint, as in `pg_constraint.contype`. */
  readonly constraintType?: string
  /** The text of a constraint, as `pg_get_constraintdef` gives it. */
  readonly definition?: string
}

/** One statement on the way from one schema to another. */
export interface Step {
  /** The statement, without a semicolon. */
  readonly sql: string
  readonly makes: readonly StepObject[]
  readonly drops: readonly StepObject[]
  /** The keys of what must be there before, or whose state it changes; of what it makes, all that this refers to. */
  readonly needs: readonly string[]
  /** The keys of what the things that it drops refer to. */
  readonly frees: readonly string[]
  /** The parts of the name of the relation that it is about, where it is about one. */
  readonly relation?: readonly string[]
  /** Must it be committed before the next step can use what it made? */
  readonly commits: boolean
}
