/** A column of a query's answer. */
export interface Column {
  readonly name: string
  /** The TypeScript type of a value, without its null. */
  readonly type: string
  /** Could a value be null? False only where that is proved. */
  readonly nullable: boolean
}

/** A parameter of a query, `$1` first. */
export interface Parameter {
  /** A label after the column that the value goes to or is compared with, such as `email`; else `p1`, `p2` … */
  readonly name: string
  /** The TypeScript type of a value, without its null. */
  readonly type: string
  /** May null be given? */
  readonly nullable: boolean
}

/** Why a query was refused. */
export interface QueryError {
  /** The SQLSTATE of the server, or `DUPLICATE_COLUMN` or `UNNAMED_COLUMN`. */
  readonly code: string
  readonly message: string
  /** Where in the text the error is: 1-based, in characters. */
  readonly position?: number
  readonly hint?: string
}

/** What a query takes and answers, or why it was refused. */
export type Analysis =
  | {
      readonly columns: readonly Column[]
      readonly params: readonly Parameter[]
      /** Why no more is known than the types, so that everything is called nullable; such a statement is worth a word. */
      readonly imprecise?: string
    }
  | { readonly error: QueryError }

/** Options of `createAnalyser`. */
export interface AnalyserOptions {
  /**
   * The TypeScript type of columns that PostgreSQL knows too little of, such as `jsonb` ones, by `table.column` or
   * `schema.table.column`. Default: none.
   */
  readonly columnTypes?: Readonly<Record<string, string>>
}
