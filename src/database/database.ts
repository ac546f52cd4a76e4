import type { Connection } from '../connection/index.ts'
import { callSite, type Lease, type Pool, type PoolStats, type Use } from '../pool/index.ts'
import {
  type CallOptions,
  type CopyOptions,
  type CopyRows,
  type Interruption,
  interruptibly,
  type Queryable,
  type Result,
  type StatementDescription,
  Statements,
  type StreamOptions,
  type Transaction,
  type TransactionOptions,
  type UnknownRow,
} from '../query/index.ts'
import type { Source } from '../trace/index.ts'
import { controlled, type Place, runTransaction, streamFrom } from '../transaction/index.ts'
import type { Listener } from './listener.ts'
import { Session } from './session.ts'

/** What the database behind a `Database` can do; features look here, never at its name. */
export interface Capabilities {
  /** More than one session at a time: false on the embedded database and on a pool of one. */
  readonly severalSessions: boolean
}

/** The answer of `ping`. */
export interface Ping {
  /** The server's version, such as `15.18`. */
  readonly version: string
  /** Milliseconds for one statement there and back. */
  readonly latencyMs: number
  /** Is it the embedded database? */
  readonly embedded: boolean
}

/** Options of `acquire`. */
export interface AcquireOptions {
  /** Work that is meant to hold its connection for long, and is not reported as a leak. Default: false. */
  readonly longLived?: boolean
}

/** A pool of connections to one database. Made by `connect`. */
export interface Database extends Queryable {
  /** What the database can do. */
  readonly capabilities: Capabilities
  /** Where the database is, in words without secrets: `PostgreSQL at localhost:5432/app`. */
  readonly description: string
  /**
   * Runs `work` with a connection of its own, for what belongs to a session: `set`, temporary tables, session locks.
   * Afterwards the session is reset (`discard all`) before anybody else gets it.
   */
  acquire<T>(work: (connection: Queryable) => Promise<T>, options?: AcquireOptions): Promise<T>
  /**
   * Calls `handler` with the payload of each NOTIFY on the channel. All channels share one connection, which is opened anew
   * when it is lost (what was sent meanwhile is missed). Resolves when the server listens, with the function that stops it.
   */
  listen(channel: string, handler: (payload: string) => void): Promise<() => Promise<void>>
  /** Asks the server for its version, and how long that takes. */
  ping(): Promise<Ping>
  /** How full the pool is. */
  stats(): PoolStats
  /** Lets running work finish for `timeout` milliseconds (default 10,000), then closes all connections. */
  close(options?: { readonly timeout?: number }): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** What `connect` puts together. */
export interface Parts {
  readonly pool: Pool<Connection>
  /** May statements of this text share a connection with others, sent one behind the other? */
  readonly mayShare: (text: string) => boolean
  readonly listener: Listener
  /** Runs after all connections are closed. */
  readonly shutdown: () => Promise<void>
  readonly embedded: boolean
  readonly severalSessions: boolean
  readonly description: string
}

/** `Database` on a pool. */
export class PooledDatabase extends Statements implements Database {
  readonly capabilities: Capabilities
  readonly description: string
  readonly #parts: Parts
  readonly #pool: Pool<Connection>
  readonly #listener: Listener
  #closing: Promise<void> | undefined

  readonly #place: Place

  constructor(parts: Parts) {
    super()
    this.#parts = parts
    this.#pool = parts.pool
    this.#listener = parts.listener
    this.#place = {
      source: parts.pool.source,
      lend: (attempt) =>
        this.#pool.use('a transaction', (lease) =>
          attempt({ connection: lease.connection, destroy: () => lease.destroy() }),
        ),
    }
    this.capabilities = { severalSessions: parts.severalSessions }
    this.description = parts.description
  }

  protected override run(text: string, params: readonly unknown[], options?: CallOptions): Promise<Result<UnknownRow>> {
    if (options !== undefined) return interruptibly(options, (due) => this.#runUntilDue(text, params, due))
    return this.#lendFor(
      (connection, waitMs) => connection.run(text, params, waitMs === 0 ? undefined : { waitMs }),
      this.#parts.mayShare(text) ? 'shared' : 'alone',
    )
  }

  // On a connection of its own, because the server cancels whatever it is busy with.
  async #runUntilDue(text: string, params: readonly unknown[], due: Interruption): Promise<Result<UnknownRow>> {
    const lease = this.#pool.take('alone') ?? (await due.orDue(this.#pool.acquire(), (late) => late.release()))
    return this.#useOnce(lease, (connection, waitMs) => connection.run(text, params, { due, waitMs }))
  }

  /** What its events name as their source. */
  get source(): Source {
    return this.#pool.source
  }

  describe(text: string): Promise<StatementDescription> {
    return this.#lendFor((connection) => connection.describe(text))
  }

  script(text: string): Promise<void> {
    return this.#lendFor((connection) => connection.script(text))
  }

  // The rows may be there only once, so that it cannot be run again.
  copyInto(
    table: string | readonly string[],
    columns: readonly string[],
    rows: CopyRows,
    options?: CopyOptions,
  ): Promise<number> {
    return this.transaction((tx) => tx.copyInto(table, columns, rows, options), { retries: 0 })
  }

  transaction<T>(work: (tx: Transaction) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    return runTransaction(this.#place, work, options)
  }

  stream<R extends object = UnknownRow>(
    text: string,
    params: readonly unknown[] = [],
    options: StreamOptions = {},
  ): AsyncIterableIterator<R> {
    // With one session, holding it while the reader's loop runs would lock out the statements in that loop; a cursor that
    // outlives its transaction (`with hold`) needs the session only while a batch is fetched.
    return this.capabilities.severalSessions
      ? this.#streamInTransaction<R>(text, params, options)
      : streamFrom<R>(this, text, params, options, ' with hold')
  }

  acquire<T>(work: (connection: Queryable) => Promise<T>, { longLived = false }: AcquireOptions = {}): Promise<T> {
    return this.#pool.use('acquire()', async (lease) => {
      if (longLived) lease.keepSilent()
      const session = new Session(lease.connection)
      try {
        return await work(session)
      } finally {
        await session.end().catch(() => lease.destroy())
      }
    })
  }

  listen(channel: string, handler: (payload: string) => void): Promise<() => Promise<void>> {
    return this.#listener.listen(channel, handler)
  }

  async ping(): Promise<Ping> {
    const start = performance.now()
    const { version } = await this.one<{ version: string }>(`select current_setting('server_version') as version`)
    const latencyMs = Math.round((performance.now() - start) * 100) / 100
    return { version: version.split(' ')[0]!, latencyMs, embedded: this.#parts.embedded }
  }

  stats(): PoolStats {
    return this.#pool.stats()
  }

  async close({ timeout = 10_000 }: { readonly timeout?: number } = {}): Promise<void> {
    this.#closing ??= this.#closeAll(timeout)
    await this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #closeAll(timeout: number): Promise<void> {
    await Promise.all([this.#pool.close(timeout), this.#listener.close()])
    await this.#parts.shutdown()
  }

  async #lendFor<T>(work: (connection: Connection, waitMs: number) => Promise<T>, use: Use = 'alone'): Promise<T> {
    return this.#useOnce(this.#pool.take(use) ?? (await this.#pool.acquire(use)), work)
  }

  async #useOnce<T>(
    lease: Lease<Connection>,
    work: (connection: Connection, waitMs: number) => Promise<T>,
  ): Promise<T> {
    try {
      const answer = await work(lease.connection, lease.waitMs)
      if (isInside(lease.connection)) throw controlled()
      return answer
    } finally {
      giveBack(lease)
    }
  }

  // The transaction lives as long as the reader's loop. Its connection is held by a lease and not by `use`, because the loop
  // is the caller's code and no callback of ours.
  async *#streamInTransaction<R extends object>(
    text: string,
    params: readonly unknown[],
    options: StreamOptions,
  ): AsyncGenerator<R, undefined, undefined> {
    const site = callSite()
    const lease = await this.#pool.acquire()
    lease.label('a stream', site)
    const { connection } = lease
    try {
      await connection.control('begin')
      yield* streamFrom<R>(new Session(connection), text, params, options)
    } finally {
      if (connection.transactionStatus !== 'idle') await connection.control('commit').catch(() => undefined)
      giveBack(lease)
    }
  }
}

// The status of a connection that was lost just after the answer is not known; the answer is right all the same.
function isInside({ transactionStatus }: Connection): boolean {
  return transactionStatus === 'open' || transactionStatus === 'failed'
}

// A session that is left inside a transaction, or whose state is not known, never goes back to the pool.
function giveBack(lease: Lease<Connection>): void {
  if (lease.connection.transactionStatus === 'idle') lease.release()
  else lease.destroy()
}

/** What the events of the database name as their source; `undefined` for a sandbox, which has no pool of its own. */
export function sourceOf(db: Database): Source | undefined {
  return db instanceof PooledDatabase ? db.source : undefined
}
