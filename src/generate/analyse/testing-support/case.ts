import { expect } from 'vitest'
import type { Queryable, UnknownRow } from '../../../query/index.ts'
import type { Analyser, Analysis, Column, Parameter } from '../index.ts'
import { conforms } from './conforms.ts'

/** A query with what the analyser has to say of it. */
export interface Case {
  readonly text: string
  /** `name: type` or `name: type | null`, separated by commas and line ends. */
  readonly columns: readonly string[]
  readonly params?: readonly string[]
  /** What to run it with. Default: nothing. */
  readonly args?: readonly unknown[]
  /** Columns that are called nullable though no data could make them null: precision that is missing. */
  readonly loose?: readonly string[]
}

/** Analyses the query and compares with what the case expects. */
export async function expectClaims(
  analyser: Analyser,
  { text, columns, params = [] }: Case,
): Promise<readonly Column[]> {
  const analysis = await analyser.analyse(text)
  if ('error' in analysis) throw new Error(`${analysis.error.message}\n${text}`)
  expect(claimsIn(analysis)).toEqual({ columns, params })
  return analysis.columns
}

/** An analysis in the words of a case; nothing for an error. */
export function claimsIn(analysis: Analysis): { columns: string[]; params: string[] } {
  if ('error' in analysis) return { columns: [], params: [] }
  return { columns: analysis.columns.map(shown), params: analysis.params.map(shown) }
}

function shown({ name, type, nullable }: Column | Parameter): string {
  return `${name}: ${type}${nullable ? ' | null' : ''}`
}

/** Runs a query for its rows, and undoes what it did. */
export async function rowsOf(db: Queryable, text: string, args: readonly unknown[] = []): Promise<UnknownRow[]> {
  let rows: UnknownRow[] = []
  await db
    .transaction(async (tx) => {
      rows = await tx.many(text, args)
      throw undone
    })
    .catch((error: unknown) => {
      if (error !== undone) throw error
    })
  return rows
}

const undone = new Error('undone')

/** What is wrong with the claims about columns, seen the rows: a null or a value that they exclude. */
export function falseClaims(rows: readonly UnknownRow[], columns: readonly Column[]): string[] {
  return columns.flatMap(({ name, type, nullable }) => {
    const values = rows.map((row) => row[name])
    const wrong = values.filter((value) => (value === null ? !nullable && !holdsNull(type) : !conforms(value, type)))
    return wrong.map((value) => `${name}: ${type}${nullable ? ' | null' : ''} holds ${JSON.stringify(value)}`)
  })
}

// A json value can be the null of JSON.
function holdsNull(type: string): boolean {
  return conforms(null, type)
}

/** The columns that are called nullable and hold no null in these rows. */
export function unwitnessed(rows: readonly UnknownRow[], columns: readonly Column[]): string[] {
  const nullable = columns.filter((column) => column.nullable).map(({ name }) => name)
  return nullable.filter((name) => !rows.some((row) => row[name] === null))
}
