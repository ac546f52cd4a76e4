import type { Queryable } from '../query/index.ts'
import type { AppliedMigration } from './applied.ts'
import { type Migration, readMigrations } from './files.ts'
import { readHistory } from './history.ts'
import { readLedger } from './ledger.ts'
import { defaultFolder } from './runner.ts'
import { byVersion, compareVersions, indexByVersion } from './version.ts'
import type { Direction } from './work.ts'

/**
 * How a migration stands: `edited` was applied and says something else now, `missing` was applied and its folder is gone,
 * `out of order` is pending although a newer one has been applied.
 */
export type MigrationState = 'applied' | 'pending' | 'edited' | 'missing' | 'out of order'

/** One migration, as folder and history know it. What concerns the application of a pending one is absent. */
export interface MigrationStatus {
  readonly version: string
  readonly name: string
  readonly state: MigrationState
  readonly appliedAt?: Date
  readonly appliedBy?: string
  readonly durationMs?: number
  /** The way on which it was interrupted while it ran without a transaction, so that a part of it may stand. */
  readonly interrupted?: Direction
}

/** How each migration of the folder and of the history stands, by version. Changes nothing, and waits for nobody. */
export async function migrationStatus(
  db: Queryable,
  { folder = defaultFolder }: { readonly folder?: string | undefined } = {},
): Promise<MigrationStatus[]> {
  const states = statesOf(await readMigrations(folder), await readHistory(db))
  const begun = new Map((await readLedger(db)).map(({ version, direction }) => [version, direction]))
  return states.map((status) => withInterruption(status, begun.get(status.version)))
}

function withInterruption(status: MigrationStatus, interrupted: Direction | undefined): MigrationStatus {
  return interrupted === undefined ? status : { ...status, interrupted }
}

/** How each migration stands, by version. */
export function statesOf(files: readonly Migration[], applied: readonly AppliedMigration[]): MigrationStatus[] {
  const folders = indexByVersion(files)
  const known = indexByVersion(applied)
  const newest = applied.toSorted(byVersion).at(-1)?.version
  const pending = files.filter(({ version }) => !known.has(BigInt(version)))
  const states = [
    ...applied.map((migration) => appliedStatus(migration, folders.get(BigInt(migration.version)))),
    ...pending.map((migration) => pendingStatus(migration, newest)),
  ]
  return states.toSorted(byVersion)
}

function appliedStatus(migration: AppliedMigration, file: Migration | undefined): MigrationStatus {
  const { version, name, checksum, appliedAt, appliedBy, durationMs } = migration
  const edited = file !== undefined && file.checksum !== checksum
  const state = file === undefined ? 'missing' : edited ? 'edited' : 'applied'
  return { version, name, state, appliedAt, appliedBy, durationMs }
}

function pendingStatus({ version, name }: Migration, newest: string | undefined): MigrationStatus {
  const late = newest !== undefined && compareVersions(version, newest) < 0
  return { version, name, state: late ? 'out of order' : 'pending' }
}
