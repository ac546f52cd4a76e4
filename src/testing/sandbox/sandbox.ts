import type { Capabilities, Database, Ping } from '../../database/index.ts'
import { isDeadlock, isSerializationFailure } from '../../errors/index.ts'
import { type PoolStats, poolClosed } from '../../pool/index.ts'
import {
  type CallOptions,
  type CopyOptions,
  type CopyRows,
  type Queryable,
  type Result,
  type StatementDescription,
  Statements,
  type StreamOptions,
  type Transaction,
  type TransactionOptions,
  type UnknownRow,
} from '../../query/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import { runCallbacks, streamFrom } from '../../transaction/index.ts'
import { refuseControl, refuseControlIn } from './control.ts'
import { checkDeferred, type Deferrable, findDeferrable } from './deferred.ts'
import { noSavepoint, outlived, unsupported } from './failures.ts'
import { type Done, InnerTransaction } from './inner.ts'

/** A database inside a transaction that will be rolled back. */
export interface Sandbox extends Database {
  /** Remembers what the database holds now, for `rollbackTo`. */
  savepoint(name: string): Promise<void>
  /** Goes back to the savepoint, any number of times. Throws `SANDBOX_SAVEPOINT` when there is none of that name. */
  rollbackTo(name: string): Promise<void>
}

/**
 * `Sandbox` on a transaction. What is a transaction of its own on a database is a savepoint here: so an error that the program
 * expects leaves the sandbox usable, and what is checked at a commit is checked.
 */
export class TransactionSandbox extends Statements implements Sandbox {
  readonly capabilities: Capabilities = { severalSessions: false }
  readonly description: string
  readonly #tx: Transaction
  #savepoints: string[] = []
  #deferrable: readonly Deferrable[] | undefined
  #running = 0
  #closed = false

  constructor(tx: Transaction, description: string) {
    super()
    this.#tx = tx
    this.description = description
  }

  protected override run(text: string, params: readonly unknown[], options?: CallOptions): Promise<Result<UnknownRow>> {
    return this.#statement(async (tx) => {
      const result = await tx.queryUnsafe(refuseControl(text), params, options)
      if (changesSchema.has(result.command)) this.#deferrable = undefined
      if (writes.has(result.command)) await this.#checkDeferred(tx)
      return result
    })
  }

  copyInto(
    table: string | readonly string[],
    columns: readonly string[],
    rows: CopyRows,
    options?: CopyOptions,
  ): Promise<number> {
    return this.#statement(async (tx) => {
      const count = await tx.copyInto(table, columns, rows, options)
      await this.#checkDeferred(tx)
      return count
    })
  }

  describe(text: string): Promise<StatementDescription> {
    return this.#statement((tx) => tx.describe(text))
  }

  script(text: string): Promise<void> {
    return this.#statement(async (tx) => {
      await tx.script(refuseControlIn(text))
      this.#deferrable = undefined
      await this.#checkDeferred(tx)
    })
  }

  stream<R extends object = UnknownRow>(
    text: string,
    params: readonly unknown[] = [],
    options: StreamOptions = {},
  ): AsyncIterableIterator<R> {
    return streamFrom<R>(this, text, params, options)
  }

  transaction<T>(work: (tx: Transaction) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    return this.#count(async () => {
      const { value, callbacks } = await this.#runAgain(work, options)
      await runCallbacks(callbacks)
      return value
    })
  }

  acquire<T>(work: (connection: Queryable) => Promise<T>): Promise<T> {
    return this.#count(() => work(this))
  }

  async listen(): Promise<never> {
    throw unsupported('listen', 'NOTIFY is sent at a commit and a sandbox is rolled back')
  }

  async savepoint(name: string): Promise<void> {
    await this.#count(() => this.#tx.execute(`savepoint ${quoteIdentifier(name)}`))
    this.#savepoints.push(name)
  }

  async rollbackTo(name: string): Promise<void> {
    const at = this.#savepoints.lastIndexOf(name)
    if (at === -1) throw noSavepoint(name, this.#savepoints)
    await this.#count(() => this.#tx.execute(`rollback to savepoint ${quoteIdentifier(name)}`))
    this.#savepoints = this.#savepoints.slice(0, at + 1)
    this.#deferrable = undefined
  }

  async ping(): Promise<Ping> {
    const start = performance.now()
    const server = await this.one<{ version: string; embedded: boolean }>(
      `select current_setting('server_version') as version, version() ~ 'wasm|emscripten' as embedded`,
    )
    const latencyMs = Math.round((performance.now() - start) * 100) / 100
    return { version: server.version.split(' ')[0]!, latencyMs, embedded: server.embedded }
  }

  stats(): PoolStats {
    return { max: 1, used: this.#running > 0 ? 1 : 0, idle: 0, opening: 0, pending: Math.max(0, this.#running - 1) }
  }

  async close(): Promise<void> {
    this.#closed = true
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** Ends the test: nothing may still run, and what was deferred is checked. */
  async finish(): Promise<void> {
    if (this.#running > 0) throw outlived(this.#running)
    await this.#tx.execute('set constraints all immediate')
  }

  #statement<T>(action: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#count(() => this.#tx.transaction(action))
  }

  async #count<T>(action: () => Promise<T>): Promise<T> {
    if (this.#closed) throw poolClosed()
    this.#running += 1
    try {
      return await action()
    } finally {
      this.#running -= 1
    }
  }

  // Without the pauses of a real one: nobody else is in the sandbox.
  async #runAgain<T>(work: (tx: Transaction) => Promise<T>, options: TransactionOptions): Promise<Done<T>> {
    const { retries = 8 } = options
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#runOnce(work, options)
      } catch (error) {
        if (!isTransient(error) || !(attempt < retries)) throw error
      }
    }
  }

  // The isolation is the sandbox's, whatever the program asks for.
  #runOnce<T>(work: (tx: Transaction) => Promise<T>, { readOnly = false }: TransactionOptions): Promise<Done<T>> {
    const run = async (tx: Transaction) => {
      const done = await InnerTransaction.run(tx, work)
      this.#deferrable = undefined
      if (!readOnly) await this.#checkDeferred(tx)
      return done
    }
    return this.#tx.transaction(run, readOnly ? { readOnly } : {})
  }

  async #checkDeferred(tx: Transaction): Promise<void> {
    this.#deferrable ??= await findDeferrable(tx)
    await checkDeferred(tx, this.#deferrable)
  }
}

const writes: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])
const changesSchema: ReadonlySet<string> = new Set(['CREATE', 'ALTER', 'DROP'])

function isTransient(error: unknown): boolean {
  return isSerializationFailure(error) || isDeadlock(error)
}
