import {
  type CallOptions,
  type CopyOptions,
  type CopyRows,
  type Result,
  type StatementDescription,
  Statements,
  type StreamOptions,
  type Transaction,
  type TransactionOptions,
  type UnknownRow,
} from '../../query/index.ts'
import { streamFrom } from '../../transaction/index.ts'
import { refuseControl, refuseControlIn } from './control.ts'
import { outlived } from './failures.ts'

/** A callback of `onCommit`. */
export type Callback = () => void | Promise<void>

/** What a transaction answered, and what it wants to be called when it counts as committed. */
export interface Done<T> {
  readonly value: T
  readonly callbacks: readonly Callback[]
}

/**
 * A transaction inside a sandbox: a savepoint. The callbacks of `onCommit` are gathered here, because the outermost of these
 * transactions is what a commit is to the program under test.
 */
export class InnerTransaction extends Statements implements Transaction {
  readonly callbacks: Callback[] = []
  readonly #tx: Transaction
  #running = 0

  constructor(tx: Transaction) {
    super()
    this.#tx = tx
  }

  /** Runs `work` in `tx`. Throws `TRANSACTION_OUTLIVED` when it returns before all that it started has ended. */
  static async run<T>(tx: Transaction, work: (tx: Transaction) => Promise<T>): Promise<Done<T>> {
    const inner = new InnerTransaction(tx)
    const value = await work(inner)
    if (inner.#running > 0) throw outlived(inner.#running)
    return { value, callbacks: inner.callbacks }
  }

  protected override run(text: string, params: readonly unknown[], options?: CallOptions): Promise<Result<UnknownRow>> {
    return this.#count(() => this.#tx.queryUnsafe(refuseControl(text), params, options))
  }

  copyInto(
    table: string | readonly string[],
    columns: readonly string[],
    rows: CopyRows,
    options?: CopyOptions,
  ): Promise<number> {
    return this.#count(() => this.#tx.copyInto(table, columns, rows, options))
  }

  describe(text: string): Promise<StatementDescription> {
    return this.#count(() => this.#tx.describe(text))
  }

  script(text: string): Promise<void> {
    return this.#count(() => this.#tx.script(refuseControlIn(text)))
  }

  stream<R extends object = UnknownRow>(
    text: string,
    params: readonly unknown[] = [],
    options: StreamOptions = {},
  ): AsyncIterableIterator<R> {
    return streamFrom<R>(this, text, params, options)
  }

  transaction<T>(work: (tx: Transaction) => Promise<T>, { readOnly }: TransactionOptions = {}): Promise<T> {
    return this.#count(async () => {
      const run = (tx: Transaction) => InnerTransaction.run(tx, work)
      const { value, callbacks } = await this.#tx.transaction(run, readOnly === undefined ? {} : { readOnly })
      this.callbacks.push(...callbacks)
      return value
    })
  }

  onCommit(callback: Callback): void {
    // Refuses when the transaction has ended; it is never called, because the sandbox is rolled back.
    this.#tx.onCommit(() => undefined)
    this.callbacks.push(callback)
  }

  advisoryLock(key: string | bigint): Promise<void> {
    return this.#count(() => this.#tx.advisoryLock(key))
  }

  tryAdvisoryLock(key: string | bigint): Promise<boolean> {
    return this.#count(() => this.#tx.tryAdvisoryLock(key))
  }

  async #count<T>(action: () => Promise<T>): Promise<T> {
    this.#running += 1
    try {
      return await action()
    } finally {
      this.#running -= 1
    }
  }
}
