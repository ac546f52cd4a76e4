import { didYouMean } from '../../config/index.ts'
import { RowhouseError } from '../../errors/index.ts'
import type { ColumnShape, ForeignKey, TableShape } from './shape.ts'

function invalid(table: string, sentence: string, facts: object, cause?: unknown): RowhouseError {
  return new RowhouseError('FACTORY_INVALID', `create('${table}'): ${sentence}`, { facts: { table, ...facts }, cause })
}

/** A value was given for a column that does not exist. */
export function unknownColumn({ table, columns }: TableShape, column: string): RowhouseError {
  const known = columns.map(({ name }) => name)
  const advice = didYouMean(column, known) || `; its columns are ${known.join(', ')}`
  return invalid(table, `the table has no column ${column}${advice}`, { column })
}

/** No value could be made up for a column. */
export function valueNeeded({ table }: TableShape, { name, type, checks }: ColumnShape): RowhouseError {
  const why = checks.length === 0 ? '' : ` that passes ${checks.join(' and ')}`
  return invalid(table, `no ${type} could be made up for ${name}${why}; give it: { ${name}: … }`, { column: name })
}

/** A check of several columns refused the row, in which these columns were not given. */
export function checkRefused(
  { table }: TableShape,
  constraint: string,
  columns: readonly string[],
  cause: unknown,
): RowhouseError {
  const sentence = `the check ${constraint} refused the row; give ${columns.join(' or ')} as well`
  return invalid(table, sentence, { constraint, columns }, cause)
}

/** A row needs itself, by way of its parents. */
export function circle({ table }: TableShape, { columns, parent }: ForeignKey): RowhouseError {
  const sentence = `its rows need one of ${parent}, which needs one of these; give ${columns.join(' and ')}`
  return invalid(table, sentence, { columns })
}
