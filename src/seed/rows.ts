import type { Failure, PreparedRow } from './prepared.ts'
import type { SeedRows } from './seed.ts'

/** What is done to a row before it is written. */
export interface Preparation {
  label(row: object): string | undefined
  /** What is to be written. Throws when the row is malformed. */
  prepare(row: object): object
}

/** Numbers and prepares rows as they come; a malformed one comes out as its failure. */
export async function* prepareRows(
  rows: SeedRows<object>,
  preparation: Preparation,
): AsyncGenerator<PreparedRow | Failure> {
  let number = 0
  for await (const row of rows) yield prepareRow(row, ++number, preparation)
}

function prepareRow(row: object, number: number, preparation: Preparation): PreparedRow | Failure {
  const numbered: { number: number; label?: string } = { number }
  try {
    const label = preparation.label(row)
    if (label !== undefined) numbered.label = label
    return { ...numbered, value: preparation.prepare(row) }
  } catch (error) {
    return { row: numbered, error }
  }
}

/** Whether preparing the row failed. */
export function isFailure(row: PreparedRow | Failure): row is Failure {
  return 'error' in row
}

/** How rows stand together in batches. */
export interface BatchShape {
  readonly size: number
  /** Rows of one batch agree in it. */
  group(value: object): string
}

/** Cuts rows into batches without changing their order. */
export async function* batches(
  rows: AsyncIterable<PreparedRow> | Iterable<PreparedRow>,
  { size, group }: BatchShape,
): AsyncGenerator<PreparedRow[]> {
  let batch: PreparedRow[] = []
  let batchGroup = ''
  for await (const row of rows) {
    const rowGroup = group(row.value)
    if (batch.length === size || (batch.length > 0 && rowGroup !== batchGroup)) {
      yield batch
      batch = []
    }
    batchGroup = rowGroup
    batch.push(row)
  }
  if (batch.length > 0) yield batch
}

/** The name by which people know the row: its `name` or `id`. */
export function usualLabel(row: object): string | undefined {
  const columns = new Map<string, unknown>(Object.entries(row ?? {}))
  const label = [columns.get('name'), columns.get('id')].find((value) => ['string', 'number'].includes(typeof value))
  return label === undefined ? undefined : String(label)
}
