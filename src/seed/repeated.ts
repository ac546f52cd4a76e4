import { RowhouseError } from '../errors/index.ts'
import type { Failure, PreparedRow } from './prepared.ts'
import { isFailure } from './rows.ts'

/** How rows with the same key are found. */
export interface KeyMemory {
  readonly key: (value: object) => string
  /** How many of the latest rows are remembered. */
  readonly size: number
}

/** Turns a row whose key an earlier one has already into a failure that names the earlier one. */
export async function* refuseRepeated(
  rows: AsyncIterable<PreparedRow | Failure>,
  { key, size }: KeyMemory,
): AsyncGenerator<PreparedRow | Failure> {
  const numbers = new Map<string, number>()
  for await (const row of rows) {
    if (isFailure(row)) {
      yield row
      continue
    }
    const text = key(row.value)
    const first = numbers.get(text)
    yield first === undefined ? row : { row, error: repeated(first) }
    if (first === undefined) numbers.set(text, row.number)
    if (numbers.size > size) forgetOldest(numbers)
  }
}

function repeated(first: number): RowhouseError {
  return new RowhouseError('INVALID_VALUE', `its key is that of row ${first}; a key may stand in a seed only once`, {
    facts: { first },
  })
}

function forgetOldest(numbers: Map<string, number>): void {
  const [oldest] = numbers.keys()
  if (oldest !== undefined) numbers.delete(oldest)
}
