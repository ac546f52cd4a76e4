import { createHash } from 'node:crypto'
import type { ColumnShape } from './shape.ts'

/** The column for which a value is made up, and the how-manieth row of its table it is for. */
export interface Wanted {
  readonly table: string
  readonly column: ColumnShape
  readonly number: number
}

/**
 * Values for a column as PostgreSQL reads them, the best first; none for a type of which nothing is known. The same for the same
 * table, column and number, and different for different numbers wherever the type has as many values.
 */
export function candidatesFor(wanted: Wanted): string[] {
  const { column, number } = wanted
  if (column.labels.length > 0) return [...column.labels]
  const make = byType[column.base] ?? byCategory[column.category]
  const values = make?.(wanted, number) ?? []
  return column.length === null ? values : values.map((value) => value.slice(-column.length!))
}

type Make = (wanted: Wanted, number: number) => string[]

const byType: Readonly<Record<string, Make>> = {
  bool: () => ['false', 'true'],
  date: (_wanted, number) => [instant(number * 1440).slice(0, 10)],
  timestamp: (_wanted, number) => [instant(number)],
  timestamptz: (_wanted, number) => [`${instant(number)}Z`],
  time: (_wanted, number) => [instant(number).slice(11)],
  timetz: (_wanted, number) => [`${instant(number).slice(11)}Z`],
  interval: (_wanted, number) => [`${number} minutes`],
  uuid: (wanted) => [uuid(wanted)],
  json: ({ column }) => ['{}', '[]', ...literals(column)],
  jsonb: ({ column }) => ['{}', '[]', ...literals(column)],
  bytea: (_wanted, number) => [`\\x${number.toString(16).padStart(8, '0')}`],
  inet: (_wanted, number) => [`10.0.${(number >> 8) % 256}.${number % 256}`],
  tsvector: (_wanted, number) => [`word${number}`],
}

const byCategory: Readonly<Record<string, Make>> = {
  A: () => ['{}'],
  N: numbers,
  R: () => ['empty'],
  S: texts,
}

function numbers({ column }: Wanted, number: number): string[] {
  const bounds = numbersIn(column)
  const near = bounds.flatMap((bound) => [bound + number, bound, bound + 1, bound - 1])
  return [...new Set([number, ...near, 0].map(String))]
}

// A text of each length that a check mentions, and of the number at its end, so that it differs from the next.
function texts({ column, table }: Wanted, number: number): string[] {
  const { name } = column
  const lengths = numbersIn(column).filter((length) => length > 0 && length <= 1000)
  return [
    ...byName(name, singular(table), number),
    `${name} ${number}`,
    `${name}-${number}`.replaceAll('_', '-').toLowerCase(),
    ...lengths.map((length) => String(number).padStart(length, 'a').slice(-length)),
    ...literals(column),
    // What a regular expression names, such as `hold` in ^(\d+|hold)$.
    ...literals(column).flatMap((literal) => literal.split(/[|()^$]+/)),
    String(number),
    '',
  ]
}

function byName(name: string, noun: string, number: number): string[] {
  if (/e_?mail/i.test(name)) return [`${noun}${number}@example.com`]
  if (/ur[li]$|website|link/i.test(name)) return [`https://example.com/${noun}/${number}`]
  return []
}

function singular(table: string): string {
  const name = table.split('.').at(-1)!.replaceAll('"', '')
  return name.replace(/ies$/, 'y').replace(/(?<!s)s$/, '')
}

// 2025-01-01 and as many minutes.
function instant(minutes: number): string {
  return new Date(Date.UTC(2025, 0, 1) + minutes * 60_000).toISOString().slice(0, 19)
}

// As random as version 4 looks, and the same every time.
function uuid({ table, column, number }: Wanted): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([table, column.name, number]))
    .digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function literals({ checks }: ColumnShape): string[] {
  return checks.flatMap((check) =>
    [...check.matchAll(/'((?:[^']|'')*)'/g)].map((match) => match[1]!.replaceAll("''", "'")),
  )
}

function numbersIn({ checks }: ColumnShape): number[] {
  return checks.flatMap((check) => [...check.matchAll(/(?<![\w'])-?\d+(?:\.\d+)?/g)].map((match) => Number(match[0])))
}
