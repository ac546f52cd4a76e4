import { withSettings } from '../catalog/index.ts'
import type { Queryable } from '../query/index.ts'
import type { About, AskingCheck, CatalogCheck, Found, Subject } from './check.ts'

/** A check of rows of the catalog, each of which is a finding of its own. */
export interface RowCheck<R> extends About {
  readonly sql: string
  readonly find: (row: R, subject: Subject) => Found | undefined
}

/** A check that looks at all its rows of the catalog together. */
export interface RowsCheck<R> extends About {
  readonly sql: string
  readonly decide: (rows: readonly R[], subject: Subject) => readonly Found[] | { readonly skipped: string }
}

/** A check that reads more than one statement answers. */
export interface ReadingCheck<R> extends About {
  readonly read: (tx: Queryable, subject: Subject) => Promise<R[]>
  readonly decide: (rows: readonly R[], subject: Subject) => readonly Found[]
}

/** Makes a check that says of each row of its statement what is wrong with it, if anything. */
export function rowCheck<R>({ find, ...check }: RowCheck<R>): CatalogCheck {
  return rowsCheck<R>({
    ...check,
    decide: (rows, subject) => rows.flatMap((row) => find(row, subject) ?? []),
  })
}

/** Makes a check that decides from all rows of its statement. */
export function rowsCheck<R>({ decide, ...check }: RowsCheck<R>): CatalogCheck {
  return {
    ...check,
    decide: (rows, subject) => {
      // Only the statement beside it knows what its rows are.
      const decision = decide(rows as readonly R[], subject)
      return 'skipped' in decision ? decision : { found: decision }
    },
  }
}

/** Makes a check that reads in a read-only transaction of its own, and decides from what it has read. */
export function readingCheck<R>({ read, decide, ...about }: ReadingCheck<R>): AskingCheck {
  return {
    ...about,
    run: async (subject) => ({ found: decide(await inReadOnly(subject, (tx) => read(tx, subject)), subject) }),
  }
}

/**
 * Runs `work` in a read-only transaction in which all names are qualified, and in which rows that a policy hides are an error
 * instead of missing: what cannot be seen must not count as well.
 */
export function inReadOnly<T>({ db, timeout }: Subject, work: (tx: Queryable) => Promise<T>): Promise<T> {
  return db.transaction((tx) => withSettings(tx, { ...settings, statement_timeout: String(timeout) }, () => work(tx)), {
    readOnly: true,
  })
}

// Compiling pays for statements that run for long; those of the checks are wide and read little. Who waits for a lock has others
// wait behind him.
const settings = {
  search_path: '',
  row_security: 'off',
  lock_timeout: '2s',
  TimeZone: 'UTC',
  DateStyle: 'ISO, YMD',
  jit: 'off',
}
