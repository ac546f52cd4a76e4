import { RowhouseError } from '../errors/index.ts'
import type { Queryable } from '../query/index.ts'
import { add, nothing, type Write } from './batch.ts'
import { type Preparation, usualLabel } from './rows.ts'
import type { Seed, SeedContext, SeedCounts, TableSeed, WriterSeed } from './seed.ts'
import { checkKey, readTarget, type Target, writtenColumns } from './target.ts'
import { advanceSequence, upsertStatement } from './upsert.ts'

/** What a seed does with its rows, whichever form it has. */
export interface Writer extends Preparation {
  /** Rows that may stand in one batch agree in it. */
  group(value: object): string
  /** What no two rows may share; absent where rows have no key. */
  key?(value: object): string
  readonly write: Write
  /** Runs after the last row. */
  finish(db: Queryable): Promise<void>
}

/** The writer for a seed of either form. Throws `SEED_INVALID` when a table's seed does not fit the table. */
export function createWriter(seed: Seed<object>, context: SeedContext): Promise<Writer> | Writer {
  return isWriterSeed(seed) ? rowWriter(seed, context) : tableWriter(seed, context)
}

function isWriterSeed(seed: Seed<object>): seed is WriterSeed<object> {
  return 'write' in seed && seed.write !== undefined
}

function rowWriter(seed: WriterSeed<object>, context: SeedContext): Writer {
  return {
    label: (row) => seed.label?.(row) ?? usualLabel(row),
    prepare: (row) => row,
    group: () => '',
    write: async (db, values) => {
      let counts: SeedCounts = nothing
      for (const value of values) counts = add(counts, one(await seed.write(db, value, { ...context, db })))
      return counts
    },
    finish: async () => {},
  }
}

function one(outcome: keyof SeedCounts): SeedCounts {
  return { ...nothing, [outcome]: 1 }
}

async function tableWriter(seed: TableSeed<object>, context: SeedContext): Promise<Writer> {
  const target = await readTarget(context.db, seed.table)
  checkKey(target, seed.key)
  const sequences = new Map<string, string>()
  return {
    label: (row) => seed.label?.(row) ?? usualLabel(row),
    prepare: (row) => prepareColumns(seed.columns ? seed.columns(row, context) : row, seed.key),
    group: (value) => JSON.stringify(Object.keys(value).sort()),
    key: (value) => keyText(value, seed.key),
    write: async (db, values) => {
      const columns = writtenColumns(target, Object.keys(values[0] ?? {}))
      for (const { name, sequence } of columns) if (sequence !== null) sequences.set(name, sequence)
      const statement = upsertStatement({ target, columns, key: seed.key })
      const { inserted, updated } = await db.one<SeedCounts>(statement, [values])
      return { inserted, updated, unchanged: values.length - inserted - updated }
    },
    finish: (db) => advanceSequences(db, target, sequences),
  }
}

/**
 * The columns without those given as `undefined`. Throws when it is no object, or when a column of the key has no
 * value.
 */
function prepareColumns(columns: unknown, key: readonly string[]): object {
  if (typeof columns !== 'object' || columns === null || columns instanceof Promise) {
    throw malformed('the columns of a row must be an object, which this row, or the function "columns", did not give')
  }
  const given = new Map(Object.entries(columns).filter(([, value]) => value !== undefined))
  const missing = key.find((column) => (given.get(column) ?? null) === null)
  if (missing !== undefined) throw malformed(`it has no value for the key column "${missing}"`)
  return Object.fromEntries(given)
}

/** Texts and numbers that PostgreSQL would read alike are one key. */
function keyText(value: object, key: readonly string[]): string {
  const columns = new Map<string, unknown>(Object.entries(value))
  return JSON.stringify(key.map((column) => keyPart(columns.get(column))))
}

function keyPart(value: unknown): unknown {
  if (typeof value === 'bigint' || typeof value === 'number') return String(value)
  return ArrayBuffer.isView(value)
    ? Array.from(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
    : value
}

function malformed(message: string): RowhouseError {
  return new RowhouseError('INVALID_VALUE', message)
}

async function advanceSequences(db: Queryable, target: Target, sequences: ReadonlyMap<string, string>): Promise<void> {
  for (const [column, sequence] of sequences) {
    await db.execute(advanceSequence(target, column, sequence), [sequence])
  }
}
