import type { Client, FieldDef, Submittable } from 'pg'
import { DatabaseError, endsConnection, RowhouseError } from '../errors/index.ts'
import type { Result, StatementDescription, UnknownRow } from '../query/index.ts'
import { copiesFromStdin, copiesToStdout } from '../sql/index.ts'
import { encodeParams, encodeUntyped, type TypeRow, typeQuery } from '../values/index.ts'
import { translateFailure } from './failures.ts'
import { Description, type RawResult, Script, Statement } from './statement.ts'
import type { StatementTypes } from './statement-types.ts'

/** Where the session stands: outside a transaction, in one, in one that failed, or not known (the connection is lost). */
export type TransactionStatus = 'idle' | 'open' | 'failed' | 'unknown'

/** A message of NOTIFY. */
export interface Notification {
  readonly channel: string
  readonly payload: string
}

/**
 * One session of a PostgreSQL server, through `pg`'s client. It runs one statement at a time; who holds it sees to that. After
 * an error that leaves the session in doubt `usable` is false and the connection must be destroyed.
 */
export class Connection {
  readonly #client: Client
  readonly #types: StatementTypes
  readonly #resetScripts: readonly string[]
  #lost = false
  /** Called once when the connection is lost while nobody uses it. */
  onLost: ((error: unknown) => void) | undefined
  /** Called for each message of a channel that the session listens to. */
  onNotification: ((notification: Notification) => void) | undefined

  /** `resetScripts` are what puts the session back as it was when it was opened, one message each. */
  constructor(client: Client, types: StatementTypes, resetScripts: readonly string[]) {
    this.#client = client
    this.#types = types
    this.#resetScripts = resetScripts
    client.on('error', (error) => this.#lose(error))
    client.on('end', () => this.#lose(new Error('the server closed the connection')))
    client.on('notification', ({ channel, payload }) => this.onNotification?.({ channel, payload: payload ?? '' }))
  }

  /** May the connection be lent to somebody? */
  get usable(): boolean {
    return !this.#lost
  }

  /** The process id of the server's backend, as in `pg_stat_activity`. */
  get backendPid(): number | undefined {
    return (this.#client as Client & { processID?: number | null }).processID ?? undefined
  }

  /** The state of the session's transaction after the last statement. */
  get transactionStatus(): TransactionStatus {
    if (this.#lost) return 'unknown'
    return statuses[this.#client.getTransactionStatus() ?? ''] ?? 'unknown'
  }

  /** Runs one statement with its parameters encoded and its rows decoded by the library. */
  async run(text: string, params: readonly unknown[]): Promise<Result<UnknownRow>> {
    try {
      if (!this.#types.isKnown(text)) this.#admit(text)
      const encoded = this.#encode(text, params)
      const result = await this.#execute(text, encoded instanceof Promise ? await encoded : encoded)
      if (changesSchema(result.command)) this.#types.forget()
      if (result.unknownTypes.length > 0) await this.#decodeLate(result)
      return { rows: result.rows, rowCount: result.rowCount, command: result.command }
    } catch (error) {
      throw this.#failed(error, text, params)
    }
  }

  /** Asks what a statement takes and answers, without running it. */
  async describe(text: string): Promise<StatementDescription> {
    try {
      return await this.#submit<StatementDescription>((settle) => new Description(text, settle))
    } catch (error) {
      throw this.#failed(error, text, [])
    }
  }

  /**
   * Runs one statement of our own that begins, ends or divides a transaction, by the simple protocol, which is the cheaper one
   * where there are neither parameters nor rows. The answer is its command tag.
   */
  async control(text: string): Promise<string> {
    try {
      return await this.#submit<string>((settle) => new Script(text, settle))
    } catch (error) {
      throw this.#failed(error, text, [])
    }
  }

  /** Runs any number of statements without parameters by the simple protocol. */
  async script(text: string): Promise<void> {
    try {
      refuseCopy(text)
      await this.#submit<string>((settle) => new Script(text, settle))
    } catch (error) {
      throw this.#failed(error, text, [])
    } finally {
      this.#types.forget()
    }
  }

  /** Puts the session back as it was when it was opened, so that nobody inherits settings, temporary tables or locks. */
  async reset(): Promise<void> {
    if (this.transactionStatus !== 'idle') await this.control('rollback')
    for (const script of this.#resetScripts) await this.control(script)
  }

  /** Says good-bye to the server. */
  async close(): Promise<void> {
    this.#lost = true
    await this.#client.end().catch(() => undefined)
  }

  /** Drops the connection without waiting for the server. */
  destroy(): void {
    this.#lost = true
    const { stream } = (this.#client as Client & { connection: { stream: { destroy(): void } } }).connection
    stream.destroy()
  }

  #admit(text: string): void {
    refuseCopy(text)
    this.#types.remember(text)
  }

  // Most parameters need no look-up, and then nothing is waited for.
  #encode(text: string, params: readonly unknown[]): (string | null)[] | Promise<(string | null)[]> {
    if (params.length > mostParameters) throw tooManyParameters(params.length)
    const encoded = params.map(encodeUntyped)
    return encoded.includes(undefined) ? this.#encodeTyped(text, params) : (encoded as (string | null)[])
  }

  async #encodeTyped(text: string, params: readonly unknown[]): Promise<(string | null)[]> {
    const oids = this.#types.parametersOf(text) ?? (await this.#parameterTypes(text))
    return encodeParams(this.#types.registry, oids, params)
  }

  async #parameterTypes(text: string): Promise<readonly number[]> {
    const { params: oids } = await this.#submit<StatementDescription>((settle) => new Description(text, settle))
    await this.#learn(oids)
    this.#types.remember(text, oids)
    return oids
  }

  #execute(text: string, params: readonly (string | null)[]): Promise<RawResult> {
    return this.#submit((settle) => new Statement(text, params, this.#types.registry, settle))
  }

  #submit<T>(exchange: (settle: Settle<T>) => Submittable): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#lost) return reject(new RowhouseError('CONNECTION_LOST', 'the connection to the server is lost'))
      this.#client.query(exchange({ resolve, reject }))
    })
  }

  async #learn(oids: readonly number[]): Promise<void> {
    const missing = this.#types.registry.missing(oids)
    if (missing.length === 0) return
    const { rows } = await this.#execute(typeQuery, [`{${missing.join(',')}}`])
    this.#types.registry.learn(rows as object[] as TypeRow[], missing)
  }

  async #decodeLate(result: RawResult): Promise<void> {
    await this.#learn(result.unknownTypes)
    const late = result.fields.filter(({ dataTypeID }) => result.unknownTypes.includes(dataTypeID))
    for (const row of result.rows) for (const field of late) this.#decodeCell(row, field)
  }

  #decodeCell(row: Record<string, unknown>, { name, dataTypeID }: FieldDef): void {
    const text = row[name]
    if (typeof text === 'string') row[name] = this.#types.registry.decoder(dataTypeID)?.(text) ?? text
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

interface Settle<T> {
  readonly resolve: (value: T) => void
  readonly reject: (error: unknown) => void
}

// The protocol counts parameters in 16 bits; one more would begin again at 0.
const mostParameters = 65_535

function tooManyParameters(given: number): RowhouseError {
  return new RowhouseError(
    'INVALID_PARAMETER',
    `${given} parameters were given, and a statement can have ${mostParameters}; pass arrays instead: select * from unnest($1::int[], $2::text[])`,
    { facts: { given, most: mostParameters } },
  )
}

const statuses: Readonly<Record<string, TransactionStatus>> = { I: 'idle', T: 'open', E: 'failed' }

function changesSchema(command: string): boolean {
  return command === 'CREATE' || command === 'ALTER' || command === 'DROP'
}

// Through the ordinary query calls a COPY from the client would wait for data for ever (embedded) or fail late (server), and the
// data of a COPY to the client would be dropped.
function refuseCopy(text: string): void {
  if (copiesFromStdin(text)) {
    throw new RowhouseError(
      'COPY_UNSUPPORTED',
      'COPY … FROM STDIN cannot run as a statement, because its data has to follow it; insert the rows instead, for example from arrays: insert into … select * from unnest($1::int[], $2::text[])',
    )
  }
  if (copiesToStdout(text)) {
    throw new RowhouseError(
      'COPY_UNSUPPORTED',
      'COPY … TO STDOUT cannot run as a statement; read the rows with stream(`select …`) instead',
    )
  }
}
