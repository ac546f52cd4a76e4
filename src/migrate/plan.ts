import type { RowhouseError } from '../errors/index.ts'
import type { AppliedMigration } from './applied.ts'
import type { Migration, Script } from './files.ts'
import * as refusal from './refusal.ts'
import { byVersion, compareVersions, indexByVersion, versionIn } from './version.ts'

/** What is to be run, or why nothing may be. */
export type Plan<T> =
  | { readonly kind: 'run'; readonly migrations: readonly T[] }
  | { readonly kind: 'refuse'; readonly error: RowhouseError }

/** How far `up` goes. Default: all that is pending. */
export interface UpTarget {
  /** The last migration to apply: its version or its folder's name. */
  readonly to?: string | undefined
  /** How many to apply at most. */
  readonly steps?: number | undefined
}

/** How far `down` goes. Default: one step. */
export interface DownTarget {
  /** The migration that is to be the newest applied: its version or its folder's name. */
  readonly to?: string | undefined
  /** How many to revert at most. */
  readonly steps?: number | undefined
  /** Revert all of them. */
  readonly all?: boolean | undefined
}

/** A migration that is to be reverted. */
export interface Reversal {
  readonly version: string
  readonly name: string
  /** Absent when the folder is gone: then the history's copy of `down.sql` serves. */
  readonly down?: Script
}

/** Which migrations `up` applies, oldest first. Refuses when files and history do not agree. */
export function planUp(
  files: readonly Migration[],
  applied: readonly AppliedMigration[],
  target: UpTarget = {},
): Plan<Migration> {
  const error = invalidTarget(target) ?? disagreement(files, applied) ?? unknownTarget(files, target.to)
  if (error !== undefined) return { kind: 'refuse', error }
  const pending = pendingOf(files, applied).filter(({ version }) => isUpTo(version, target.to))
  return { kind: 'run', migrations: pending.slice(0, target.steps) }
}

/** Which migrations `down` reverts, newest first. Refuses before anything runs if one of them cannot be reverted. */
export function planDown(
  files: readonly Migration[],
  applied: readonly AppliedMigration[],
  target: DownTarget = {},
): Plan<Reversal> {
  const invalid = invalidTarget(target) ?? unknownTarget(applied, target.to)
  if (invalid !== undefined) return { kind: 'refuse', error: invalid }
  const reversed = reversedBy(applied, target)
  const error = irreversible(files, reversed)
  if (error !== undefined) return { kind: 'refuse', error }
  const folders = indexByVersion(files)
  return { kind: 'run', migrations: reversed.map((migration) => reversalOf(migration, folders)) }
}

/** Which migration `redo` reverts and applies again: the newest applied, or none. */
export function planRedo(
  files: readonly Migration[],
  applied: readonly AppliedMigration[],
): Plan<{ readonly down: Reversal; readonly up: Migration }> {
  const newest = applied.toSorted(byVersion).at(-1)
  if (newest === undefined) return { kind: 'run', migrations: [] }
  const down = planDown(files, applied)
  if (down.kind === 'refuse') return down
  const others = applied.filter((migration) => migration !== newest)
  const error = missing(files, [newest]) ?? disagreement(files, others) ?? outOfOrder(files, applied)
  if (error !== undefined) return { kind: 'refuse', error }
  const up = indexByVersion(files).get(BigInt(newest.version))!
  return { kind: 'run', migrations: [{ down: down.migrations[0]!, up }] }
}

function invalidTarget({ to, steps, all }: DownTarget): RowhouseError | undefined {
  const given = [to, steps, all || undefined].filter((option) => option !== undefined).length
  if (given > 1) return refusal.conflictingTarget()
  return steps === undefined || (Number.isInteger(steps) && steps > 0) ? undefined : refusal.invalidSteps(steps)
}

function unknownTarget(
  known: readonly { readonly version: string; readonly name: string }[],
  to: string | undefined,
): RowhouseError | undefined {
  if (to === undefined) return undefined
  const version = versionIn(to)
  if (version !== undefined && indexByVersion(known).has(BigInt(version))) return undefined
  return refusal.unknownTarget(to, known.toSorted(byVersion).at(-1)?.name)
}

function disagreement(files: readonly Migration[], applied: readonly AppliedMigration[]): RowhouseError | undefined {
  return missing(files, applied) ?? edited(files, applied) ?? outOfOrder(files, applied)
}

function missing(files: readonly Migration[], applied: readonly AppliedMigration[]): RowhouseError | undefined {
  const folders = indexByVersion(files)
  const gone = applied.find(({ version }) => !folders.has(BigInt(version)))
  return gone && refusal.missing(gone)
}

function edited(files: readonly Migration[], applied: readonly AppliedMigration[]): RowhouseError | undefined {
  const known = indexByVersion(applied)
  const file = files.find(({ version, checksum }) => (known.get(BigInt(version))?.checksum ?? checksum) !== checksum)
  return file && refusal.edited(file)
}

function outOfOrder(files: readonly Migration[], applied: readonly AppliedMigration[]): RowhouseError | undefined {
  const newest = applied.toSorted(byVersion).at(-1)
  const late = pendingOf(files, applied)[0]
  if (newest === undefined || late === undefined) return undefined
  return compareVersions(late.version, newest.version) < 0 ? refusal.outOfOrder(late, newest) : undefined
}

/** The migrations that have not been applied, oldest first. */
export function pendingOf(files: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  const known = indexByVersion(applied)
  return files.filter(({ version }) => !known.has(BigInt(version))).toSorted(byVersion)
}

function reversedBy(applied: readonly AppliedMigration[], { to, steps = 1, all }: DownTarget): AppliedMigration[] {
  const newestFirst = applied.toSorted(byVersion).toReversed()
  if (all) return newestFirst
  if (to === undefined) return newestFirst.slice(0, steps)
  return newestFirst.filter(({ version }) => !isUpTo(version, to))
}

function irreversible(files: readonly Migration[], reversed: readonly AppliedMigration[]): RowhouseError | undefined {
  const folders = indexByVersion(files)
  for (const { version, name, reversible } of reversed) {
    const file = folders.get(BigInt(version))
    if (file === undefined ? !reversible : file.down === undefined) return refusal.irreversible(name, file)
  }
  return undefined
}

function reversalOf({ version, name }: AppliedMigration, folders: ReadonlyMap<bigint, Migration>): Reversal {
  const down = folders.get(BigInt(version))?.down
  return down === undefined ? { version, name } : { version, name, down }
}

function isUpTo(version: string, to: string | undefined): boolean {
  return to === undefined || compareVersions(version, versionIn(to)!) <= 0
}
