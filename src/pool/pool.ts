import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as pause, setImmediate as turnOfTheLoop } from 'node:timers/promises'
import { callSite } from './call-site.ts'
import { isWorthWaiting, nestedCheckout, poolClosed, poolTimeout } from './failures.ts'
import { type HoldReport, Lease, type Member, type Poolable } from './lease.ts'
import type { PoolOptions, PoolStats } from './options.ts'

interface Waiter<C extends Poolable> {
  readonly resolve: (lease: Lease<C>) => void
  readonly reject: (error: unknown) => void
}

// What the server said before it closed an idle connection may still be unread, even when another connection has told already that
// it was killed. One that has rested for longer than this many milliseconds is lent only after a whole turn of the event loop, in
// which that is read.
const rested = 0.1

/**
 * Lends connections, first come first served. A connection that is lost or in doubt is never lent and never kept; one that
 * cannot be opened is tried again, with growing pauses, as long as somebody waits for it.
 */
export class Pool<C extends Poolable> {
  readonly #options: PoolOptions
  readonly #open: () => Promise<C>
  readonly #onLeak: (report: HoldReport) => void
  readonly #idle: Member<C>[] = []
  readonly #leases = new Set<Lease<C>>()
  readonly #waiters = new Set<Waiter<C>>()
  readonly #current = new AsyncLocalStorage<Lease<C>>()
  readonly #timer: NodeJS.Timeout
  #opening = 0
  #closed = false
  #lastFailure: unknown
  #drained: (() => void) | undefined

  constructor(options: PoolOptions, open: () => Promise<C>, onLeak: (report: HoldReport) => void) {
    this.#options = options
    this.#open = open
    this.#onLeak = onLeak
    this.#timer = setInterval(() => this.#tidy(), tidyEvery(options)).unref()
  }

  /** A connection, for a statement or a few without pause. Give it back with `release` or `destroy`. */
  async acquire(): Promise<Lease<C>> {
    if (this.#closed) throw poolClosed()
    this.#refuseNested()
    for (let lease = this.#lendIdle(); lease !== undefined; lease = this.#lendIdle()) {
      if (await this.#isAlive(lease)) return lease
      lease.destroy()
    }
    return this.#wait()
  }

  /**
   * Runs `work` with a connection that it may hold for long, and takes it back afterwards. Where it was asked for is
   * remembered for reports, and asking for another from inside is noticed where that would wait for ever.
   */
  async use<T>(purpose: string, work: (lease: Lease<C>) => Promise<T>): Promise<T> {
    const site = callSite()
    const lease = await this.acquire()
    lease.label(purpose, site)
    try {
      return await this.#call(lease, work)
    } finally {
      lease.release()
    }
  }

  /** How full the pool is. */
  stats(): PoolStats {
    return {
      max: this.#options.max,
      used: this.#leases.size,
      idle: this.#idle.length,
      opening: this.#opening,
      pending: this.#waiters.size,
    }
  }

  /**
   * Lends nothing more, lets everybody who holds or waits for a connection finish within `timeout` milliseconds, then closes
   * all. What is still held by then is destroyed. Safe to call again.
   */
  async close(timeout: number): Promise<void> {
    this.#closed = true
    await this.#drain(timeout)
    clearInterval(this.#timer)
    this.#refuseAll(poolClosed())
    for (const lease of this.#leases) lease.destroy()
    await Promise.all(this.#idle.splice(0).map(({ connection }) => connection.close()))
  }

  // On a pool of one, whoever holds the connection and asks for another waits for himself. Only there is the call stack marked:
  // before Node 24 every promise of the process becomes slower once a storage is in use.
  #call<T>(lease: Lease<C>, work: (lease: Lease<C>) => Promise<T>): Promise<T> {
    return this.#options.max === 1 ? this.#current.run(lease, work, lease) : work(lease)
  }

  #refuseNested(): void {
    const lease = this.#current.getStore()
    if (lease !== undefined && !lease.ended) throw nestedCheckout(lease.report())
  }

  #lendIdle(): Lease<C> | undefined {
    const member = this.#waiters.size > 0 ? undefined : this.#idle.pop()
    return member && this.#lend(member)
  }

  async #isAlive({ connection, restedFor }: Lease<C>): Promise<boolean> {
    if (restedFor > rested) {
      // The rest of this turn, and then one in which every socket is looked at.
      await turnOfTheLoop()
      await turnOfTheLoop()
    }
    return connection.usable
  }

  #wait(): Promise<Lease<C>> {
    const since = performance.now()
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter)
        const waited = performance.now() - since
        reject(poolTimeout(this.stats(), waited, this.#oldest(), this.#lastFailure))
      }, this.#options.acquireTimeout)
      const settled =
        <A>(settle: (answer: A) => void) =>
        (answer: A) => {
          clearTimeout(timer)
          settle(answer)
        }
      const waiter = { resolve: settled(resolve), reject: settled(reject) }
      this.#waiters.add(waiter)
      this.#grow()
    })
  }

  #oldest(): HoldReport | undefined {
    const [first] = this.#leases
    return first?.report()
  }

  #grow(): void {
    while (this.#opening < this.#waiters.size && this.#size() < this.#options.max) {
      this.#opening += 1
      void this.#openOne()
    }
  }

  #size(): number {
    return this.#idle.length + this.#leases.size + this.#opening
  }

  async #openOne(): Promise<void> {
    const connection = await this.#tryToOpen()
    this.#opening -= 1
    if (connection !== undefined) this.#admit(connection)
    this.#grow()
    this.#settleDrain()
  }

  async #tryToOpen(): Promise<C | undefined> {
    for (let wait = 10; this.#waiters.size > 0; wait = Math.min(wait * 2, 250)) {
      try {
        return await this.#open()
      } catch (error) {
        this.#lastFailure = error
        // What is wrong for one (the password, the name of the database) is wrong for all.
        if (!isWorthWaiting(error)) return this.#refuseAll(error)
      }
      await pause(wait * (0.5 + Math.random() / 2))
    }
    return undefined
  }

  #refuseAll(error: unknown): undefined {
    for (const waiter of this.#waiters) waiter.reject(error)
    this.#waiters.clear()
  }

  #nextWaiter(): Waiter<C> | undefined {
    const [waiter] = this.#waiters
    if (waiter !== undefined) this.#waiters.delete(waiter)
    return waiter
  }

  #admit(connection: C): void {
    this.#lastFailure = undefined
    const { maxLifetime } = this.#options
    const lifetime = maxLifetime === 0 ? Number.POSITIVE_INFINITY : maxLifetime * (0.9 + Math.random() / 5)
    const now = performance.now()
    const member = { connection, expiresAt: now + lifetime, idleSince: now }
    connection.onLost = () => this.#forget(member)
    this.#giveBack(member)
  }

  #lend(member: Member<C>): Lease<C> {
    const lease: Lease<C> = new Lease(member, (keep) => {
      this.#leases.delete(lease)
      this.#takeBack(member, keep)
    })
    this.#leases.add(lease)
    return lease
  }

  #takeBack(member: Member<C>, keep: boolean): void {
    const { connection } = member
    const expired = performance.now() > member.expiresAt
    if (keep && connection.usable && !expired) return this.#giveBack(member)
    if (keep && connection.usable) void connection.close()
    else connection.destroy()
    this.#grow()
    this.#settleDrain()
  }

  #giveBack(member: Member<C>): void {
    member.idleSince = performance.now()
    const waiter = this.#nextWaiter()
    if (waiter !== undefined) return waiter.resolve(this.#lend(member))
    this.#idle.push(member)
    this.#settleDrain()
  }

  #forget(member: Member<C>): void {
    const at = this.#idle.indexOf(member)
    if (at >= 0) this.#idle.splice(at, 1)
  }

  #tidy(): void {
    const now = performance.now()
    for (const member of this.#idle.filter((idle) => this.#isSuperfluous(idle, now))) {
      this.#forget(member)
      void member.connection.close()
    }
    for (const lease of this.#leases) if (this.#isLeak(lease, now)) this.#onLeak(lease.report())
  }

  #isSuperfluous({ idleSince, expiresAt }: Member<C>, now: number): boolean {
    const { idleTimeout } = this.#options
    return now > expiresAt || (idleTimeout > 0 && now - idleSince > idleTimeout)
  }

  #isLeak(lease: Lease<C>, now: number): boolean {
    const { leakAfter } = this.#options
    return leakAfter > 0 && now - lease.since > leakAfter && lease.takeReport()
  }

  #drain(timeout: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeout)
      this.#drained = () => {
        clearTimeout(timer)
        resolve()
      }
      this.#settleDrain()
    })
  }

  #settleDrain(): void {
    if (this.#leases.size === 0 && this.#waiters.size === 0 && this.#opening === 0) this.#drained?.()
  }
}

// Often enough to notice the shortest of the limits within a quarter of it.
function tidyEvery({ idleTimeout, leakAfter }: PoolOptions): number {
  const limits = [idleTimeout, leakAfter].filter((limit) => limit > 0)
  return Math.max(10, Math.min(5000, ...limits.map((limit) => limit / 4)))
}
