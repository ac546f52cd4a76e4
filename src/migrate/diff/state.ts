import { type Catalog, readCatalog } from '../../catalog/index.ts'
import type { Database } from '../../database/index.ts'
import { RowhouseError } from '../../errors/index.ts'
import { completed } from './completed.ts'
import { readSnapshot, type Snapshot, stepsBetween } from './pg-delta.ts'
import type { Step } from './step.ts'

/** What a database held when it was read: for the differ, and for the comparison that judges it. */
export interface State {
  readonly snapshot: Snapshot
  readonly catalog: Catalog
}

/** Reads what a database holds. */
export async function readState(db: Database): Promise<State> {
  return { snapshot: await readSnapshot(db), catalog: await readCatalog(db) }
}

/**
 * The statements that make `to` of `from`. Throws `DIFF_REFUSED` where there are none.
 */
export async function stepsFrom(from: State, to: State): Promise<Step[]> {
  refuseUnknown(from.snapshot, to.snapshot)
  return completed(await stepsBetween(from.snapshot, to.snapshot), from.catalog, to.catalog)
}

function refuseUnknown(from: Snapshot, to: Snapshot): void {
  const kinds = [...new Set([...from.unknown.keys(), ...to.unknown.keys()])].filter(
    (kind) => kind !== 'statistics object',
  )
  const changed = kinds.filter((kind) => String(from.unknown.get(kind)) !== String(to.unknown.get(kind)))
  if (changed.length === 0) return
  const named = changed.map((kind) => `${kind}: ${(to.unknown.get(kind) ?? from.unknown.get(kind) ?? []).join(', ')}`)
  throw new RowhouseError(
    'DIFF_REFUSED',
    `no statements can be made for these; write their migration by hand (${named.join('; ')})`,
    { facts: { kinds: changed } },
  )
}
