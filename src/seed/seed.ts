import type { Queryable } from '../query/index.ts'

/**
 * Reference data belongs to the application (an exercise library, a list of roles) and goes into every environment;
 * sample data is invented for development and is refused in production.
 */
export type SeedKind = 'reference' | 'sample'

/** What a seed may use to produce its rows. */
export interface SeedContext {
  /** The transaction of the run, for rows that depend on what earlier seeds wrote. */
  readonly db: Queryable
  /** Reads a JSON file whose path is relative to the project's folder (that of `rowhouse.config.ts`). */
  readJson<T = unknown>(path: string): Promise<T>
}

/** What happened to rows: how many were new, how many differed from the database, how many were there already. */
export interface SeedCounts {
  readonly inserted: number
  readonly updated: number
  readonly unchanged: number
}

/** Rows, all at once or as they come. */
export type SeedRows<R> = Iterable<R> | AsyncIterable<R>

// Functions are declared as methods, which the compiler compares leniently, so that seeds of different rows fit in one
// list.
interface SeedBase<R> {
  readonly kind: SeedKind
  /** Names of seeds (file names without number and extension) that must have run before. Default: none. */
  readonly dependsOn?: readonly string[]
  /**
   * The rows, called once a run. Those of an array are all looked at before the first is written, so that one run names
   * every malformed one; those of another iterable are held a batch at a time, so that a million of them take no more
   * memory.
   */
  rows(context: SeedContext): SeedRows<R> | Promise<SeedRows<R>>
  /** How a row is called in a report; by default its `name` or `id`, else only its number. */
  label?(row: R): string
  /** Rows written in one statement or savepoint. Default: 500. */
  readonly batchSize?: number
}

/**
 * A seed that upserts rows into one table: rows with a new key are inserted, rows that differ are updated, others are
 * left alone. Rows go in in their order. What a row does not mention, or gives as `undefined`, keeps its default or
 * present value.
 */
export interface TableSeed<R extends object = Record<string, unknown>> extends SeedBase<R> {
  /** The table as SQL writes it: `exercises`, `app.exercises`, `"Exercises"`. */
  readonly table: string
  /** The columns of a unique constraint by which a row is found again. */
  readonly key: readonly string[]
  /** The columns of a row; by default the row itself. Throw here to report a row as malformed. */
  columns?(row: R, context: SeedContext): Record<string, unknown>
}

/**
 * A seed that writes its rows with SQL of its own, for rows that go into several tables. It must be safe to run again.
 */
export interface WriterSeed<R> extends SeedBase<R> {
  /**
   * Writes one row inside the run's transaction and says what it did. It is called again for a row whose batch failed.
   */
  write(db: Queryable, row: R, context: SeedContext): Promise<keyof SeedCounts>
}

/** One file under `seeds/`: either rows for a table, or rows with a writer. */
export type Seed<R extends object = Record<string, unknown>> = TableSeed<R> | WriterSeed<R>

/** A seed with the name by which others depend on it. */
export interface NamedSeed {
  readonly name: string
  /** The file it came from; absent when the seed was made by a program. */
  readonly file?: string
  readonly seed: Seed<object>
}

/**
 * Declares a seed; the default export of a file under `seeds/`. Its name is the file's name without number and
 * extension.
 */
export function defineSeed<R extends object = Record<string, unknown>>(seed: Seed<R>): Seed<R> {
  return seed
}
