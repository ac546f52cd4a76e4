import { type Catalog, compareCatalogs, type Difference, readCatalog } from '../../catalog/index.ts'
import type { Queryable } from '../../query/index.ts'
import { ownTransaction } from '../lock.ts'
import { runScript, runStatements, settle } from './run-script.ts'
import type { ReadScript } from './script.ts'

/** The scripts of a migration, with the catalogs around its `up`. */
export interface Round {
  readonly up: ReadScript
  readonly down: ReadScript
  readonly before: Catalog
  readonly after: Catalog
}

/** That a script led to another catalog than it should. */
export class CatalogDiffers extends Error {
  readonly read: ReadScript
  readonly differences: readonly Difference[]

  constructor(read: ReadScript, differences: readonly Difference[]) {
    super('the catalog differs')
    this.read = read
    this.differences = differences
  }
}

/** Whether a round can be undone when it fails, so that the check can go on. */
export function isUndone({ up, down }: Round): boolean {
  return up.transactional && down.transactional
}

/**
 * Proves that `down` leads back to the catalog before, and `up` then to the one after. Throws `ScriptFailure` or
 * `CatalogDiffers`; then the database is as it was, unless a script ran outside of a transaction.
 */
export async function proveRound(session: Queryable, round: Round): Promise<void> {
  if (!isUndone(round)) return walk(session, round, runScript)
  // One transaction for both, so that nothing needs to be built anew when they do not do what they should.
  await session.transaction((tx) => walk(tx, round, runAndSettle), { ...ownTransaction, retries: 0 })
}

async function walk(
  db: Queryable,
  { up, down, before, after }: Round,
  run: (db: Queryable, read: ReadScript) => Promise<void>,
): Promise<void> {
  await run(db, down)
  await expectCatalog(db, down, before)
  await run(db, up)
  await expectCatalog(db, up, after)
}

async function runAndSettle(tx: Queryable, read: ReadScript): Promise<void> {
  await runStatements(tx, read)
  await settle(tx, read)
}

async function expectCatalog(db: Queryable, read: ReadScript, expected: Catalog): Promise<void> {
  const differences = compareCatalogs(expected, await readCatalog(db, { keepPrepared: true }))
  if (differences.length > 0) throw new CatalogDiffers(read, differences)
}
