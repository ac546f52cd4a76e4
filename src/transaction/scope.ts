import { AsyncLocalStorage } from 'node:async_hooks'
import type { Connection } from '../connection/index.ts'
import { DatabaseError, endsConnection, isConnectionError, RowhouseError } from '../errors/index.ts'
import {
  type Result,
  type StatementDescription,
  Statements,
  type StreamOptions,
  type Transaction,
  type TransactionOptions,
  type UnknownRow,
} from '../query/index.ts'
import { streamFrom } from './cursor.ts'
import { aborted, blocked, controlled, finished, outlived } from './failures.ts'
import { checkInner } from './options.ts'
import { Turns } from './turns.ts'

// The innermost inner transaction whose callback the current call stack belongs to.
const current = new AsyncLocalStorage<Scope>()

/**
 * A transaction, or a savepoint in one. Its statements and inner transactions run one after another on the one connection, in
 * the order in which they were asked for.
 */
export class Scope extends Statements implements Transaction {
  readonly #connection: Connection
  readonly #options: TransactionOptions
  readonly #outer: Scope | undefined
  readonly #callbacks: (() => void | Promise<void>)[] = []
  readonly #turns = new Turns()
  #inner: Scope | undefined
  #ended = false
  #failure: unknown

  constructor(connection: Connection, options: TransactionOptions, outer?: Scope) {
    super()
    this.#connection = connection
    this.#options = options
    this.#outer = outer
  }

  /** The error of the first statement that failed and left the transaction aborted. */
  get failure(): unknown {
    return this.#failure
  }

  /** The callbacks of `onCommit`, in the order in which they were given. */
  get callbacks(): readonly (() => void | Promise<void>)[] {
    return this.#callbacks
  }

  /** Runs `work`, waits for all that it started, and ends the scope. Throws what `work` threw, or `TRANSACTION_OUTLIVED`. */
  async live<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    try {
      const result = await this.#call(work)
      if (this.#turns.running > 0) throw outlived(this.#turns.running)
      return result
    } catch (error) {
      throw this.#root(error)
    } finally {
      this.#ended = true
      await this.#turns.settled()
    }
  }

  override run(text: string, params: readonly unknown[]): Promise<Result<UnknownRow>> {
    return this.#inTurn(() => this.#watch(() => this.#connection.run(text, params)))
  }

  describe(text: string): Promise<StatementDescription> {
    return this.#inTurn(() => this.#watch(() => this.#connection.describe(text)))
  }

  script(text: string): Promise<void> {
    return this.#inTurn(() => this.#watch(() => this.#connection.script(text)))
  }

  stream<R extends object = UnknownRow>(
    text: string,
    params: readonly unknown[] = [],
    options: StreamOptions = {},
  ): AsyncIterableIterator<R> {
    return streamFrom<R>(this, text, params, options)
  }

  transaction<T>(work: (tx: Transaction) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    return this.#inTurn(() => this.#savepoint(work, options))
  }

  onCommit(callback: () => void | Promise<void>): void {
    if (this.#ended) throw finished()
    this.#callbacks.push(callback)
  }

  async advisoryLock(key: string | bigint): Promise<void> {
    await this.run(`select pg_advisory_xact_lock(${lockKey(key)})`, [key])
  }

  async tryAdvisoryLock(key: string | bigint): Promise<boolean> {
    const { rows } = await this.run(`select pg_try_advisory_xact_lock(${lockKey(key)}) as taken`, [key])
    return rows[0]?.taken === true
  }

  // The outermost callback needs no mark, and so a plain transaction does not pay for one: before Node 24 every promise of the
  // process becomes slower once a storage is in use.
  #call<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#outer === undefined ? work(this) : current.run(this, work, this)
  }

  // One after another: a statement of this scope must not slip into a savepoint that an inner transaction has open.
  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    if (this.#ended) return Promise.reject(finished())
    if (this.#isCalledFromInner()) return Promise.reject(blocked())
    return this.#turns.take(action)
  }

  #isCalledFromInner(): boolean {
    const inner = this.#inner
    return inner ? inner.#encloses(current.getStore()) : false
  }

  #encloses(scope: Scope | undefined): boolean {
    return scope !== undefined && (scope === this || this.#encloses(scope.#outer))
  }

  async #watch<T>(action: () => Promise<T>): Promise<T> {
    try {
      const answer = await action()
      if (this.#connection.transactionStatus === 'idle') throw controlled()
      return answer
    } catch (error) {
      if (this.#connection.transactionStatus !== 'open') this.#failure ??= error
      throw error
    }
  }

  async #savepoint<T>(work: (tx: Transaction) => Promise<T>, options: TransactionOptions): Promise<T> {
    checkInner(options, this.#options)
    const inner = new Scope(this.#connection, { ...this.#options, ...options }, this)
    await this.#watch(() => this.#connection.control('savepoint rowhouse'))
    try {
      if (options.readOnly) await this.#connection.control('set transaction read only')
      this.#inner = inner
      const result = await inner.live(work)
      this.#inner = undefined
      if (this.#connection.transactionStatus === 'failed') throw aborted(inner.#failure)
      await this.#connection.control('release savepoint rowhouse')
      this.#callbacks.push(...inner.#callbacks)
      return result
    } catch (error) {
      this.#inner = undefined
      await this.#rollbackTo(error)
      throw error
    }
  }

  // The error that led here wins over one of the rollback; that one only leaves its trace in `failure`, so that the outer
  // transaction cannot be committed as if nothing had happened.
  async #rollbackTo(error: unknown): Promise<void> {
    try {
      await this.#connection.control('rollback to savepoint rowhouse')
      await this.#connection.control('release savepoint rowhouse')
    } catch {
      this.#failure ??= error
    }
  }

  // After a failed statement the server answers every other one with 25P02; that says less than the first error.
  #root(error: unknown): unknown {
    const consequence = error instanceof DatabaseError && error.code === '25P02'
    return consequence && this.#failure !== undefined ? this.#failure : error
  }
}

/** Did this error end the connection, so that nothing more can be said on it? */
export function isLost(error: unknown): boolean {
  if (error instanceof DatabaseError) return endsConnection(error)
  return error instanceof RowhouseError && isConnectionError(error)
}

function lockKey(key: string | bigint): string {
  return typeof key === 'bigint' ? '$1::bigint' : 'hashtextextended($1::text, 0)'
}
