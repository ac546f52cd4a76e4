import { withSettings } from '../catalog/index.ts'
import type { Queryable } from '../query/index.ts'

/** An error breaks something now, a warning will, an info may. */
export type Severity = 'error' | 'warning' | 'info'

/** One thing that is wrong in the database. */
export interface Finding {
  /** The `id` of the check that found it. */
  readonly check: string
  readonly severity: Severity
  /** What it is about: `public.users.email`. */
  readonly object: string
  readonly message: string
  /** The SQL, or the `rowhouse` command, that mends it; absent where only a person can decide. */
  readonly fix?: string
}

/** What became of one check. */
export interface CheckResult {
  readonly id: string
  readonly title: string
  readonly status: 'ok' | 'findings' | 'skipped'
  /** Why it was skipped. A check that could not look is never `ok`. */
  readonly reason?: string
  readonly ms: number
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

/** A question about the database. */
export interface Check {
  /** A short name for reports and options: `orphan-rows`. */
  readonly id: string
  /** What is well when nothing is found, in a few words. */
  readonly title: string
  readonly severity: Severity
  /** Why it matters. */
  readonly why: string
  readonly run: (subject: Subject) => Promise<Outcome>
}

/** A check that reads rows from the catalog or from tables, and decides from them alone. */
export interface RowCheck<R> extends Omit<Check, 'run'> {
  readonly read: (tx: Queryable, schemas: readonly string[]) => Promise<R[]>
  readonly decide: (rows: R[]) => Found[]
}

/** Makes a check of one that reads rows. It reads in a read-only transaction of its own. */
export function rowCheck<R>({ read, decide, ...about }: RowCheck<R>): Check {
  return {
    ...about,
    run: async ({ db, schemas, timeout }) => {
      const rows = await db.transaction((tx) => withSettings(tx, settings(timeout), () => read(tx, schemas)), {
        readOnly: true,
      })
      return { found: decide(rows) }
    },
  }
}

// With row_security off, a query that a policy would silently shorten fails instead: rows that cannot be seen must not count
// as rows that are well.
function settings(timeout: number): Readonly<Record<string, string>> {
  return { search_path: '', row_security: 'off', statement_timeout: String(timeout) }
}

/** Reads the rows of one statement, whose `$1` are the schemas. */
export function rowsOf<R extends object>(sql: string): RowCheck<R>['read'] {
  return (tx, schemas) => tx.many<R>(sql, [schemas])
}
