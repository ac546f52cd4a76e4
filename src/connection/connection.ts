import type { Client } from 'pg'
import { DatabaseError, endsConnection, RowhouseError } from '../errors/index.ts'
import type { Interruption, Result, StatementDescription, UnknownRow } from '../query/index.ts'
import { isWatched, queries, type Source } from '../trace/index.ts'
import { cancelUntil, interrupted } from './cancel.ts'
import { translateFailure } from './failures.ts'
import { unnamed } from './naming.ts'
import { flowingMs } from './pace.ts'
import { refuseCopy } from './refusals.ts'
import { Begun, CopyIn, descriptionOf, Preparation, Script } from './statement.ts'
import { type Opening, StatementRunner } from './statement-runner.ts'
import type { StatementTypes } from './statement-types.ts'
import { type Exchange, type Settle, Wire } from './wire/index.ts'

/** Where the session stands: outside a transaction, in one, in one that failed, or not known (the connection is lost). */
export type TransactionStatus = 'idle' | 'open' | 'failed' | 'unknown'

/** A message of NOTIFY. */
export interface Notification {
  readonly channel: string
  readonly payload: string
}

/** How a session is put back, and how it is told to stop. */
export interface SessionControl {
  /** What puts the session back as it was when it was opened, one message each. */
  readonly resetScripts: readonly string[]
  /** Asks the server, from outside, to cancel what the session is running. Resolves when it cannot have an effect any more. */
  readonly requestCancel: () => Promise<void>
  /** Does it take a COPY from the client? */
  readonly takesCopy: boolean
}

/** Options of `run`. */
export interface RunOptions {
  /** The transaction that the statement begins, or belongs to. */
  readonly opening?: Opening
  /** When the statement is to be cancelled. */
  readonly due?: Interruption
  /** Milliseconds for which the statement waited for the connection, for those who watch. */
  readonly waitMs?: number
}

/**
 * One session of a PostgreSQL server, opened by `pg`'s client. Statements are sent in the order in which they are asked for, and one
 * does not wait for the answer of another; who holds the connection sees to it that they belong together. After an error that leaves
 * the session in doubt `usable` is false and the connection must be destroyed.
 */
export class Connection {
  readonly #client: Client
  readonly #types: StatementTypes
  readonly #wire: Wire
  readonly #resetScripts: readonly string[]
  readonly #requestCancel: () => Promise<void>
  readonly #runner: StatementRunner
  #lost = false
  #schemaTouched = false
  /** Does the session take a COPY from the client? */
  readonly takesCopy: boolean
  /** The database whose statements these are, for those who watch. */
  source: Source | undefined
  /** Called once when the connection is lost while nobody uses it. */
  onLost: ((error: unknown) => void) | undefined
  /** Called for each message of a channel that the session listens to. */
  onNotification: ((notification: Notification) => void) | undefined

  constructor(client: Client, types: StatementTypes, { resetScripts, requestCancel, takesCopy }: SessionControl) {
    this.takesCopy = takesCopy
    this.#client = client
    this.#requestCancel = requestCancel
    this.#types = types
    this.#resetScripts = resetScripts
    this.#wire = new Wire(client.connection.stream)
    const inTransaction = () => this.transactionStatus !== 'idle'
    const rollback = () => this.control('rollback')
    this.#runner = new StatementRunner({ submit: this.#submit.bind(this), inTransaction, rollback }, types)
    this.#wire.onLost = (error) => this.#lose(error)
    client.on('error', (error) => this.#wire.lose(error))
    client.on('end', () => this.#wire.lose(new Error('the server closed the connection')))
    client.on('notification', ({ channel, payload }) => this.onNotification?.({ channel, payload: payload ?? '' }))
  }

  /** May the connection be lent to somebody? */
  get usable(): boolean {
    return !this.#lost
  }

  /** May another statement be sent behind those that are under way? Not if the server is busy with one of them for long. */
  get flowing(): boolean {
    return this.#wire.busyFor < flowingMs
  }

  /** The process id of the server's backend, as in `pg_stat_activity`. */
  get backendPid(): number | undefined {
    return (this.#client as Client & { processID?: number | null }).processID ?? undefined
  }

  /** The state of the session's transaction after the last statement. */
  get transactionStatus(): TransactionStatus {
    return this.#lost ? 'unknown' : statuses[this.#wire.status]
  }

  /**
   * May the statement of this text be sent without waiting for the answer of the one before it? Not if something has to be asked
   * first, and not if it could end a transaction that the next one relies on.
   */
  mayFollow(text: string): boolean {
    return this.#runner.mayFollow(text)
  }

  /** Does the backend answer that was connected to? If another one does, a pooler stands between. */
  async isDirect(): Promise<boolean> {
    const { rows } = await this.run('select pg_backend_pid() as pid', [])
    return rows[0]?.pid === this.backendPid
  }

  /** Runs one statement with its parameters encoded and its rows decoded by the library. */
  run(text: string, params: readonly unknown[], options: RunOptions = {}): Promise<Result<UnknownRow>> {
    if (!isWatched(queries)) return this.#run(text, params, options)
    const trace = {
      source: this.source,
      text,
      params,
      since: performance.now(),
      waitMs: options.waitMs ?? 0,
      site: undefined,
    }
    return queries.tracePromise(() => this.#run(text, params, options), trace)
  }

  async #run(text: string, params: readonly unknown[], options: RunOptions): Promise<Result<UnknownRow>> {
    const { opening, due } = options
    try {
      due?.throwIfDue()
      const running = this.#runner.run(text, params, opening)
      const result = await (due === undefined ? running : this.#cancelWhenDue(running, due))
      if (changesSession.has(result.command)) this.#noteChange(result.command)
      return result
    } catch (error) {
      throw this.#failed(error, text, params)
    }
  }

  /** Asks what a statement takes and answers, without running it. */
  async describe(text: string, opening?: Opening): Promise<StatementDescription> {
    try {
      return descriptionOf(await this.#submit((settle) => new Preparation(text, unnamed, settle), opening))
    } catch (error) {
      throw this.#failed(error, text, [])
    }
  }

  /**
   * Runs one statement of our own that begins, ends or divides a transaction, by the simple protocol, which is the cheaper one
   * where there are neither parameters nor rows. The answer is the first word of its command tag.
   */
  async control(text: string, opening?: Opening): Promise<string> {
    try {
      const command = await this.#submit<string>((settle) => new Script(behindText(opening, text), settle))
      if (this.#schemaTouched) this.#noteEnd(command)
      return command
    } catch (error) {
      throw this.#failed(error, text, [])
    }
  }

  /** Runs any number of statements without parameters by the simple protocol. */
  async script(text: string, opening?: Opening): Promise<void> {
    try {
      refuseCopy(text)
      // Apart from the text, whose errors tell a position in it.
      if (opening?.sent === false) await this.control('', opening)
      await this.#submit<string>((settle) => new Script(text, settle))
    } catch (error) {
      throw this.#failed(error, text, [])
    } finally {
      this.#noteChange('SCRIPT')
    }
  }

  /** How values are written for the columns that a query answers. */
  async columnEncoder(
    text: string,
    opening?: Opening,
  ): Promise<(row: readonly unknown[]) => readonly (string | null)[]> {
    try {
      return await this.#runner.columnEncoder(text, opening)
    } catch (error) {
      throw this.#failed(error, text, [])
    }
  }

  /** Runs a COPY from the client with data in PostgreSQL's text format, which are read as fast as the server takes them. */
  async copy(text: string, chunks: AsyncIterable<Buffer>): Promise<number> {
    let source: Failure | undefined
    const blame = (error: unknown) => {
      source = { error }
    }
    try {
      return await this.#submit<number>((settle) => {
        const copy: CopyIn = new CopyIn(text, () => void this.#feed(copy, chunks).catch(blame), settle)
        return copy
      })
    } catch (error) {
      throw source === undefined ? this.#failed(error, text, []) : source.error
    }
  }

  /** Puts the session back as it was when it was opened, so that nobody inherits settings, temporary tables or locks. */
  async reset(): Promise<void> {
    if (this.transactionStatus !== 'idle') await this.control('rollback')
    for (const script of this.#resetScripts) await this.control(script)
    this.#runner.clear()
  }

  /** Says good-bye to the server. */
  async close(): Promise<void> {
    this.#lost = true
    await this.#client.end().catch(() => undefined)
  }

  /** Drops the connection without waiting for the server. */
  destroy(): void {
    this.#lost = true
    this.#wire.destroy()
  }

  // It ends when both the statement and every request to cancel it have ended: one that is still on its way would hit what is run next.
  async #cancelWhenDue<T>(running: Promise<T>, due: Interruption): Promise<T> {
    let canceling: Promise<void> | undefined
    const stop = due.whenDue(() => {
      canceling = cancelUntil(running, this.#requestCancel).catch(() => this.destroy())
    })
    try {
      return await running
    } catch (error) {
      throw due.reason === undefined ? error : interrupted(due.reason, translateFailure(error))
    } finally {
      stop()
      await canceling
    }
  }

  #submit<T>(exchange: (settle: Settle<T>) => Exchange, opening?: Opening): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#wire.submit(behind(opening, exchange({ resolve, reject })))
    })
  }

  async #feed(copy: CopyIn, chunks: AsyncIterable<Buffer>): Promise<void> {
    try {
      for await (const chunk of chunks) {
        if (!copy.wanting) return
        this.#wire.write((out) => out.copyData(chunk))
        await this.#wire.drained()
      }
      if (copy.wanting) this.#wire.write((out) => out.copyDone())
    } catch (error) {
      // The server answers with an error about the missing data; this one led to it.
      if (copy.wanting) this.#wire.write((out) => out.copyFail('the rows could not be read'))
      throw error
    }
  }

  #noteChange(command: string): void {
    if (command === 'DISCARD' || command === 'DEALLOCATE') return this.#runner.dropAll()
    this.#types.forget()
    this.#schemaTouched = this.transactionStatus !== 'idle'
  }

  // What others have prepared while a transaction changed the schema was prepared for the old one; what was prepared in it is wrong
  // if it is rolled back.
  #noteEnd(command: string): void {
    if (command !== 'COMMIT' && command !== 'ROLLBACK') return
    this.#types.forget()
    this.#schemaTouched = this.transactionStatus !== 'idle'
  }

  #failed(error: unknown, text: string, params: readonly unknown[]): unknown {
    const failure = translateFailure(error, { text, params })
    if (failure instanceof DatabaseError) {
      this.#types.forgetText(text)
      if (endsConnection(failure)) this.#lost = true
    }
    if (failure instanceof RowhouseError && failure.code === 'CONNECTION_LOST') this.#lost = true
    return failure
  }

  #lose(error: unknown): void {
    if (this.#lost) return
    this.#lost = true
    this.onLost?.(error)
  }
}

/** What a source of rows threw, which may be anything. */
interface Failure {
  readonly error: unknown
}

const statuses = { I: 'idle', T: 'open', E: 'failed' } as const

/** The commands after which what was prepared may be wrong or gone. */
const changesSession: ReadonlySet<string> = new Set(['CREATE', 'ALTER', 'DROP', 'IMPORT', 'DISCARD', 'DEALLOCATE'])

/** The exchange behind the `begin` of a transaction that has not begun yet. */
function behind(opening: Opening | undefined, exchange: Exchange): Exchange {
  if (opening === undefined || opening.sent) return exchange
  opening.sent = true
  return new Begun(opening.begin, exchange)
}

/** The same for statements of the simple protocol. */
function behindText(opening: Opening | undefined, text: string): string {
  if (opening === undefined || opening.sent) return text
  opening.sent = true
  return `${opening.begin}; ${text}`
}
