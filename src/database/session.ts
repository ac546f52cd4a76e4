import type { Connection } from '../connection/index.ts'
import { RowhouseError } from '../errors/index.ts'
import {
  type CallOptions,
  type CopyOptions,
  type CopyRows,
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
import { type Place, runTransaction, streamFrom, Turns } from '../transaction/index.ts'

/** One connection as a `Queryable`, for as long as somebody holds it. Its statements run one after another. */
export class Session extends Statements implements Queryable {
  readonly #connection: Connection
  readonly #turns = new Turns()
  #ended = false

  constructor(connection: Connection) {
    super()
    this.#connection = connection
  }

  protected override run(text: string, params: readonly unknown[], options?: CallOptions): Promise<Result<UnknownRow>> {
    if (options === undefined) return this.#inTurn(() => this.#connection.run(text, params))
    return this.#inTurn(() => interruptibly(options, (due) => this.#connection.run(text, params, { due })))
  }

  describe(text: string): Promise<StatementDescription> {
    return this.#inTurn(() => this.#connection.describe(text))
  }

  script(text: string): Promise<void> {
    return this.#inTurn(() => this.#connection.script(text))
  }

  stream<R extends object = UnknownRow>(
    text: string,
    params: readonly unknown[] = [],
    options: StreamOptions = {},
  ): AsyncIterableIterator<R> {
    return streamFrom<R>(this, text, params, options, ' with hold')
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
    const connection = this.#connection
    const held = { connection, destroy: () => connection.destroy() }
    const place: Place = { source: connection.source, lend: (attempt) => attempt(held) }
    return this.#inTurn(() => runTransaction(place, work, options))
  }

  /** Takes no more statements, waits for those under way, and resets the session. */
  async end(): Promise<void> {
    this.#ended = true
    await this.#turns.settled()
    await this.#connection.reset()
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    return this.#ended ? Promise.reject(ended()) : this.#turns.take(action)
  }
}

function ended(): RowhouseError {
  return new RowhouseError(
    'TRANSACTION_FINISHED',
    'this connection was given back when the callback of acquire() ended; await every statement inside the callback',
  )
}
