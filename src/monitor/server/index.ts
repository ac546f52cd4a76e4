export { type Activity, type Blocked, listActivity, listBlocked } from './activity.ts'
export { type IndexUse, listIndexes, listTables, type TableUse } from './relations.ts'
export { type Snapshot, takeSnapshot } from './snapshot.ts'
export { findTraffic, listReplicas, listSlowest, type Replica, type SlowStatement, type Traffic } from './traffic.ts'
