import type { Lease, Poolable, Use } from './lease.ts'

/** Somebody who waits for a connection. */
export interface Waiter<C extends Poolable> {
  readonly use: Use
  readonly since: number
  readonly resolve: (lease: Lease<C>) => void
  readonly reject: (error: unknown) => void
}

/** Those who wait for a connection, in the order in which they came. Nobody waits longer than `patience` milliseconds. */
export class Waiters<C extends Poolable> {
  readonly #patience: number
  readonly #onTimeout: (waiter: Waiter<C>) => void
  #queue: Waiter<C>[] = []
  #first = 0
  #timer: NodeJS.Timeout | undefined

  /** `onTimeout` is told of each who has waited too long, when it has left the queue. */
  constructor(patience: number, onTimeout: (waiter: Waiter<C>) => void) {
    this.#patience = patience
    this.#onTimeout = onTimeout
  }

  /** How many wait. */
  get size(): number {
    return this.#queue.length - this.#first
  }

  /** Who has waited longest. */
  get first(): Waiter<C> | undefined {
    return this.#queue[this.#first]
  }

  /** Waits behind all the others. */
  wait(use: Use): Promise<Lease<C>> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ use, since: performance.now(), resolve, reject })
      this.#watch()
    })
  }

  /** Takes the one who has waited longest out of the queue. */
  shift(): Waiter<C> | undefined {
    const waiter = this.#queue[this.#first]
    if (waiter === undefined) return undefined
    this.#first += 1
    if (this.#first === this.#queue.length || this.#first > 1000) this.#forgetServed()
    return waiter
  }

  /** Refuses everybody. */
  rejectAll(error: unknown): void {
    for (let waiter = this.shift(); waiter !== undefined; waiter = this.shift()) waiter.reject(error)
  }

  #forgetServed(): void {
    this.#queue.splice(0, this.#first)
    this.#first = 0
    // It goes on, because the next one is often there soon, but keeps no process alive for nobody.
    if (this.#queue.length === 0) this.#timer?.unref()
  }

  // All have the same patience, so that the first is always the first to lose it: one timer does for all.
  #watch(): void {
    const { first } = this
    if (first === undefined) return
    if (this.#timer !== undefined) return void this.#timer.ref()
    const left = first.since + this.#patience - performance.now()
    this.#timer = setTimeout(() => this.#expire(), Math.max(1, Math.ceil(left)))
  }

  #expire(): void {
    this.#timer = undefined
    const limit = performance.now() - this.#patience
    for (let { first } = this; first !== undefined && first.since <= limit; first = this.first) {
      this.shift()
      this.#onTimeout(first)
    }
    this.#watch()
  }

  /** Lets the process end. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
