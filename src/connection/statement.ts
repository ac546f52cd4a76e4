import type { Result, StatementDescription } from '../query/index.ts'
import type { Described, Naming } from './naming.ts'
import type { Prepared } from './prepared.ts'
import type { Row, RowShape } from './row-shape.ts'
import type { StatementTypes } from './statement-types.ts'
import {
  Answer,
  codes,
  type Encoded,
  type Exchange,
  type Field,
  type Message,
  type Outgoing,
  readFields,
  readParameterTypes,
  readTag,
  type Settle,
} from './wire/index.ts'

/** Collects the rows of one statement and its command tag. */
abstract class Run<T> extends Answer<T> {
  protected shape: RowShape | undefined
  readonly #rows: Row[] = []
  protected command = ''
  #count: number | undefined

  override receive(message: Message): void {
    if (message.code === codes.DataRow) this.#add(message)
    else if (message.code === codes.CommandComplete) this.#complete(message)
  }

  // A row that cannot be read fails its statement; the rest of the answer still has to be taken from the wire.
  #add(message: Message): void {
    if (this.failed) return
    try {
      this.#rows.push(this.shape!.read(message))
    } catch (error) {
      this.fail(error)
    }
  }

  #complete(message: Message): void {
    const { command, count } = readTag(message)
    this.command = command
    this.#count = count
  }

  protected result(): Result<Row> {
    return { rows: this.#rows, rowCount: this.#count ?? this.#rows.length, command: this.command }
  }
}

/** Runs a prepared statement: Bind, Execute, Sync. What it answers is known, so nothing is described again. */
export class Execution extends Run<Result<Row>> {
  readonly #prepared: Prepared
  readonly #params: readonly Encoded[]

  /** The statement's shape must be there. */
  constructor(prepared: Prepared, params: readonly Encoded[], settle: Settle<Result<Row>>) {
    super(settle)
    this.#prepared = prepared
    this.#params = params
    this.shape = prepared.shape
  }

  override write(out: Outgoing): void {
    out.bind(this.#prepared.name, this.#params, this.shape?.formats ?? [])
    out.execute()
    out.sync()
  }

  override finish(ms: number): void {
    this.#prepared.pace.note(ms, this.command)
    super.finish(ms)
  }

  protected override answer(): Result<Row> {
    return this.result()
  }
}

/** Has the server prepare and describe a statement without running it: Parse, Describe, Sync. */
export class Preparation extends Answer<Described> {
  readonly #text: string
  readonly #naming: Naming
  #parameters: readonly number[] = []
  #fields: readonly Field[] = []

  constructor(text: string, naming: Naming, settle: Settle<Described>) {
    super(settle)
    this.#text = text
    this.#naming = naming
  }

  override write(out: Outgoing): void {
    prepare(out, this.#text, this.#naming)
    out.sync()
  }

  override receive(message: Message): void {
    if (message.code === codes.ParameterDescription) this.#parameters = readParameterTypes(message)
    else if (message.code === codes.RowDescription) this.#fields = readFields(message)
  }

  protected override answer(): Described {
    return { parameters: this.#parameters, fields: this.#fields }
  }
}

/** A statement that is prepared on the way. */
export interface FirstStatement {
  readonly text: string
  readonly naming: Naming
  readonly types: StatementTypes
  /** Called as soon as the server has prepared and described it, whatever becomes of its execution. */
  readonly keep?: (described: Described) => void
}

/** What it answered, before types that are met for the first time have been looked up. */
export interface FirstResult {
  readonly result: Result<Row>
  /** How the rows were read; columns of its unknown types stand as PostgreSQL's text. */
  readonly shape: RowShape | undefined
}

/** Prepares, describes and runs a statement in one go: Parse, Describe, Bind, Execute, Sync. */
export class FirstExecution extends Run<FirstResult> {
  readonly #statement: FirstStatement
  readonly #params: readonly Encoded[]
  #parameters: readonly number[] = []

  constructor(statement: FirstStatement, params: readonly Encoded[], settle: Settle<FirstResult>) {
    super(settle)
    this.#statement = statement
    this.#params = params
  }

  override write(out: Outgoing): void {
    const { text, naming } = this.#statement
    prepare(out, text, naming)
    out.bind(naming.name, this.#params, [])
    out.execute()
    out.sync()
  }

  override receive(message: Message): void {
    if (message.code === codes.ParameterDescription) this.#parameters = readParameterTypes(message)
    else if (message.code === codes.RowDescription) this.#describe(readFields(message))
    else if (message.code === codes.NoData) this.#describe([])
    else super.receive(message)
  }

  #describe(fields: readonly Field[]): void {
    this.shape = this.#statement.types.shape(fields, 'text')
    this.#statement.keep?.({ parameters: this.#parameters, fields })
  }

  override finish(ms: number): void {
    this.#statement.types.pace(this.#statement.text).note(ms, this.command)
    super.finish(ms)
  }

  protected override answer(): FirstResult {
    return { result: this.result(), shape: this.shape }
  }
}

// The Describe belongs to the Parse: the shape of a row is that of the statement in this session, whatever the same text means in
// another one.
function prepare(out: Outgoing, text: string, { name, closing }: Naming): void {
  for (const old of closing) out.close(old)
  out.parse(name, text)
  out.describe('S', name)
}

/** The public form of what Describe told. */
export function descriptionOf({ parameters, fields }: Described): StatementDescription {
  const columns = fields.map(({ name, type, table, column }) => ({
    name,
    type,
    ...(table !== 0 && { origin: { table, column } }),
  }))
  return { params: parameters, columns }
}

/** A text of any number of statements by the simple protocol; rows are ignored. The answer is the last command's first word. */
export class Script extends Answer<string> {
  readonly #text: string
  #command = ''

  constructor(text: string, settle: Settle<string>) {
    super(settle)
    this.#text = text
  }

  override write(out: Outgoing): void {
    out.query(this.#text)
  }

  override receive(message: Message): void {
    if (message.code === codes.CommandComplete) this.#command = readTag(message).command
  }

  protected override answer(): string {
    return this.#command
  }
}

/** COPY from the client. Its data follow when the server asks for them; the answer is how many rows it took. */
export class CopyIn extends Answer<number> {
  readonly copies = true
  readonly #text: string
  readonly #onReady: () => void
  #count = 0

  /** `onReady` is called when the server asks for the data. */
  constructor(text: string, onReady: () => void, settle: Settle<number>) {
    super(settle)
    this.#text = text
    this.#onReady = onReady
  }

  /** Does the server still want data? */
  get wanting(): boolean {
    return !this.failed
  }

  override write(out: Outgoing): void {
    out.query(this.#text)
  }

  override receive(message: Message): void {
    if (message.code === codes.CopyInResponse) this.#onReady()
    else if (message.code === codes.CommandComplete) this.#count = readTag(message).count ?? 0
  }

  protected override answer(): number {
    return this.#count
  }
}

/** An exchange before which a transaction is begun, in the same go: when `begin` fails, the server passes over the rest. */
export class Begun implements Exchange {
  readonly #begin: string
  readonly #first: Exchange
  #open = false

  constructor(begin: string, first: Exchange) {
    this.#begin = begin
    this.#first = first
  }

  write(out: Outgoing): void {
    out.parse('', this.#begin)
    out.bind('', [], [])
    out.execute()
    this.#first.write(out)
  }

  receive(message: Message): void {
    if (this.#open) this.#first.receive(message)
    else if (message.code === codes.CommandComplete) this.#open = true
  }

  fail(failure: unknown): void {
    this.#first.fail(failure)
  }

  finish(ms: number): void {
    this.#first.finish(ms)
  }
}
