export { leakMessage, poolClosed } from './failures.ts'
export type { HoldReport, Lease, Poolable } from './lease.ts'
export type { PoolOptions, PoolStats } from './options.ts'
export { Pool } from './pool.ts'
