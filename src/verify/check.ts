import type { Project } from '../config/index.ts'
import type { Queryable } from '../query/index.ts'
import type { Limits } from './limits.ts'

/** An error breaks something now, a warning will, an info may. */
export type Severity = 'error' | 'warning' | 'info'

/**
 * What a check asks about: `static` the schema, which is the same on an empty database; `security` who may do what; `data` the
 * rows; `runtime` the server and its statistics.
 */
export type CheckKind = 'static' | 'security' | 'data' | 'runtime'

/** Where a database is used. In `development` the checks are left out that ask for what only production needs. */
export type Profile = 'development' | 'production'

/** One thing that is wrong in the database. */
export interface Finding {
  /** The `id` of the check that found it. */
  readonly check: string
  readonly severity: Severity
  /** What it is about: `public.users.email`. */
  readonly object: string
  readonly message: string
  /**
   * The SQL, or the `rowhouse` command, that mends it; absent where only a person can decide. Its statements are to be run one by
   * one, as psql does: `concurrently` cannot be in a transaction.
   */
  readonly fix?: string
}

/** What a check is about. */
export interface About {
  /** A short name for reports and options: `orphan-rows`. */
  readonly id: string
  readonly kind: CheckKind
  /** What is well when nothing is found, in a few words. */
  readonly title: string
  readonly severity: Severity
  /** Why it matters. */
  readonly why: string
  /** Whether it reads whole tables, and so runs on request only. */
  readonly deep?: true
  /** The only profile in which it runs unasked. Default: each. */
  readonly profile?: Profile
  readonly needs?: Needs
}

/** What the server must have for a check to be able to look. */
export interface Needs {
  /** The oldest `server_version_num`: 150000 for PostgreSQL 15. */
  readonly version?: number
  /** An extension that must be installed. */
  readonly extension?: string
}

/** What a check looks at. */
export interface Subject {
  readonly db: Queryable
  /** The schemas to look into. */
  readonly schemas: readonly string[]
  /** Whether the caller chose the schemas; otherwise they are all that the database holds. */
  readonly chosen: boolean
  /** The folder of migrations, when they are to be compared with the database. */
  readonly migrations: string | undefined
  /** The project whose queries are to be prepared. */
  readonly project: Project | undefined
  /** The column by which the tables are, or will be, spread over several servers. */
  readonly shardKey: string | undefined
  readonly limits: Limits
  readonly deep: boolean
  /** Milliseconds after which the server cancels a statement of a check; 0 for never. */
  readonly timeout: number
}

/** What a check says, before the runner adds its name. */
export interface Found {
  readonly object: string
  readonly message: string
  readonly fix?: string | undefined
  /** Default: the severity of the check. */
  readonly severity?: Severity
}

/** What a check found, or why it could not look. */
export type Outcome = { readonly found: readonly Found[] } | { readonly skipped: string }

/** A check that decides from the rows of one statement on the catalog or the statistics, so that many can be asked at once. */
export interface CatalogCheck extends About {
  /** The statement; its only parameter, `$1::text[]`, are the schemas. */
  readonly sql: string
  readonly decide: (rows: readonly object[], subject: Subject) => Outcome
}

/** A check that asks for itself. */
export interface AskingCheck extends About {
  readonly run: (subject: Subject) => Promise<Outcome>
}

/** A question about the database. */
export type Check = CatalogCheck | AskingCheck
