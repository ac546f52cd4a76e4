import type { PoolStats } from '../pool/index.ts'
import type { Logger, Settings } from './options.ts'
import type { Leak } from './pool.ts'
import type { SlowQuery } from './slow.ts'

const lookEveryMs = 100
const warnEveryMs = 60_000

/** Says what somebody should see. A logger that throws is no reason for the program to fail. */
export class Voice {
  readonly #settings: Settings
  #looked = Number.NEGATIVE_INFINITY
  #warned = Number.NEGATIVE_INFINITY

  constructor(settings: Settings) {
    this.#settings = settings
  }

  /** Tells of a slow statement. */
  slow(slow: SlowQuery): void {
    quietly(() => this.#settings.onSlow?.(slow))
    this.#log((logger) => logger.warn(slow, `slow query: ${slow.durationMs} ms`))
  }

  /** Tells of a connection that is held for too long. */
  leak({ purpose, heldMs, stack }: Leak): void {
    this.#log((logger) =>
      logger.warn({ purpose, heldMs, stack }, `connection leak: held by ${purpose} for ${heldMs} ms`),
    )
  }

  /** Looks now and then whether the pool is nearly used up, and warns of it at most once a minute. */
  utilisation(now: number, statsOf: () => PoolStats): void {
    if (now - this.#looked < lookEveryMs) return
    this.#looked = now
    const stats = statsOf()
    if (!isNearlyUsedUp(stats, this.#settings.utilisation) || now - this.#warned < warnEveryMs) return
    this.#warned = now
    this.#log((logger) => logger.warn(stats, `the pool is nearly used up: ${stats.used} of ${stats.max} in use`))
  }

  #log(write: (logger: Logger) => unknown): void {
    const { logger } = this.#settings
    if (logger !== undefined) quietly(() => write(logger))
  }
}

/** Has the pool reached its warning level? A pool of one is in use whenever anything runs: only those who wait tell something. */
export function isNearlyUsedUp({ used, max, pending }: PoolStats, level: number): boolean {
  return max === 1 ? pending > 0 : used / max >= level
}

function quietly(action: () => unknown): void {
  try {
    action()
  } catch {
    // Nothing can be said about what says things.
  }
}
