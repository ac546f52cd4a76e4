import { createReadStream } from 'node:fs'
import { messageOf, RowhouseError } from '../errors/index.ts'

/** A record of a CSV file. An empty value is null, unless it stands in quotes. */
export interface CsvRecord {
  /** The line on which it begins, from 1. */
  readonly line: number
  readonly values: readonly (string | null)[]
}

/**
 * The rows of a CSV file as it is read; its first record names the columns. Throws `SEED_INVALID` with the file, the
 * line and the column.
 */
export async function* readCsv(file: string): AsyncGenerator<Record<string, string | null>> {
  let columns: readonly string[] | undefined
  for await (const record of parseCsv(chunksOf(file), file)) {
    if (columns === undefined) columns = checkHeader(record, file)
    else yield toRow(columns, record, file)
  }
}

async function* chunksOf(file: string): AsyncGenerator<string> {
  try {
    for await (const chunk of createReadStream(file, 'utf8')) yield String(chunk)
  } catch (cause) {
    const message = `${file} cannot be read: ${messageOf(cause)}; paths are relative to the project's folder`
    throw new RowhouseError('SEED_INVALID', message, { cause, facts: { file } })
  }
}

function checkHeader({ values, line }: CsvRecord, file: string): readonly string[] {
  const names = values.map((name) => name ?? '')
  const column = names.findIndex((name, index) => name === '' || names.indexOf(name) !== index) + 1
  if (column === 0) return names
  throw wrong(file, { line, column }, 'the first line has to name each column once')
}

function toRow(columns: readonly string[], { values, line }: CsvRecord, file: string): Record<string, string | null> {
  if (values.length !== columns.length) {
    const problem = `there are ${values.length} values for ${columns.length} columns; quote a value that holds a comma`
    throw wrong(file, { line, column: Math.min(values.length, columns.length) + 1 }, problem)
  }
  return Object.fromEntries(columns.map((column, index) => [column, values[index] ?? null]))
}

interface Place {
  readonly line: number
  readonly column: number
}

function wrong(file: string, { line, column }: Place, problem: string): RowhouseError {
  const message = `${file}, line ${line}, column ${column}: ${problem}`
  return new RowhouseError('SEED_INVALID', message, { facts: { file, line, column } })
}

/** The records of a CSV text (RFC 4180; lines end with CRLF or LF; a byte order mark is passed over). */
export async function* parseCsv(
  chunks: AsyncIterable<string> | Iterable<string>,
  file: string,
): AsyncGenerator<CsvRecord> {
  const reader = new CsvReader(file)
  for await (const chunk of chunks) yield* reader.read(chunk)
  yield* reader.end()
}

/** Where a reader stands: before a value, in one without quotes, in one with quotes, after a quote within that, after a CR. */
type State = 'start' | 'plain' | 'quoted' | 'quote' | 'return'

class CsvReader {
  readonly #file: string
  #state: State = 'start'
  #text = ''
  #values: (string | null)[] = []
  #line = 1
  #recordLine = 1
  #atBeginning = true

  constructor(file: string) {
    this.#file = file
  }

  *read(chunk: string): Generator<CsvRecord> {
    const text = this.#atBeginning ? chunk.replace(/^\uFEFF/, '') : chunk
    this.#atBeginning &&= chunk === ''
    for (const character of text) {
      const record = this.#take(character)
      if (record !== undefined) yield record
    }
  }

  *end(): Generator<CsvRecord> {
    if (this.#state === 'quoted') throw this.#wrong('a quote is opened and never closed')
    if (this.#state === 'return') throw this.#wrong('a carriage return stands alone; quote the value')
    if (this.#state !== 'start' || this.#values.length > 0) yield this.#endRecord()
  }

  #take(character: string): CsvRecord | undefined {
    if (this.#state === 'quoted') return this.#takeQuoted(character)
    if (this.#state === 'return' && character !== '\n') {
      throw this.#wrong('a carriage return stands alone; quote the value')
    }
    if (character === '"') return this.#takeQuote()
    if (character === ',') return this.#endValue()
    if (character === '\n') return this.#endRecord()
    if (character === '\r') return this.#takeReturn()
    return this.#takePlain(character)
  }

  #takeQuoted(character: string): undefined {
    if (character === '"') {
      this.#state = 'quote'
      return
    }
    if (character === '\n') this.#line += 1
    this.#text += character
  }

  #takeQuote(): undefined {
    if (this.#state === 'plain') throw this.#wrong('a quote stands within a value without quotes; quote and double it')
    if (this.#state === 'quote') this.#text += '"'
    this.#state = 'quoted'
  }

  #takePlain(character: string): undefined {
    if (this.#state === 'quote') throw this.#wrong('something follows the closing quote; double the quotes within')
    this.#text += character
    this.#state = 'plain'
  }

  #takeReturn(): undefined {
    this.#values.push(this.#value())
    this.#state = 'return'
  }

  #endValue(): undefined {
    this.#values.push(this.#value())
    this.#state = 'start'
  }

  #endRecord(): CsvRecord {
    if (this.#state !== 'return') this.#values.push(this.#value())
    const record = { line: this.#recordLine, values: this.#values }
    this.#line += 1
    this.#recordLine = this.#line
    this.#values = []
    this.#state = 'start'
    return record
  }

  #value(): string | null {
    const value = this.#text === '' && this.#state !== 'quote' ? null : this.#text
    this.#text = ''
    return value
  }

  #wrong(problem: string): RowhouseError {
    return wrong(this.#file, { line: this.#line, column: this.#values.length + 1 }, problem)
  }
}
