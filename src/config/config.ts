/** What `rowhouse.config.ts` may say. Every key is optional; relative paths start at the folder of the file. */
export interface Config {
  /**
   * A target for `connect`, such as `pglite:./data`, used when neither an argument nor the environment names one. A
   * relative `pglite:` folder starts at the folder of the file.
   */
  readonly database?: string
  /** The folder of the migrations. Default: `migrations`. */
  readonly migrations?: string
  /** The schema file, which says what the migrations should make. Default: `schema.sql`. */
  readonly schema?: string
  /** The folder of the seeds. Default: `seeds`. */
  readonly seeds?: string
  /** The folders whose TypeScript files hold queries. Default: `['src']`. */
  readonly sources?: readonly string[]
  /** The folder into which types are generated. Default: `src/generated`. */
  readonly generated?: string
  /**
   * TypeScript types of columns whose shape the database does not know: `{ 'exercises.default_sets': 'PlannedSet[]' }`.
   * Default: none.
   */
  readonly columnTypes?: Readonly<Record<string, string>>
  /** The schemas that belong to the application. Default: all but PostgreSQL's and Rowhouse's own. */
  readonly schemas?: readonly string[]
  /**
   * Databases that the commands which migrate ask before changing, as patterns for `host:port/name` in which `*` stands for
   * anything: `['*.prod.example:*', '*:5432/shop']`. Default: none; under `NODE_ENV=production` every server but this machine's.
   */
  readonly production?: readonly string[]
  /** What `rowhouse verify` leaves out, and what it needs to know. */
  readonly verify?: VerifyConfig
}

/** What the configuration says of `rowhouse verify`. */
export interface VerifyConfig {
  /**
   * Findings to leave out, each with the reason: `{ 'short-primary-key:public.levels.id': 'six levels, for ever' }`. In a key
   * `*` stands for anything. Default: none.
   */
  readonly ignore?: Readonly<Record<string, string>>
  /** The column by which tables are, or will be, spread over several servers. Default: none. */
  readonly shardKey?: string
}

/** A configuration with its defaults filled in and its paths made absolute. */
export interface Project {
  /** The folder of the configuration file, or the one where the search began when there is no file. */
  readonly folder: string
  /** The configuration file; absent when there is none. */
  readonly file?: string
  readonly database?: string
  readonly migrations: string
  readonly schema: string
  readonly seeds: string
  readonly sources: readonly string[]
  readonly generated: string
  readonly columnTypes: Readonly<Record<string, string>>
  readonly schemas?: readonly string[]
  readonly production?: readonly string[]
  readonly verify: { readonly ignore: Readonly<Record<string, string>>; readonly shardKey?: string }
}

/** Gives the default export of `rowhouse.config.ts` its type. */
export function defineConfig(config: Config): Config {
  return config
}
