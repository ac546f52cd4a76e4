import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as pause, setImmediate as turnOfTheLoop } from 'node:timers/promises'
import { acquires, connects, isWatched, leaks, releases, type Source } from '../trace/index.ts'
import { callSite } from './call-site.ts'
import { isWorthWaiting, nestedCheckout, poolClosed, poolTimeout } from './failures.ts'
import { type HoldReport, Lease, type Lender, type Member, type Poolable, type Use } from './lease.ts'
import { type PoolOptions, type PoolSettings, type PoolStats, tidyEvery } from './options.ts'
import { Waiters } from './waiters.ts'

// What the server said before it closed an idle connection may still be unread, even when another connection has told already that
// it was killed. One that has rested for longer than this many milliseconds is lent only after a whole turn of the event loop, in
// which that is read.
const rested = 0.1

// The most statements that are under way on a shared connection: enough to hide the way there and back, few enough that what one
// of them keeps waiting is little.
const mostSharers = 16

/**
 * Lends connections, first come first served. A connection that is lost or in doubt is never lent and never kept; one that
 * cannot be opened is tried again, with growing pauses, as long as somebody waits for it.
 */
export class Pool<C extends Poolable> implements Lender<C> {
  /** The database whose events the pool tells of. */
  readonly source: Source
  readonly #options: PoolOptions
  readonly #open: () => Promise<C>
  readonly #onLeak: (report: HoldReport) => void
  readonly #idle: Member<C>[] = []
  readonly #used = new Map<Member<C>, Lease<C>>()
  readonly #waiters: Waiters<C>
  readonly #current = new AsyncLocalStorage<Lease<C>>()
  readonly #timer: NodeJS.Timeout
  #opening = 0
  #closed = false
  #lastFailure: unknown
  #drained: (() => void) | undefined

  constructor(options: PoolSettings, open: () => Promise<C>, onLeak: (report: HoldReport) => void) {
    this.source = options.source
    this.#options = options
    this.#open = open
    this.#onLeak = onLeak
    this.#waiters = new Waiters(options.acquireTimeout, ({ since, reject }) =>
      reject(poolTimeout(this.stats(), performance.now() - since, this.#oldest(), this.#lastFailure)),
    )
    this.#timer = setInterval(() => this.#tidy(), tidyEvery(options)).unref()
  }

  /** A connection at once, if nobody has to be waited for. Give it back with `release` or `destroy`. */
  take(use: Use): Lease<C> | undefined {
    if (this.#closed) throw poolClosed()
    this.#refuseNested()
    if (this.#waiters.size > 0) return undefined
    const now = performance.now()
    const idle = this.#idle.at(-1)
    if (idle !== undefined) return now - idle.idleSince <= rested ? this.#lend(this.#idle.pop()!, use, now) : undefined
    const shared = use === 'shared' ? this.#leastLoaded(now) : undefined
    return shared && this.#lend(shared, use, now)
  }

  /** A connection, for a statement or a few without pause. Give it back with `release` or `destroy`. */
  acquire(use: Use = 'alone'): Promise<Lease<C>> {
    if (!isWatched(acquires)) return this.#acquire(use)
    return acquires.tracePromise(() => this.#acquire(use), { source: this.source, since: performance.now() })
  }

  async #acquire(use: Use): Promise<Lease<C>> {
    const start = performance.now()
    const lease = await this.#getInTurn(use)
    lease.waitMs = performance.now() - start
    return lease
  }

  async #getInTurn(use: Use): Promise<Lease<C>> {
    if (this.#closed) throw poolClosed()
    this.#refuseNested()
    for (let lease = this.#lendIdle(); lease !== undefined; lease = this.#lendIdle()) {
      if (await this.#isAlive(lease)) return this.#declare(lease, use)
      lease.destroy()
    }
    const lease = this.#waiters.wait(use)
    this.#grow()
    return lease
  }

  /**
   * Runs `work` with a connection that it may hold for long, and takes it back afterwards. Where it was asked for is
   * remembered for reports, and asking for another from inside is noticed where that would wait for ever.
   */
  async use<T>(purpose: string, work: (lease: Lease<C>) => Promise<T>): Promise<T> {
    const site = callSite()
    const lease = this.take('alone') ?? (await this.acquire())
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
      used: this.#used.size,
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
    this.#waiters.rejectAll(poolClosed())
    this.#waiters.stop()
    for (const { connection } of this.#used.keys()) connection.destroy()
    for (const lease of this.#used.values()) lease.destroy()
    await Promise.all(this.#idle.splice(0).map(({ connection }) => connection.close()))
  }

  // On a pool of one, whoever holds the connection and asks for another waits for himself. Only there is the call stack marked:
  // before Node 24 every promise of the process becomes slower once a storage is in use.
  #call<T>(lease: Lease<C>, work: (lease: Lease<C>) => Promise<T>): Promise<T> {
    return this.#options.max === 1 ? this.#current.run(lease, work, lease) : work(lease)
  }

  #refuseNested(): void {
    const lease = this.#options.max === 1 ? this.#current.getStore() : undefined
    if (lease !== undefined && !lease.ended) throw nestedCheckout(lease.report())
  }

  #lendIdle(): Lease<C> | undefined {
    const member = this.#waiters.size > 0 ? undefined : this.#idle.pop()
    return member && this.#lend(member, 'alone', performance.now())
  }

  // Nobody may join a connection before it is known to be alive.
  #declare(lease: Lease<C>, use: Use): Lease<C> {
    lease.member.shared = use === 'shared'
    this.#serveSharers(lease.member)
    return lease
  }

  async #isAlive({ connection, member, since }: Lease<C>): Promise<boolean> {
    if (since - member.idleSince > rested) {
      // The rest of this turn, and then one in which every socket is looked at.
      await turnOfTheLoop()
      await turnOfTheLoop()
    }
    return connection.usable
  }

  // As long as the pool may grow, a connection of one's own is better than a place behind others.
  #leastLoaded(now: number): Member<C> | undefined {
    if (this.#size() < this.#options.max) return undefined
    let least: Member<C> | undefined
    for (const member of this.#used.keys())
      if (isOpenToMore(member, now) && (least === undefined || member.leases < least.leases)) least = member
    return least
  }

  #oldest(): HoldReport | undefined {
    const leases = [...this.#used.values()]
    return leases
      .reduce<Lease<C> | undefined>((a, b) => (a === undefined || b.since < a.since ? b : a), undefined)
      ?.report()
  }

  #grow(): void {
    while (this.#opening < this.#waiters.size && this.#size() < this.#options.max) {
      this.#opening += 1
      void this.#openOne()
    }
  }

  #size(): number {
    return this.#idle.length + this.#used.size + this.#opening
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
        return await this.#openTraced()
      } catch (error) {
        this.#lastFailure = error
        // What is wrong for one (the password, the name of the database) is wrong for all.
        if (!isWorthWaiting(error)) return void this.#waiters.rejectAll(error)
      }
      await pause(wait * (0.5 + Math.random() / 2))
    }
    return undefined
  }

  #openTraced(): Promise<C> {
    if (!isWatched(connects)) return this.#open()
    return connects.tracePromise(() => this.#open(), { source: this.source, since: performance.now() })
  }

  #admit(connection: C): void {
    connection.source = this.source
    this.#lastFailure = undefined
    const { maxLifetime } = this.#options
    const lifetime = maxLifetime === 0 ? Number.POSITIVE_INFINITY : maxLifetime * (0.9 + Math.random() / 5)
    const now = performance.now()
    const member = { connection, expiresAt: now + lifetime, idleSince: now, leases: 0, shared: false }
    connection.onLost = () => this.#forget(member)
    this.#giveBack(member)
  }

  #lend(member: Member<C>, use: Use, now: number): Lease<C> {
    const lease = new Lease(member, this, now)
    member.leases += 1
    member.shared = use === 'shared'
    this.#used.set(member, lease)
    return lease
  }

  /** Called by a lease when it ends. */
  takeBack({ member, waitMs, since }: Lease<C>, keep: boolean): void {
    const { connection } = member
    if (releases.hasSubscribers) releases.publish({ source: this.source, waitMs, useMs: performance.now() - since })
    member.leases -= 1
    if (!keep) connection.destroy()
    if (member.leases > 0) return this.#serveSharers(member)
    this.#used.delete(member)
    const now = performance.now()
    if (keep && connection.usable && now <= member.expiresAt) return this.#giveBack(member)
    if (keep && connection.usable) void connection.close()
    else connection.destroy()
    this.#grow()
    this.#settleDrain()
  }

  // Strictly in turn: as soon as somebody waits who wants a connection alone, those that are shared run empty.
  #serveSharers(member: Member<C>): void {
    const now = performance.now()
    while (this.#waiters.first?.use === 'shared' && isOpenToMore(member, now))
      this.#waiters.shift()?.resolve(this.#lend(member, 'shared', now))
  }

  #giveBack(member: Member<C>): void {
    const now = performance.now()
    member.idleSince = now
    const waiter = this.#waiters.shift()
    if (waiter !== undefined) {
      waiter.resolve(this.#lend(member, waiter.use, now))
      return this.#serveSharers(member)
    }
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
    for (const lease of this.#used.values()) if (this.#isLeak(lease, now)) this.#report(lease.report())
  }

  #report(report: HoldReport): void {
    leaks.publish({ source: this.source, ...report })
    this.#onLeak(report)
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
    if (this.#used.size === 0 && this.#waiters.size === 0 && this.#opening === 0) this.#drained?.()
  }
}

function isOpenToMore<C extends Poolable>({ shared, leases, connection, expiresAt }: Member<C>, now: number): boolean {
  return shared && leases < mostSharers && now < expiresAt && connection.usable && connection.flowing
}
