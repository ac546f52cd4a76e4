import type { Queryable } from '../query/index.ts'
import { readMigrations } from './files.ts'
import { readHistory } from './history.ts'
import { refuseInterrupted } from './interruption.ts'
import { type LedgerEntry, readLedger } from './ledger.ts'
import { isSetting } from './mode.ts'
import { type DownTarget, planDown, planUp, type UpTarget } from './plan.ts'
import { rightsFor } from './rights.ts'
import { accepted, applying, defaultFolder, reverting, withDiff } from './runner.ts'
import { lockTimeouts } from './timeouts.ts'
import type { Direction, Work } from './work.ts'

/** What a run would do with one migration. */
export interface PlannedMigration {
  readonly direction: Direction
  readonly version: string
  readonly name: string
  /** The file, or words that say where else the script was found. */
  readonly file: string
  /** Whether it runs in one transaction together with its line of the history; else each statement is sent alone. */
  readonly transactional: boolean
  readonly statements: readonly PlannedStatement[]
}

/** What a run would do with one statement. */
export interface PlannedStatement {
  /** Counted from 1. */
  readonly line: number
  /** The beginning of its text, on one line. */
  readonly text: string
  /** The `lock_timeout` in milliseconds; 0 is without end; absent where the script sets its own. */
  readonly lockTimeout?: number
  /** What the role must be to run it, as far as the text shows. */
  readonly rights?: string
  /** True for one that an interrupted run has finished, so that it does not run again. */
  readonly finished?: true
}

/** Options of `previewUp` and `previewDown`. */
export interface PreviewOptions {
  /** The folder of the migrations. Default: `migrations`. */
  readonly folder?: string | undefined
  /** As in `migrateUp`. Default: 2,000. */
  readonly lockTimeout?: number | undefined
}

/** What `migrateUp` would run now, and how. Throws what `migrateUp` would throw before it begins. Changes nothing. */
export async function previewUp(db: Queryable, options: PreviewOptions & UpTarget = {}): Promise<PlannedMigration[]> {
  const files = await readMigrations(options.folder ?? defaultFolder)
  const plan = planUp(files, await readHistory(db), options)
  return preview(db, accepted(await withDiff(db, files, plan)).map(applying), options)
}

/** What `migrateDown` would run now, and how. Throws what `migrateDown` would throw before it begins. Changes nothing. */
export async function previewDown(
  db: Queryable,
  options: PreviewOptions & DownTarget = {},
): Promise<PlannedMigration[]> {
  const files = await readMigrations(options.folder ?? defaultFolder)
  const works: Work[] = []
  for (const reversal of accepted(planDown(files, await readHistory(db), options)))
    works.push(await reverting(db, reversal))
  return preview(db, works, options)
}

async function preview(
  db: Queryable,
  works: readonly Work[],
  { lockTimeout = 2_000 }: PreviewOptions,
): Promise<PlannedMigration[]> {
  const ledger = await readLedger(db)
  refuseInterrupted(works, ledger)
  return works.map((work) => planned(work, lockTimeout, ledger))
}

function planned(work: Work, lockTimeout: number, ledger: readonly LedgerEntry[]): PlannedMigration {
  const { direction, version, name, script, transactional, statements } = work
  const timeouts = transactional ? lockTimeouts(statements, lockTimeout) : statements.map(() => 0)
  const finished = new Set(
    ledger
      .filter((entry) => entry.version === version && entry.direction === direction && entry.finished)
      .map(({ number }) => number),
  )
  return {
    direction,
    version,
    name,
    file: script.path,
    transactional,
    statements: statements.map(({ line, text }, index) => {
      const timeout = timeouts[index]
      const rights = rightsFor(text)
      return {
        line,
        text: beginningOf(text),
        ...(timeout !== undefined && !isSetting(text) && { lockTimeout: timeout }),
        ...(rights !== undefined && { rights }),
        ...(finished.has(index + 1) && { finished: true as const }),
      }
    }),
  }
}

const longest = 80

function beginningOf(text: string): string {
  const line = text.slice(0, 4 * longest).replace(/\s+/g, ' ')
  return line.length <= longest && text.length <= 4 * longest ? line : `${line.slice(0, longest - 1)}…`
}
