import { DatabaseError, endsConnection } from '../../errors/index.ts'
import type { Queryable } from '../../query/index.ts'
import { type Activity, type Blocked, listActivity, listBlocked } from './activity.ts'
import { type IndexUse, listIndexes, listTables, type TableUse } from './relations.ts'
import { findTraffic, listReplicas, listSlowest, type Replica, type SlowStatement, type Traffic } from './traffic.ts'

/** What a server does at one moment. A part that the role may not see, or that the server does not have, is absent. */
export interface Snapshot {
  readonly takenAt: Date
  readonly traffic?: Traffic
  readonly activity?: readonly Activity[]
  readonly blocked?: readonly Blocked[]
  readonly slowest?: readonly SlowStatement[]
  readonly tables?: readonly TableUse[]
  readonly indexes?: readonly IndexUse[]
  readonly replicas?: readonly Replica[]
}

/** Looks at the server. Throws only when it cannot be reached. */
export async function takeSnapshot(db: Queryable): Promise<Snapshot> {
  await db.query('select 1')
  return {
    takenAt: new Date(),
    ...(await part('traffic', findTraffic(db))),
    ...(await part('activity', listActivity(db))),
    ...(await part('blocked', listBlocked(db))),
    ...(await part('slowest', listSlowest(db))),
    ...(await part('tables', listTables(db))),
    ...(await part('indexes', listIndexes(db))),
    ...(await part('replicas', listReplicas(db))),
  }
}

// One after another, so that whoever looks takes one connection of the server and no more.
async function part<K extends keyof Snapshot>(
  name: K,
  look: Promise<Snapshot[K] | undefined>,
): Promise<Partial<Snapshot>> {
  try {
    const seen = await look
    return seen === undefined ? {} : { [name]: seen }
  } catch (error) {
    if (error instanceof DatabaseError && !endsConnection(error)) return {}
    throw error
  }
}
