import type { Source } from '../trace/index.ts'
import { type CallSite, stackOf } from './call-site.ts'

/** What the pool must know of a connection. */
export interface Poolable {
  /** False as soon as the connection is known to be lost or in doubt. */
  readonly usable: boolean
  /** May a statement be sent behind those that are under way, because none of them keeps the server busy for long? */
  readonly flowing: boolean
  /** The database whose events the connection tells of. */
  source: Source | undefined
  onLost: ((error: unknown) => void) | undefined
  close(): Promise<void>
  destroy(): void
}

/** What a connection is lent for: to one alone, or to single short statements that may be sent one behind the other. */
export type Use = 'alone' | 'shared'

/** Who holds a connection, for how long, and where it was taken. */
export interface HoldReport {
  /** What the connection is held for: `a statement`, `a transaction` … */
  readonly purpose: string
  /** Milliseconds since the connection was taken. */
  readonly heldMs: number
  /** Where it was taken; empty for single statements, and for most of those that came within the same millisecond. */
  readonly stack: string
}

/** A connection of the pool, with what the pool knows of it. */
export interface Member<C extends Poolable> {
  readonly connection: C
  readonly expiresAt: number
  idleSince: number
  /** How many leases of it there are; more than one only where it is shared. */
  leases: number
  shared: boolean
}

/** Where a lease goes back to; told once whether the connection may be kept. */
export interface Lender<C extends Poolable> {
  takeBack(lease: Lease<C>, keep: boolean): void
}

/** A connection that somebody holds. It ends once, by `release` or by `destroy`; what comes later is ignored. */
export class Lease<C extends Poolable> {
  readonly member: Member<C>
  readonly since: number
  /** Milliseconds for which it was waited for. */
  waitMs = 0
  readonly #lender: Lender<C>
  #purpose = 'a statement'
  #site: CallSite | undefined
  #ended = false
  // A single statement gives its connection back by itself, however slow it is: it cannot leak.
  #reported = true

  constructor(member: Member<C>, lender: Lender<C>, since: number) {
    this.member = member
    this.since = since
    this.#lender = lender
  }

  /** The connection that is lent. */
  get connection(): C {
    return this.member.connection
  }

  /** Has the connection been given back? */
  get ended(): boolean {
    return this.#ended
  }

  /** Remembers what the connection is held for, and where it was asked for; from now on it may be reported as a leak. */
  label(purpose: string, site?: CallSite): void {
    this.#purpose = purpose
    this.#site = site
    this.#reported = false
  }

  /** Gives the connection back to be lent again; a lost one is dropped instead. */
  release(): void {
    this.#finish(true)
  }

  /** Gives the connection back to be dropped, because its state is in doubt. */
  destroy(): void {
    this.#finish(false)
  }

  /** Keeps the connection from being reported as a leak. */
  keepSilent(): void {
    this.#reported = true
  }

  /** Is this to be reported as a leak? True once. */
  takeReport(): boolean {
    const first = !this.#reported
    this.#reported = true
    return first
  }

  /** Who holds the connection, for a message. */
  report(): HoldReport {
    const stack = this.#site === undefined ? '' : stackOf(this.#site)
    return { purpose: this.#purpose, heldMs: Math.round(performance.now() - this.since), stack }
  }

  #finish(keep: boolean): void {
    if (this.#ended) return
    this.#ended = true
    this.#lender.takeBack(this, keep)
  }
}
