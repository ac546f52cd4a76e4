import { copiedRow, DatabaseError, messageOf, RowhouseError } from '../../errors/index.ts'
import type { Queryable } from '../../query/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import { isFailureOfRow } from '../failures.ts'
import { type Target, type TargetColumn, writtenColumns } from '../target.ts'
import { advanceSequence } from '../upsert.ts'
import type { MakeRows, Piece } from './make-rows.ts'

/** A piece and the table that it goes into. */
export interface PieceCopy {
  readonly seed: string
  readonly target: Target
  readonly make: MakeRows
  readonly piece: Piece
}

/**
 * Copies the rows of a piece into their table and answers how many there were. Throws `SEED_FAILED` with the number and
 * the column of a row that the table refuses.
 */
export async function copyPiece(tx: Queryable, copy: PieceCopy): Promise<number> {
  const { target, make, piece } = copy
  const columns = columnsOfFirst(target, make, piece)
  if (columns.length === 0) return skipEmpty(piece)
  const from = piece.next
  try {
    const names = columns.map(({ name }) => name)
    const count = await copyInto(tx, target, columns, valuesOf(piece, names))
    for (const { name, sequence } of columns) {
      if (sequence !== null) await tx.execute(advanceSequence(target, name, sequence), [sequence])
    }
    return count
  } catch (error) {
    throw refused(error, copy, from)
  }
}

// A number may have no rows; then the columns are those of the next one that has some.
function columnsOfFirst(target: Target, make: MakeRows, { next, end }: Piece): TargetColumn[] {
  for (let number = next; number < end; number++) {
    for (const row of make(number)) return writtenColumns(target, Object.keys(row))
  }
  return []
}

function skipEmpty(piece: Piece): number {
  piece.next = piece.end
  return 0
}

function* valuesOf(piece: Piece, names: readonly string[]): Generator<unknown[]> {
  let width: number | undefined
  for (const row of piece.take()) {
    width ??= Object.keys(row).length
    if (Object.keys(row).length !== width) throw otherColumns(piece, names)
    if (names.some((name) => row[name] === undefined)) throw otherColumns(piece, names)
    yield names.map((name) => row[name])
  }
}

// A column that only some rows have would be lost, or null instead of its default.
function otherColumns({ next, rows }: Piece, names: readonly string[]): RowhouseError {
  const message = `the rows have different columns; give every row ${names.join(', ')}, with null where nothing is known`
  return new RowhouseError('INVALID_VALUE', message, { facts: { number: next, row: rows } })
}

async function copyInto(
  tx: Queryable,
  { schema, name }: Target,
  columns: readonly TargetColumn[],
  rows: Iterable<readonly unknown[]>,
): Promise<number> {
  const names = columns.map((column) => column.name)
  if (!columns.some(({ identity }) => identity)) return tx.copyInto([schema, name], names, rows)
  // COPY writes into `generated always as identity`, but the embedded database takes rows by insert, which does not.
  const table = `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`
  const list = names.map(quoteIdentifier).join(', ')
  await tx.script(`create temporary table rowhouse_piece on commit drop as select ${list} from ${table} limit 0`)
  await tx.copyInto(['pg_temp', 'rowhouse_piece'], names, rows)
  const count = await tx.execute(
    `insert into ${table} (${list}) overriding system value select ${list} from rowhouse_piece`,
  )
  await tx.script('drop table rowhouse_piece')
  return count
}

function refused(error: unknown, { seed, make }: PieceCopy, from: number): unknown {
  if (!isFailureOfRow(error)) return error
  const row = error instanceof RowhouseError ? error.facts.row : copiedRow(error)
  const number = typeof row === 'number' ? numberOf(make, from, row) : undefined
  // The embedded database does not tell which of the rows it was.
  const place = number === undefined ? `a row from number ${from} on` : `number ${number}`
  const message = `seed ${seed}: ${place}: ${messageOf(error)}; correct its "row". What was loaded before stays`
  const sqlState = error instanceof DatabaseError ? { sqlState: error.code, constraint: error.constraint } : {}
  return new RowhouseError('SEED_FAILED', message, {
    cause: error,
    facts: { seed, ...(number !== undefined && { number }), ...sqlState },
  })
}

/** Whose row is the so-manieth from there? */
function numberOf(make: MakeRows, from: number, row: number): number {
  let number = from
  for (let seen = [...make(number)].length; seen < row; seen += [...make(number)].length) number += 1
  return number
}
