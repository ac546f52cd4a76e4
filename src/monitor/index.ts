/**
 * Sight: what statements, the pool and the server do.
 *
 * @module
 */
export type { Distribution } from './histogram.ts'
export { createMonitor, type Monitor, metrics } from './monitor.ts'
export type { Instruments } from './open-telemetry/index.ts'
export type { Logger, MonitorOptions } from './options.ts'
export type { Leak, PoolReport } from './pool.ts'
export {
  type Activity,
  type Blocked,
  type IndexUse,
  type Replica,
  type SlowStatement,
  type Snapshot,
  type TableUse,
  type Traffic,
  takeSnapshot,
} from './server/index.ts'
export type { SlowQuery } from './slow.ts'
export type { StatementStats } from './statements.ts'
