import { displayName, quotePath, scope } from '../../catalog/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import type { Found } from '../check.ts'
import { rowsCheck } from '../define.ts'
import { groupBy } from '../group.ts'
import { type IndexRow, validIndexes } from './index-rows.ts'

interface InvalidRow {
  readonly path: string[]
  readonly definition: string
  readonly partitioned: boolean
  readonly exclusion: boolean
}

/** Indexes that a failed or cancelled build has left behind. */
export const invalidIndexes = rowsCheck<InvalidRow>({
  id: 'invalid-index',
  kind: 'static',
  title: 'every index is valid',
  severity: 'error',
  why: 'An index whose build failed is used by no query and enforces nothing, but slows every write down.',
  sql: `${scope}
    select relation.path, relation.kind = 'I' as partitioned, index.indisexclusion as exclusion,
      regexp_replace(pg_get_indexdef(relation.oid), ' ON ONLY ', ' ON ') as definition
    from relation
    join pg_index as index on index.indexrelid = relation.oid
    where not (index.indisvalid and index.indisready)
    and not exists (
      select from pg_stat_progress_create_index as progress
      where progress.index_relid = relation.oid
    )
    order by relation.path`,
  decide: (rows) =>
    rows.map((row) => ({
      object: displayName(row.path),
      message: row.partitioned
        ? `index ${displayName(row.path)} is invalid: some partitions have no index of their own for it`
        : `index ${displayName(row.path)} is invalid: its build failed or was cancelled`,
      fix: invalidIndexFix(row),
    })),
})

function invalidIndexFix({ path, definition, partitioned, exclusion }: InvalidRow): string {
  if (partitioned) return `drop index ${quotePath(path)};\n${definition}`
  // What an interrupted `reindex concurrently` leaves behind beside the index it was to replace.
  if (/_cc(new|old)\d*$/.test(path.at(-1) ?? '')) return `drop index concurrently ${quotePath(path)}`
  return `reindex index ${exclusion ? '' : 'concurrently '}${quotePath(path)}`
}

/** Indexes that do what another index does already. */
export const duplicateIndexes = rowsCheck<IndexRow>({
  id: 'duplicate-index',
  kind: 'static',
  title: 'no two indexes are the same',
  severity: 'warning',
  why: 'Two indexes on the same columns answer the same queries; the second costs space and makes every write slower.',
  sql: validIndexes,
  decide: duplicates,
})

/** Indexes whose columns another index begins with. */
export const redundantIndexes = rowsCheck<IndexRow>({
  id: 'redundant-index',
  kind: 'static',
  title: 'no index is the beginning of another',
  severity: 'info',
  why: 'An index on (a, b) answers queries for a as well; one on a alone is seldom worth what it costs at each write.',
  sql: validIndexes,
  decide: redundancies,
})

/** Each index that is the same as another, with the one to keep. */
export function duplicates(indexes: readonly IndexRow[]): Found[] {
  const groups = groupBy(indexes, (index) =>
    JSON.stringify([index.table, index.method, index.keys, index.included, index.predicate]),
  )
  return groups.flatMap(([, group]) => {
    const [kept, ...others] = group.toSorted((a, b) => importance(b) - importance(a))
    return others
      .filter((index) => kept !== undefined && isReplaceable(index, kept))
      .map((index) => superfluous(index, `is the same as ${displayName(kept!.path)}`))
  })
}

/** Each plain index whose keys, in their order, are the first keys of another. */
export function redundancies(indexes: readonly IndexRow[]): Found[] {
  return groupBy(indexes, (index) => displayName(index.table)).flatMap(([, siblings]) =>
    siblings.flatMap((index) => {
      const wider = siblings.find((other) => beginsWith(other, index))
      return wider === undefined ? [] : [superfluous(index, `is the beginning of ${displayName(wider.path)}`)]
    }),
  )
}

function importance(index: IndexRow): number {
  const ranks = [index.primary, index.needed, index.constraint !== null, index.unique]
  return ranks.reduce((sum, holds, at) => sum + (holds ? 2 ** (ranks.length - at) : 0), 0)
}

function isReplaceable(index: IndexRow, kept: IndexRow): boolean {
  if (index.unique) return !index.needed && kept.unique && index.uniqueness === kept.uniqueness
  // The index of an exclusion constraint does not show which operators the constraint uses.
  return !index.needed && index.constraint === null
}

function beginsWith(wider: IndexRow, index: IndexRow): boolean {
  if (index.unique || index.needed || index.method !== 'btree' || wider.method !== 'btree') return false
  if (index.predicate !== wider.predicate) return false
  if (!index.keys.every((key, at) => key === wider.keys[at])) return false
  const longer = wider.keys.length > index.keys.length || wider.included.length > index.included.length
  return longer && holdsIncluded(wider, index)
}

function holdsIncluded(wider: IndexRow, index: IndexRow): boolean {
  const columns = [...wider.included, ...wider.keys.map((key) => key.replace(/( \d+){3}$/, ''))]
  return index.included.every((column) => columns.includes(column))
}

function superfluous(index: IndexRow, relation: string): Found {
  return {
    object: displayName(index.path),
    message: `index ${displayName(index.path)} ${relation}`,
    fix: dropIndex(index),
  }
}

/** The statement that drops an index, or the constraint that it belongs to. */
export function dropIndex({ path, table, constraint, partitioned }: IndexRow): string {
  if (constraint !== null) return `alter table ${quotePath(table)} drop constraint ${quoteIdentifier(constraint)}`
  return `drop index ${partitioned ? '' : 'concurrently '}${quotePath(path)}`
}
