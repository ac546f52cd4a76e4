import { type Catalog, type CatalogObject, readCatalog } from '../../catalog/index.ts'
import type { Database } from '../../database/index.ts'
import type { Queryable } from '../../query/index.ts'
import { readHistory } from '../history.ts'
import { readLayout } from '../layout.ts'
import { ownTransaction } from '../lock.ts'
import { advance } from './advance.ts'

/** What the catalog should be, as the server itself wrote it after the last run. */
export interface Snapshot {
  readonly catalog: Catalog
  /** The major version of the server that wrote it. */
  readonly serverVersion: number
}

/**
 * The snapshot of the state in which the history is; `undefined` if none was taken, or the run that would have taken it did not
 * come to its end, or another major version of PostgreSQL has written it.
 */
export async function readSnapshot(db: Queryable): Promise<Snapshot | undefined> {
  if ((await readLayout(db)) < 3) return undefined
  const kept = await db.maybeOne<{ objects: readonly CatalogObject[]; version: number; current: boolean }>(`
    select
      snapshot.objects,
      snapshot.server_version as version,
      snapshot.applied = array(select version from rowhouse.migrations order by version::numeric)
        and snapshot.server_version = current_setting('server_version_num')::int / 10000 as current
    from rowhouse.catalog_snapshot as snapshot`)
  if (kept === undefined || !kept.current) return undefined
  return { catalog: catalogOf(kept.objects), serverVersion: kept.version }
}

/** How a snapshot is taken beside a run. */
export interface SnapshotSettings {
  /** How long to wait for a table that somebody else has locked, in milliseconds; 0 is without end. */
  readonly lockTimeout: number
  /** Hears why none was taken: migrations that are applied are not undone for that, nor those to come held up. */
  readonly onFailure: (error: unknown) => void
}

/** Runs `work`, which migrates, and keeps what it made of the catalog, however it ends. */
export async function withSnapshot<T>(db: Database, settings: SnapshotSettings, work: () => Promise<T>): Promise<T> {
  const before = await orNone(readState(db, settings), settings)
  try {
    return await work()
  } finally {
    if (before !== undefined) await orNone(keep(db, before, settings), settings)
  }
}

async function orNone<T>(taken: Promise<T>, { onFailure }: SnapshotSettings): Promise<T | undefined> {
  try {
    return await taken
  } catch (error) {
    onFailure(error)
    return undefined
  }
}

/** Writes down that the catalog is as it should be now. */
export async function keepSnapshot(db: Queryable, catalog: Catalog): Promise<void> {
  await db.execute(
    `insert into rowhouse.catalog_snapshot (applied, server_version, objects)
     select
       array(select version from rowhouse.migrations order by version::numeric),
       current_setting('server_version_num')::int / 10000,
       $1::jsonb
     on conflict ((true)) do update
     set applied = excluded.applied, server_version = excluded.server_version, objects = excluded.objects,
       taken_at = excluded.taken_at`,
    [[...catalog.values()]],
  )
}

interface State {
  readonly expected: Catalog | undefined
  readonly live: Catalog
}

async function readState(db: Database, settings: SnapshotSettings): Promise<State> {
  const isFirst = (await readHistory(db)).length === 0
  const expected = (await readSnapshot(db))?.catalog ?? (isFirst ? new Map() : undefined)
  return { expected, live: await readLive(db, settings) }
}

// PostgreSQL locks the tables of a view to write it out, and may meet one that is locked for long.
function readLive(db: Database, { lockTimeout }: SnapshotSettings): Promise<Catalog> {
  return db.transaction(async (tx) => {
    await tx.script(`set local lock_timeout = ${lockTimeout}`)
    return readCatalog(tx)
  }, ownTransaction)
}

// Without a snapshot before, such as in a history of an older version of Rowhouse, all that is there counts as meant.
async function keep(db: Database, { expected, live }: State, settings: SnapshotSettings): Promise<void> {
  const after = await readLive(db, settings)
  await keepSnapshot(db, expected === undefined ? after : advance(expected, live, after))
}

function catalogOf(objects: readonly CatalogObject[]): Catalog {
  return new Map(objects.map((object) => [`${object.kind} ${object.name}`, object]))
}
