import type { Source } from '../trace/index.ts'

/** Limits of a pool; times in milliseconds. */
export interface PoolOptions {
  /** The most connections at a time. Default: 10. */
  readonly max: number
  /** How long a caller waits for a connection. Default: 10,000. */
  readonly acquireTimeout: number
  /** An idle connection is closed after this time. Default: 30,000; 0 means never. */
  readonly idleTimeout: number
  /** A connection older than this, give or take a tenth, is closed when it is free. Default: 3,600,000; 0 means never. */
  readonly maxLifetime: number
  /** A connection held longer than this is reported as a leak, once. Default: 60,000; 0 means never. */
  readonly leakAfter: number
}

/** What a pool is made with. */
export interface PoolSettings extends PoolOptions {
  /** The database whose events the pool tells of. */
  readonly source: Source
}

/** What a pool looks like at one moment. */
export interface PoolStats {
  readonly max: number
  /** Connections lent to somebody. */
  readonly used: number
  /** Open connections that wait for work. */
  readonly idle: number
  /** Connections being opened. */
  readonly opening: number
  /** Callers that wait for a connection. */
  readonly pending: number
}

/** Milliseconds between two looks at the limits: often enough to notice the shortest of them within a quarter of it. */
export function tidyEvery({ idleTimeout, leakAfter }: PoolOptions): number {
  const limits = [idleTimeout, leakAfter].filter((limit) => limit > 0)
  return Math.max(10, Math.min(5000, ...limits.map((limit) => limit / 4)))
}
