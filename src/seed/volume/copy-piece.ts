import { copiedRow, DatabaseError, messageOf, RowhouseError } from '../../errors/index.ts'
import type { Queryable } from '../../query/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
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
  for (const row of piece.take()) yield names.map((name) => row[name])
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
  const row = error instanceof RowhouseError ? error.facts.row : copiedRow(error)
  if (!(error instanceof DatabaseError || error instanceof RowhouseError) || typeof row !== 'number') return error
  const number = numberOf(make, from, row)
  const reason = messageOf(error)
  const message = `seed ${seed}: number ${number}: ${reason}; correct its "row". What was loaded before stays`
  return new RowhouseError('SEED_FAILED', message, {
    cause: error,
    facts: { seed, number, ...(error instanceof DatabaseError && { sqlState: error.code }) },
  })
}

/** Whose row is the so-manieth from there? */
function numberOf(make: MakeRows, from: number, row: number): number {
  let number = from
  for (let seen = [...make(number)].length; seen < row; seen += [...make(number)].length) number += 1
  return number
}
