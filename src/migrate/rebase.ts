import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { RowhouseError } from '../errors/index.ts'
import type { Queryable } from '../query/index.ts'
import { nextVersion } from './create.ts'
import { readMigrations } from './files.ts'
import { readHistory } from './history.ts'
import { readLedger } from './ledger.ts'
import { unknownTarget } from './refusal.ts'
import { defaultFolder } from './runner.ts'
import { indexByVersion, versionIn } from './version.ts'

/** A folder that was renamed. */
export interface RebasedMigration {
  /** The folder's name before and now. */
  readonly from: string
  readonly to: string
}

/**
 * Renames the folder of a pending migration to a version above all that are there or applied, so that it comes last. Throws
 * `MIGRATION_UNKNOWN` if there is none of that version, and `MIGRATION_INVALID` if it is applied or under way.
 */
export async function rebaseMigration(
  db: Queryable,
  version: string,
  { folder = defaultFolder, now = new Date() }: { readonly folder?: string | undefined; readonly now?: Date } = {},
): Promise<RebasedMigration> {
  const files = await readMigrations(folder)
  const applied = await readHistory(db)
  const wanted = versionIn(version)
  const file = wanted === undefined ? undefined : indexByVersion(files).get(BigInt(wanted))
  if (file === undefined) throw unknownTarget(version, files.at(-1)?.name)
  const begun = [...applied, ...(await readLedger(db))]
  if (indexByVersion(begun).has(BigInt(file.version))) throw alreadyBegun(file.name)
  const to = `${nextVersion([...files, ...applied], now)}_${file.name.slice(file.version.length + 1)}`
  await rename(join(folder, file.name), join(folder, to))
  return { from: file.name, to }
}

function alreadyBegun(name: string): RowhouseError {
  return new RowhouseError(
    'MIGRATION_INVALID',
    `migration ${name} has run on this database, so that its version has to stay; only a pending one can be renamed`,
    { facts: { name } },
  )
}
