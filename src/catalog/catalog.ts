/** What an object of the catalog is, in PostgreSQL's own words. */
export type CatalogKind =
  | 'schema'
  | 'extension'
  | 'enum'
  | 'domain'
  | 'composite type'
  | 'range type'
  | 'sequence'
  | 'table'
  | 'foreign table'
  | 'view'
  | 'materialized view'
  | 'column'
  | 'constraint'
  | 'index'
  | 'statistics'
  | 'function'
  | 'procedure'
  | 'aggregate'
  | 'trigger'
  | 'rule'
  | 'policy'
  | 'privilege'
  | 'comment'

/** One object of a schema. */
export interface CatalogObject {
  readonly kind: CatalogKind
  /** The name with its schema and, for a part of a table, the table: `public.users.email`, quoted only where it must be. */
  readonly name: string
  /** The same name in its parts, without quotes: `['public', 'users', 'email']`. Empty for privileges and comments. */
  readonly path: readonly string[]
  /** The name of the object without which this one cannot be: the table of a column, the schema of a table. */
  readonly parent?: string
  /** What the object is, as SQL: the type and default of a column, the text of an index, a view or a function. */
  readonly definition: string
}

/** What the schemas of a database hold, by `<kind> <name>`: `column public.users.email`. */
export type Catalog = ReadonlyMap<string, CatalogObject>

/** A difference between two catalogs. */
export interface Difference {
  readonly change: 'missing' | 'unexpected' | 'different'
  readonly kind: CatalogKind
  readonly name: string
  /** What was expected; absent when the object is unexpected. */
  readonly expected?: CatalogObject
  /** What is there; absent when the object is missing. */
  readonly live?: CatalogObject
}
