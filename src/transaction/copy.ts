import type { Connection, Opening } from '../connection/index.ts'
import { RowhouseError } from '../errors/index.ts'
import { type CopyOptions, type CopyRows, type Interruption, interruptibly } from '../query/index.ts'
import { quoteIdentifier } from '../sql/index.ts'

/** Where rows are copied to. */
export interface CopyTarget {
  /** `table`, `schema.table`, or the parts one by one where a name holds a dot. */
  readonly table: string | readonly string[]
  readonly columns: readonly string[]
}

type EncodeRow = (row: readonly unknown[]) => readonly (string | null)[]

// What the server reads in one go, and what a socket takes without waiting.
const chunkSize = 65_536

// An insert of so many values is about as fast as one of more, and far from what a statement can take.
const mostValues = 5000

/** Copies rows into a table, in the transaction that is open on the connection. Answers how many there were. */
export async function copyRows(
  { connection, opening }: { readonly connection: Connection; readonly opening: Opening },
  target: CopyTarget,
  { rows, options }: { readonly rows: CopyRows; readonly options: CopyOptions },
): Promise<number> {
  const { name, columns } = quoted(target)
  const encode = await connection.columnEncoder(`select ${columns} from ${name}`, opening)
  return interruptibly(options, (due) => {
    const source = new RowSource(target, rows, { encode, due, onProgress: options.onProgress })
    return connection.takesCopy
      ? connection.copy(`copy ${name} (${columns}) from stdin`, source.chunks())
      : source.insertInto(connection, name, columns)
  })
}

function quoted({ table, columns }: CopyTarget): { name: string; columns: string } {
  if (columns.length === 0) throw new RowhouseError('INVALID_OPTION', 'copyInto needs the names of the columns')
  const parts = typeof table === 'string' ? table.split('.') : table
  return { name: parts.map(quoteIdentifier).join('.'), columns: columns.map(quoteIdentifier).join(', ') }
}

interface Reading {
  readonly encode: EncodeRow
  readonly due: Interruption
  readonly onProgress: CopyOptions['onProgress']
}

/** The rows of one copy, in the form in which they are sent. */
class RowSource {
  readonly #columns: readonly string[]
  readonly #rows: CopyRows
  readonly #reading: Reading
  #count = 0
  #bytes = 0

  constructor({ columns }: CopyTarget, rows: CopyRows, reading: Reading) {
    this.#columns = columns
    this.#rows = rows
    this.#reading = reading
  }

  /** PostgreSQL's text format, in pieces of about 64 kB. */
  async *chunks(): AsyncGenerator<Buffer> {
    let text = ''
    for await (const rows of this.#batches(100)) {
      for (const row of rows) text += this.#line(row)
      if (text.length < chunkSize) continue
      yield this.#chunk(text)
      text = ''
    }
    if (text !== '') yield this.#chunk(text)
  }

  /** The same by inserts, for a session that takes no COPY from the client. */
  async insertInto(connection: Connection, name: string, columns: string): Promise<number> {
    const width = this.#columns.length
    for await (const rows of this.#batches(Math.max(1, Math.floor(mostValues / width)))) {
      for (const row of rows) this.#encoded(row)
      const places = rows.map((_row, index) => placeholders(index * width, width))
      await connection.run(`insert into ${name} (${columns}) values ${places.join(', ')}`, rows.flat())
      this.#reading.onProgress?.({ rows: this.#count, bytes: this.#bytes })
    }
    return this.#count
  }

  // The rows are taken many at a time, because waiting for each by itself costs more than encoding it.
  async *#batches(size: number): AsyncGenerator<(readonly unknown[])[]> {
    let batch: (readonly unknown[])[] = []
    const rows = Symbol.iterator in this.#rows ? [this.#rows] : this.#singly(this.#rows)
    for await (const some of rows) {
      for (const row of some) {
        if (batch.push(row) < size) continue
        this.#reading.due.throwIfDue()
        yield batch
        batch = []
      }
    }
    if (batch.length > 0) yield batch
  }

  // A source that never gives another row must not keep a call that nobody waits for.
  async *#singly(rows: AsyncIterable<readonly unknown[]>): AsyncGenerator<(readonly unknown[])[]> {
    const iterator = rows[Symbol.asyncIterator]()
    try {
      for (;;) {
        const { done, value } = await this.#reading.due.orDue(iterator.next(), () => undefined)
        if (done) return
        yield [value]
      }
    } finally {
      void iterator.return?.()
    }
  }

  #line(row: readonly unknown[]): string {
    const encoded = this.#encoded(row)
    let line = ''
    for (let index = 0; index < encoded.length; index++) line += (index === 0 ? '' : '\t') + cell(encoded[index]!)
    return `${line}\n`
  }

  #encoded(row: readonly unknown[]): readonly (string | null)[] {
    this.#count += 1
    if (row.length !== this.#columns.length) throw wrongWidth(this.#count, row.length, this.#columns.length)
    try {
      return this.#reading.encode(row)
    } catch (error) {
      throw error instanceof RowhouseError ? located(error, this.#count, this.#columns) : error
    }
  }

  #chunk(text: string): Buffer {
    const chunk = Buffer.from(text)
    this.#bytes += chunk.length
    this.#reading.onProgress?.({ rows: this.#count, bytes: this.#bytes })
    return chunk
  }
}

const special = /[\\\b\f\n\r\t\v]/g
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}

function cell(text: string | null): string {
  if (text === null) return '\\N'
  return text.search(special) === -1 ? text : text.replace(special, (character) => escapes[character]!)
}

function placeholders(from: number, count: number): string {
  return `(${Array.from({ length: count }, (_, index) => `$${from + index + 1}`).join(', ')})`
}

function wrongWidth(row: number, given: number, expected: number): RowhouseError {
  return new RowhouseError(
    'INVALID_PARAMETER',
    `row ${row} has ${given} values for ${expected} columns; give one value for each column`,
    { facts: { row, given, expected } },
  )
}

function located(error: RowhouseError, row: number, columns: readonly string[]): RowhouseError {
  const column = columns[Number(error.facts.parameter) - 1]
  return new RowhouseError(error.code, `row ${row}, column ${column}: ${error.message}`, {
    facts: { ...error.facts, row, column },
    cause: error.cause,
  })
}
