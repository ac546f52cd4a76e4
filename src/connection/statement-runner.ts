import type { Result, UnknownRow } from '../query/index.ts'
import { encodeParams, encodeUntyped, type TypeRow, typeQuery } from '../values/index.ts'
import { type Described, type Naming, unnamed } from './naming.ts'
import { isDeallocated, isOutOfDate, isShared } from './out-of-date.ts'
import { type Prepared, PreparedStatements } from './prepared.ts'
import { refuseCopy, refuseTooMany } from './refusals.ts'
import type { Row, RowShape } from './row-shape.ts'
import { Execution, FirstExecution, Preparation } from './statement.ts'
import type { StatementTypes } from './statement-types.ts'
import type { Encoded, Exchange, Settle } from './wire/index.ts'

/** A transaction that is still to be begun: its `begin` goes out with the first statement, in the same write. */
export interface Opening {
  readonly begin: string
  /** Has it gone out? */
  sent: boolean
}

/** How the runner gets at its session. */
export interface Channel {
  /** Sends an exchange, and before it the `begin` of a transaction that is still to be begun. */
  submit<T>(exchange: (settle: Settle<T>) => Exchange, opening?: Opening): Promise<T>
  /** Is the session in a transaction, whole or failed? */
  inTransaction(): boolean
  rollback(): Promise<unknown>
}

/**
 * Runs single statements in one session. A text that is run for the first time is prepared and described; afterwards it is only bound
 * and executed, its rows read as they were described in this session.
 */
export class StatementRunner {
  readonly #channel: Channel
  readonly #types: StatementTypes
  readonly #statements: PreparedStatements

  constructor(channel: Channel, types: StatementTypes) {
    this.#channel = channel
    this.#types = types
    this.#statements = new PreparedStatements(types)
  }

  /** May this text be sent without waiting for the answer of the statement before it? */
  mayFollow(text: string): boolean {
    const prepared = this.#types.pipelining ? this.#statements.find(text) : undefined
    return prepared?.shape !== undefined && prepared.pace.plain
  }

  /** Runs one statement. What the server or the wire says against it is thrown as it came. */
  run(text: string, params: readonly unknown[], opening?: Opening): Promise<Result<UnknownRow>> {
    const prepared = this.#statements.find(text)
    return prepared === undefined ? this.#runFirst(text, params, opening) : this.#runPrepared(prepared, params, opening)
  }

  /** How values are written for the columns that a query answers. */
  async columnEncoder(text: string, opening?: Opening): Promise<(row: readonly unknown[]) => Encoded[]> {
    const { fields } = await this.#channel.submit<Described>(
      (settle) => new Preparation(text, unnamed, settle),
      opening,
    )
    const oids = fields.map(({ type }) => type)
    await this.#learn(oids)
    return (row) => encodeParams(this.#types.registry, oids, row)
  }

  /** Prepares everything anew; some of it the server may still know. */
  dropAll(): void {
    this.#statements.dropAll()
  }

  /** Prepares everything anew, because the server has forgotten all. */
  clear(): void {
    this.#statements.clear()
  }

  async #runPrepared(prepared: Prepared, params: readonly unknown[], opening?: Opening): Promise<Result<UnknownRow>> {
    if (prepared.shape === undefined) await this.#complete(prepared)
    const encoded = encodeWithoutTypes(params) ?? encodeParams(this.#types.registry, prepared.parameters, params)
    const begins = opening?.sent === false
    try {
      return await this.#channel.submit((settle) => new Execution(prepared, encoded, settle), opening)
    } catch (error) {
      if (!isOutOfDate(error)) throw error
      this.#giveUp(prepared, error)
      if (begins) await this.#beginAgain(opening)
      if (this.#isInside(opening)) throw error
      return this.#runFirst(prepared.text, params, opening)
    }
  }

  // The first statement of a transaction is all that it has done so far, so the transaction can be begun again with it.
  async #beginAgain(opening: Opening): Promise<void> {
    if (this.#channel.inTransaction()) await this.#channel.rollback()
    opening.sent = false
  }

  async #complete(prepared: Prepared): Promise<void> {
    await this.#learn([...prepared.parameters, ...prepared.fields.map(({ type }) => type)])
    prepared.shape = this.#types.shape(prepared.fields, 'fastest')
  }

  #giveUp(prepared: Prepared, error: unknown): void {
    if (isDeallocated(error)) this.#statements.dropAll()
    else this.#statements.drop(prepared)
  }

  // What fails inside a transaction cannot be repeated, since the transaction is aborted.
  #isInside(opening: Opening | undefined): boolean {
    return opening?.sent === true || this.#channel.inTransaction()
  }

  async #runFirst(text: string, params: readonly unknown[], opening?: Opening): Promise<Result<UnknownRow>> {
    if (!this.#types.isKnown(text)) this.#admit(text)
    if (this.#types.mostPrepared === 0) return this.#runUnnamed(text, params, opening)
    try {
      return await this.#prepare(text, params, opening)
    } catch (error) {
      if (!isShared(error)) throw error
      // A name that was given just now is somebody else's: a pooler shares the sessions out, this one and all others.
      this.#types.mostPrepared = 0
      if (this.#isInside(opening)) throw error
      return this.#runUnnamed(text, params)
    }
  }

  #admit(text: string): void {
    refuseCopy(text)
    this.#types.remember(text)
  }

  #prepare(text: string, params: readonly unknown[], opening?: Opening): Promise<Result<UnknownRow>> {
    const encoded = encodeWithoutTypes(params)
    return encoded === undefined
      ? this.#prepareThenRun(text, params, opening)
      : this.#prepareAndRun(text, encoded, opening)
  }

  // The types of the parameters are asked of this very session, so that no value is ever written for another type than it is read.
  async #prepareThenRun(text: string, params: readonly unknown[], opening?: Opening): Promise<Result<UnknownRow>> {
    const naming = this.#statements.naming(text)
    const described = await this.#channel.submit<Described>((settle) => new Preparation(text, naming, settle), opening)
    return this.#runPrepared(this.#statements.add(text, naming, described), params, opening)
  }

  // A statement that fails when it is run is nevertheless prepared.
  #prepareAndRun(text: string, encoded: readonly Encoded[], opening?: Opening): Promise<Result<UnknownRow>> {
    const naming = this.#statements.naming(text)
    const keep = (described: Described) => void this.#statements.add(text, naming, described)
    return this.#runAtOnce({ text, naming, keep }, encoded, opening)
  }

  async #runUnnamed(text: string, params: readonly unknown[], opening?: Opening): Promise<Result<UnknownRow>> {
    const encoded =
      encodeWithoutTypes(params) ??
      encodeParams(this.#types.registry, await this.#parameterTypes(text, opening), params)
    return this.#runAtOnce({ text, naming: unnamed }, encoded, opening)
  }

  async #parameterTypes(text: string, opening?: Opening): Promise<readonly number[]> {
    const known = this.#types.parametersOf(text)
    if (known !== undefined) return known
    const { parameters } = await this.#channel.submit<Described>(
      (settle) => new Preparation(text, unnamed, settle),
      opening,
    )
    await this.#learn(parameters)
    this.#types.remember(text, parameters)
    return parameters
  }

  async #runAtOnce(
    statement: { readonly text: string; readonly naming: Naming; readonly keep?: (described: Described) => void },
    encoded: readonly Encoded[],
    opening?: Opening,
  ): Promise<Result<UnknownRow>> {
    const { result, shape } = await this.#channel.submit<{ result: Result<Row>; shape: RowShape | undefined }>(
      (settle) => new FirstExecution({ ...statement, types: this.#types }, encoded, settle),
      opening,
    )
    if (shape !== undefined && shape.unknownTypes.length > 0) await this.#decodeLate(result.rows, shape)
    return result
  }

  async #learn(oids: readonly number[]): Promise<void> {
    const missing = this.#types.registry.missing(oids)
    if (missing.length === 0) return
    const { rows } = await this.#runAtOnce({ text: typeQuery, naming: unnamed }, [`{${missing.join(',')}}`])
    this.#types.registry.learn(rows as object[] as TypeRow[], missing)
  }

  async #decodeLate(rows: readonly Row[], { fields, unknownTypes }: RowShape): Promise<void> {
    await this.#learn(unknownTypes)
    const late = fields.filter(({ type }) => unknownTypes.includes(type))
    for (const row of rows) for (const { name, type } of late) this.#decodeCell(row, name, type)
  }

  #decodeCell(row: Row, name: string, type: number): void {
    const text = row[name]
    if (typeof text === 'string') row[name] = this.#types.registry.decoder(type)?.(text) ?? text
  }
}

/** The parameters as they are sent; `undefined` if the type of one decides about that. */
function encodeWithoutTypes(params: readonly unknown[]): Encoded[] | undefined {
  refuseTooMany(params)
  const encoded: Encoded[] = []
  for (const param of params) {
    const text = encodeUntyped(param)
    if (text === undefined) return undefined
    encoded.push(text)
  }
  return encoded
}
