import type { FieldDef, Connection as Wire } from 'pg'
import type { ColumnDescription, StatementDescription } from '../query/index.ts'
import type { Decode, TypeRegistry } from '../values/index.ts'

/** What a statement answered, before types that are met for the first time have been looked up. */
export interface RawResult {
  readonly rows: Record<string, unknown>[]
  readonly rowCount: number
  readonly command: string
  /** Type oids in the result that the registry does not know; their columns hold PostgreSQL's text. */
  readonly unknownTypes: readonly number[]
  readonly fields: readonly FieldDef[]
}

interface Settle<T> {
  readonly resolve: (value: T) => void
  readonly reject: (error: unknown) => void
}

/**
 * The part that every message exchange shares with `pg`'s extension point for custom queries (an object with `submit` and
 * `handle…` methods). It settles only when the server says ReadyForQuery (or the connection ends), also after an error: before
 * that the transaction status is the old one and the next statement would have to queue inside the driver.
 */
abstract class Exchange<T> {
  readonly #settle: Settle<T>
  #failure: unknown

  constructor(settle: Settle<T>) {
    this.#settle = settle
  }

  abstract submit(wire: Wire): void
  protected abstract answer(): T

  protected fail(error: unknown): void {
    this.#failure ??= error
  }

  protected get failed(): boolean {
    return this.#failure !== undefined
  }

  handleError(error: unknown, wire: Wire): void {
    this.fail(error)
    if (!isServerError(error) || error.severity === 'FATAL' || error.severity === 'PANIC') return this.#finish()
    const finish = () => {
      wire.removeListener('readyForQuery', finish)
      wire.removeListener('end', finish)
      this.#finish()
    }
    wire.once('readyForQuery', finish)
    wire.once('end', finish)
  }

  handleReadyForQuery(): void {
    this.#finish()
  }

  #finish(): void {
    if (this.#failure !== undefined) return this.#settle.reject(this.#failure)
    this.#settle.resolve(this.answer())
  }

  handleRowDescription(_message: { fields: FieldDef[] }): void {}
  handleDataRow(_message: { fields: (string | null)[] }): void {}
  handleCommandComplete(_message: { text: string }): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyData(): void {}
  handleCopyInResponse(wire: Wire): void {
    ;(wire as Wire & { sendCopyFail(reason: string): void }).sendCopyFail('rowhouse sends no COPY data here')
  }
}

function isServerError(error: unknown): error is { severity: string } {
  return typeof error === 'object' && error !== null && 'severity' in error && 'code' in error
}

/** One statement by the extended protocol: Parse, Bind, Describe, Execute, Sync in one write. */
export class Statement extends Exchange<RawResult> {
  readonly #text: string
  readonly #params: readonly (string | null)[]
  readonly #registry: TypeRegistry
  #fields: FieldDef[] = []
  #decoders: Decode[] = []
  #empty: Record<string, unknown> = {}
  #unknownTypes: number[] = []
  readonly #rows: Record<string, unknown>[] = []
  #tag = ''

  constructor(text: string, params: readonly (string | null)[], registry: TypeRegistry, settle: Settle<RawResult>) {
    super(settle)
    this.#text = text
    this.#params = params
    this.#registry = registry
  }

  override submit(wire: Wire): void {
    wire.stream.cork()
    wire.parse({ name: '', text: this.#text, types: [] }, true)
    wire.bind({ values: this.#params as string[] }, true)
    wire.describe({ type: 'P', name: '' }, true)
    wire.execute({ portal: '', rows: '' }, true)
    wire.sync()
    wire.stream.uncork()
  }

  override handleRowDescription(message: { fields: FieldDef[] }): void {
    this.#fields = message.fields
    this.#decoders = message.fields.map(({ dataTypeID }) => {
      const decode = this.#registry.decoder(dataTypeID)
      if (decode === undefined) this.#unknownTypes.push(dataTypeID)
      return decode ?? keepText
    })
    const empty = Object.create(null) as Record<string, unknown>
    for (const { name } of message.fields) empty[name] = null
    this.#empty = { ...empty }
  }

  override handleDataRow(message: { fields: (string | null)[] }): void {
    if (this.failed) return
    try {
      this.#rows.push(this.#row(message.fields))
    } catch (error) {
      this.fail(error)
    }
  }

  #row(cells: readonly (string | null)[]): Record<string, unknown> {
    const row = { ...this.#empty }
    const fields = this.#fields
    const decoders = this.#decoders
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]
      if (cell !== null) row[fields[i]!.name] = decoders[i]!(cell!)
    }
    return row
  }

  override handleCommandComplete(message: { text: string }): void {
    this.#tag = message.text
  }

  protected override answer(): RawResult {
    const tag = this.#tag
    const first = tag.indexOf(' ')
    const count = first < 0 ? Number.NaN : Number(tag.slice(tag.lastIndexOf(' ') + 1))
    return {
      rows: this.#rows,
      rowCount: Number.isNaN(count) ? this.#rows.length : count,
      command: first < 0 ? tag : tag.slice(0, first),
      unknownTypes: this.#unknownTypes,
      fields: this.#fields,
    }
  }
}

const keepText: Decode = (text) => text

/** Asks what a statement takes and answers, without running it: Parse, Describe, Sync. */
export class Description extends Exchange<StatementDescription> {
  readonly #text: string
  #params: readonly number[] = []
  #columns: readonly ColumnDescription[] = []
  readonly #keepTypes = (message: { dataTypeIDs: number[] }) => {
    this.#params = message.dataTypeIDs
  }

  constructor(text: string, settle: Settle<StatementDescription>) {
    super(settle)
    this.#text = text
  }

  override submit(wire: Wire): void {
    wire.once('parameterDescription', this.#keepTypes)
    wire.stream.cork()
    wire.parse({ name: '', text: this.#text, types: [] }, true)
    wire.describe({ type: 'S', name: '' }, true)
    wire.sync()
    wire.stream.uncork()
  }

  override handleRowDescription(message: { fields: FieldDef[] }): void {
    this.#columns = message.fields.map(({ name, dataTypeID, tableID, columnID }) => ({
      name,
      type: dataTypeID,
      ...(tableID !== 0 && { origin: { table: tableID, column: columnID } }),
    }))
  }

  override handleError(error: unknown, wire: Wire): void {
    wire.removeListener('parameterDescription', this.#keepTypes)
    super.handleError(error, wire)
  }

  protected override answer(): StatementDescription {
    return { params: this.#params, columns: this.#columns }
  }
}

/** A text of any number of statements by the simple protocol; rows are ignored. The answer is the last command tag. */
export class Script extends Exchange<string> {
  readonly #text: string
  #tag = ''

  constructor(text: string, settle: Settle<string>) {
    super(settle)
    this.#text = text
  }

  override submit(wire: Wire): void {
    wire.query(this.#text)
  }

  override handleCommandComplete(message: { text: string }): void {
    this.#tag = message.text
  }

  protected override answer(): string {
    return this.#tag
  }
}
