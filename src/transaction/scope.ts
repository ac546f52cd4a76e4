import { AsyncLocalStorage } from 'node:async_hooks'
import type { Connection, Opening } from '../connection/index.ts'
import { DatabaseError, endsConnection, isConnectionError, RowhouseError } from '../errors/index.ts'
import {
  type CallOptions,
  type CopyOptions,
  type CopyRows,
  interruptibly,
  type Result,
  type StatementDescription,
  Statements,
  type StreamOptions,
  type Transaction,
  type TransactionOptions,
  type UnknownRow,
} from '../query/index.ts'
import { copyRows } from './copy.ts'
import { streamFrom } from './cursor.ts'
import { aborted, blocked, controlled, finished, outlived } from './failures.ts'
import { checkInner } from './options.ts'
import { Turns } from './turns.ts'

// The innermost inner transaction whose callback the current call stack belongs to.
const current = new AsyncLocalStorage<Scope>()

/** The session that a transaction runs in. */
export interface Session {
  readonly connection: Connection
  readonly opening: Opening
}

/**
 * A transaction, or a savepoint in one. Its statements run on the one connection in the order in which they were asked for; those that
 * are asked for together travel together. An inner transaction runs alone.
 */
export class Scope extends Statements implements Transaction {
  readonly #connection: Connection
  readonly #opening: Opening
  readonly #options: TransactionOptions
  readonly #outer: Scope | undefined
  readonly #callbacks: (() => void | Promise<void>)[] = []
  readonly #turns = new Turns()
  #inner: Scope | undefined
  #ended = false
  #failure: unknown

  /** `opening` tells whether the outermost transaction has begun; whatever is sent first takes its `begin` along. */
  constructor({ connection, opening }: Session, options: TransactionOptions, outer?: Scope) {
    super()
    this.#connection = connection
    this.#opening = opening
    this.#options = options
    this.#outer = outer
  }

  /** The error of the first statement that failed and left the transaction aborted. */
  get failure(): unknown {
    return this.#failure
  }

  /** Did the transaction end without being asked to, because its `begin` failed or a statement ended it? */
  get gone(): boolean {
    return this.#opening.sent && this.#connection.transactionStatus === 'idle'
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

  override run(text: string, params: readonly unknown[], options?: CallOptions): Promise<Result<UnknownRow>> {
    if (options !== undefined) return this.#inTurn(() => this.#runUntilDue(text, params, options))
    const action = () => this.#watch(() => this.#connection.run(text, params, { opening: this.#opening }))
    // Until the begin is answered nothing may follow it: if it failed, what follows would run outside of any transaction.
    const together = this.#opening.sent && this.#connection.mayFollow(text)
    return this.#inTurn(action, together)
  }

  // Alone, because the server cancels whatever it is busy with.
  #runUntilDue(text: string, params: readonly unknown[], options: CallOptions): Promise<Result<UnknownRow>> {
    const run = { opening: this.#opening }
    return this.#watch(() => interruptibly(options, (due) => this.#connection.run(text, params, { ...run, due })))
  }

  describe(text: string): Promise<StatementDescription> {
    return this.#inTurn(() => this.#watch(() => this.#connection.describe(text, this.#opening)))
  }

  script(text: string): Promise<void> {
    return this.#inTurn(() => this.#watch(() => this.#connection.script(text, this.#opening)))
  }

  stream<R extends object = UnknownRow>(
    text: string,
    params: readonly unknown[] = [],
    options: StreamOptions = {},
  ): AsyncIterableIterator<R> {
    return streamFrom<R>(this, text, params, options)
  }

  copyInto(
    table: string | readonly string[],
    columns: readonly string[],
    rows: CopyRows,
    options: CopyOptions = {},
  ): Promise<number> {
    const session = { connection: this.#connection, opening: this.#opening }
    return this.#inTurn(() => this.#watch(() => copyRows(session, { table, columns }, { rows, options })))
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

  // An inner transaction takes its turn alone: a statement of this scope must not slip into its savepoint.
  #inTurn<T>(action: () => Promise<T>, together = false): Promise<T> {
    if (this.#ended) return Promise.reject(finished())
    if (this.#isCalledFromInner()) return Promise.reject(blocked())
    return together ? this.#turns.share(action) : this.#turns.take(action)
  }

  #isCalledFromInner(): boolean {
    const inner = this.#inner
    return inner ? inner.#encloses(current.getStore()) : false
  }

  #encloses(scope: Scope | undefined): boolean {
    return scope !== undefined && (scope === this || this.#encloses(scope.#outer))
  }

  async #watch<T>(action: () => Promise<T>): Promise<T> {
    // What came after the end of the transaction would be kept whatever becomes of the rest.
    if (this.gone) throw this.#failure ?? controlled()
    try {
      const answer = await action()
      if (this.gone) throw controlled()
      return answer
    } catch (error) {
      if (this.#opening.sent && this.#connection.transactionStatus !== 'open') this.#failure ??= error
      throw error
    }
  }

  async #savepoint<T>(work: (tx: Transaction) => Promise<T>, options: TransactionOptions): Promise<T> {
    checkInner(options, this.#options)
    const inner = new Scope(
      { connection: this.#connection, opening: this.#opening },
      { ...this.#options, ...options },
      this,
    )
    await this.#watch(() => this.#connection.control('savepoint rowhouse', this.#opening))
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
