import type { ServerErrorFields } from '../../errors/index.ts'
import type { Message } from './message.ts'

/** A column of an answer, as RowDescription tells of it. */
export interface Field {
  readonly name: string
  /** The oid of the table that the column is taken from as it is; 0 if none. */
  readonly table: number
  /** The number of the column in that table. */
  readonly column: number
  /** The oid of its type. */
  readonly type: number
}

/** Reads RowDescription. */
export function readFields(message: Message): Field[] {
  return Array.from({ length: message.int16() }, () => readField(message))
}

function readField(message: Message): Field {
  const name = message.text()
  const table = message.oid()
  const column = message.int16()
  const type = message.oid()
  // The size, the modifier and the format of the type, which is always asked for as it is wanted.
  message.skip(8)
  return { name, table, column, type }
}

/** Reads ParameterDescription: the oids of the parameters' types. */
export function readParameterTypes(message: Message): number[] {
  return Array.from({ length: message.int16() }, () => message.oid())
}

/** The first word and the number in a command tag: `INSERT 0 5` is `INSERT` and 5; no number is `undefined`. */
export interface CommandTag {
  readonly command: string
  readonly count: number | undefined
}

const SPACE = 32
const LETTER_S = 83
const LETTER_U = 85

/** Reads CommandComplete. */
export function readTag({ bytes, at, end }: Message): CommandTag {
  let first = at
  while (first < end - 1 && bytes[first] !== SPACE) first++
  const command = commandAt(bytes, at, first)
  return { command, count: first === end - 1 ? undefined : countAt(bytes, end) }
}

// What is run by the thousand is told by its first letter and its length; no other command has both.
function commandAt(bytes: Buffer, start: number, end: number): string {
  if (end - start === 6) {
    if (bytes[start] === LETTER_S) return 'SELECT'
    if (bytes[start] === LETTER_U) return 'UPDATE'
  }
  return bytes.toString('latin1', start, end)
}

function countAt(bytes: Buffer, end: number): number | undefined {
  let start = end - 1
  while (bytes[start - 1] !== SPACE) start--
  let count = 0
  for (let at = start; at < end - 1; at++) {
    const digit = bytes[at]! - 48
    if (digit < 0 || digit > 9) return undefined
    count = count * 10 + digit
  }
  return count
}

/** Reads ErrorResponse. */
export function readError(message: Message): ServerErrorFields {
  const fields = new Map<number, string>()
  for (let type = message.byte(); type !== 0; type = message.byte()) fields.set(type, message.text())
  const of = (letter: string) => fields.get(letter.charCodeAt(0))
  const position = of('P')
  return {
    message: of('M') ?? '',
    code: of('C') ?? '',
    // The severity that is never translated, where the server sends it.
    severity: of('V') ?? of('S'),
    detail: of('D'),
    hint: of('H'),
    position: position === undefined ? undefined : Number(position),
    where: of('W'),
    schema: of('s'),
    table: of('t'),
    column: of('c'),
    dataType: of('d'),
    constraint: of('n'),
  }
}
