import type { Queryable } from '../query/index.ts'
import type { Dice } from './volume/dice.ts'

/**
 * Reference data belongs to the application (an exercise library, a list of roles) and goes into every environment;
 * sample data is invented for development and is refused in production; volume data is generated, as much as a scale
 * asks for, and refused there too.
 */
export type SeedKind = 'reference' | 'sample' | 'volume'

/** What a seed may use to produce its rows. */
export interface SeedContext {
  /** The transaction of the run, for rows that depend on what earlier seeds wrote. */
  readonly db: Queryable
  /** Reads a JSON file whose path is relative to the project's folder (that of `rowhouse.config.ts`). */
  readJson<T = unknown>(path: string): Promise<T>
  /**
   * Reads a CSV file (RFC 4180) as it comes: its first record names the columns, an empty value is null, and `""` an
   * empty text.
   */
  readCsv(path: string): AsyncIterable<Record<string, string | null>>
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
  readonly kind: Exclude<SeedKind, 'volume'>
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
  /** The tables into which it writes, as SQL writes them, so that a reset empties them too. Default: none. */
  readonly fills?: readonly string[]
}

/** A seed of rows that are given: either for a table, or with a writer. */
export type Seed<R extends object = Record<string, unknown>> = TableSeed<R> | WriterSeed<R>

/** What a volume seed makes the rows of one number from. */
export interface Maker {
  /** From 0. The same number makes the same rows at every scale. */
  readonly number: number
  /** The dice of a column, thrown for this number alone. */
  column(name: string): Dice
}

/** The columns of a generated row. */
export type VolumeRow = Readonly<Record<string, unknown>>

/** A seed that generates rows, as many as the scale of a run asks for, and loads them by COPY. */
export interface VolumeSeed<P = undefined> {
  readonly kind: 'volume'
  /** The table as SQL writes it. */
  readonly table: string
  readonly dependsOn?: readonly string[]
  /** How many numbers there are at this scale; a larger scale has no fewer. */
  count(scale: number): number
  /** Runs once before the rows are made: reads what they refer to. */
  prepare?(context: SeedContext): Promise<P> | P
  /**
   * The row of a number, or its rows. They follow from the number and from what was prepared alone, not from the scale,
   * the clock or `Math.random`, so that a larger scale only adds rows. All rows have the same columns.
   */
  row(maker: Maker, prepared: P): VolumeRow | Iterable<VolumeRow>
}

/** One file under `seeds/`. */
export type AnySeed = Seed<object> | VolumeSeed<unknown>

/** A seed with the name by which others depend on it. */
export interface NamedSeed {
  readonly name: string
  /** The file it came from; absent when the seed was made by a program. */
  readonly file?: string
  readonly seed: AnySeed
}

/**
 * Declares a seed; the default export of a file under `seeds/`. Its name is the file's name without number and
 * extension.
 */
export function defineSeed<R extends object = Record<string, unknown>>(seed: Seed<R>): Seed<R>
export function defineSeed<P = undefined>(seed: VolumeSeed<P>): VolumeSeed<P>
export function defineSeed(seed: AnySeed): AnySeed {
  return seed
}

/** A seed whose rows are generated. */
export interface NamedVolumeSeed extends NamedSeed {
  readonly seed: VolumeSeed<unknown>
}

/** A seed whose rows are given. */
export interface NamedRowSeed extends NamedSeed {
  readonly seed: Seed<object>
}

/** Are its rows generated? */
export function isVolume(named: NamedSeed): named is NamedVolumeSeed {
  return named.seed.kind === 'volume'
}

/** Are its rows given? */
export function isGiven(named: NamedSeed): named is NamedRowSeed {
  return named.seed.kind !== 'volume'
}
