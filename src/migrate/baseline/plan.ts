import { RowhouseError } from '../../errors/index.ts'
import type { AppliedMigration } from '../applied.ts'
import type { Migration } from '../files.ts'
import { unknownTarget } from '../refusal.ts'
import { compareVersions, indexByVersion, versionIn } from '../version.ts'

/**
 * Which migrations a baseline writes into the history: all up to `to`. Throws `MIGRATION_UNKNOWN` where there is none of that
 * version, and `BASELINE_REFUSED` where there is a history already.
 */
export function planBaseline(
  files: readonly Migration[],
  applied: readonly AppliedMigration[],
  to: string,
): readonly Migration[] {
  const version = versionIn(to)
  const last = version === undefined ? undefined : indexByVersion(files).get(BigInt(version))
  if (last === undefined) throw unknownTarget(to, files.at(-1)?.name)
  if (applied.length > 0) throw hasHistory(applied)
  return files.filter((file) => compareVersions(file.version, last.version) <= 0)
}

function hasHistory(applied: readonly AppliedMigration[]): RowhouseError {
  const newest = applied.at(-1)!.name
  return new RowhouseError(
    'BASELINE_REFUSED',
    `this database has a history already (the newest is ${newest}), and a baseline is only for one that has none; run \`rowhouse migrate status\``,
    { facts: { newest, applied: applied.length } },
  )
}
