import type { PoolStats } from '../pool/index.ts'
import type { LeakTrace } from '../trace/index.ts'
import { Buckets } from './buckets.ts'
import { type Distribution, Histogram } from './histogram.ts'

/** A connection that was held for too long. */
export type Leak = Omit<LeakTrace, 'source'>

/** The pool at this moment, and what was seen of it; durations in milliseconds. */
export interface PoolReport extends PoolStats {
  /** The share of the connections that are in use, from 0 to 1. */
  readonly utilisation: number
  /** How long callers waited for a connection. */
  readonly wait: Distribution
  /** How long connections were held. */
  readonly use: Distribution
  /** How long connections took to open. */
  readonly create: Distribution
  /** Callers who waited in vain. */
  readonly timeouts: number
  /** Connections that were held for too long. */
  readonly leaks: number
}

// Whoever leaks does so again and again.
const mostLeaks = 20

/** A duration in both forms in which it is asked for. */
export class Timing {
  readonly histogram = new Histogram()
  readonly buckets = new Buckets()

  /** Adds a duration in milliseconds. */
  add(ms: number): void {
    this.histogram.add(ms)
    this.buckets.add(ms)
  }
}

/** What was seen of a pool. */
export class PoolFigures {
  readonly wait = new Timing()
  readonly use = new Timing()
  readonly create = new Timing()
  timeouts = 0
  leaked = 0
  readonly #leaks: Leak[] = []

  /** Keeps a leak, if it is one of the last twenty. */
  addLeak(leak: Leak): void {
    this.leaked += 1
    this.#leaks.push(leak)
    if (this.#leaks.length > mostLeaks) this.#leaks.shift()
  }

  /** The leaks that are kept, the oldest first. */
  leaks(): Leak[] {
    return [...this.#leaks]
  }

  /** Together with how the pool is now. */
  report(stats: PoolStats): PoolReport {
    return {
      ...stats,
      utilisation: stats.used / stats.max,
      wait: this.wait.histogram.distribution(),
      use: this.use.histogram.distribution(),
      create: this.create.histogram.distribution(),
      timeouts: this.timeouts,
      leaks: this.leaked,
    }
  }
}
