import { createHash } from 'node:crypto'
import type { Queryable } from '../query/index.ts'
import type { Progress } from '../terminal/index.ts'
import { add, nothing, type OnError, writeBatch } from './batch.ts'
import { failedRow, rowsFailed } from './failures.ts'
import { recordGiven } from './ledger.ts'
import type { Failure, PreparedRow } from './prepared.ts'
import { refuseRepeated } from './repeated.ts'
import type { SeedResult } from './report.ts'
import { rowText } from './row-text.ts'
import { batches, isFailure, prepareRows } from './rows.ts'
import type { NamedRowSeed, SeedContext, SeedCounts, SeedRows } from './seed.ts'
import { createWriter, type Writer } from './writers.ts'

/** How one seed is run. */
export interface RunSeedOptions {
  readonly context: SeedContext
  readonly onError: OnError
  /** The name of the environment, for the record. */
  readonly environment: string
  readonly onProgress?: ((event: Progress) => void) | undefined
}

const usualBatchSize = 500

/**
 * Writes the rows of one seed inside the run's transaction. Throws `SEED_FAILED` for failing rows, unless they are to
 * be skipped.
 */
export async function runSeed(
  db: Queryable,
  { name, seed }: NamedRowSeed,
  options: RunSeedOptions,
): Promise<SeedResult> {
  const began = performance.now()
  const { context, onError, onProgress } = options
  const size = seed.batchSize ?? usualBatchSize
  const failures = collectFailures(name, onError)
  const writer = await createWriter(seed, context)
  const rows = await seed.rows(context)
  const progress = countRows(name, rows, onProgress)
  const sound = await soundRows(rows, { writer, failures, size })
  const checksum = createHash('sha256')
  let counts: SeedCounts = nothing
  for await (const batch of batches(sound, { size, group: writer.group })) {
    const outcome = await writeBatch(db, batch, { write: writer.write, onError })
    failures.add(outcome.failures)
    counts = add(counts, outcome)
    for (const { value } of batch) checksum.update(rowText(value))
    progress(batch)
  }
  await writer.finish(db)
  const { environment } = options
  await recordGiven(db, {
    seed: name,
    kind: seed.kind,
    environment,
    checksum: checksum.digest('hex'),
    ...counts,
    loaded: 0,
  })
  const skipped = failures.all.map(failedRow).sort((one, other) => one.row - other.row)
  return { name, kind: seed.kind, ...counts, skipped, ms: performance.now() - began }
}

/** Where failing rows go: into the report, or, with `stop`, straight out as an error. */
interface Failures {
  readonly all: readonly Failure[]
  add(failures: readonly Failure[]): void
}

function collectFailures(seed: string, onError: OnError): Failures {
  const all: Failure[] = []
  return {
    all,
    add: (failures) => {
      if (onError === 'stop' && failures.length > 0) throw rowsFailed(seed, failures)
      for (const failure of failures) all.push(failure)
    },
  }
}

interface Source {
  readonly writer: Writer
  readonly failures: Failures
  readonly size: number
}

/**
 * The rows that can be written. Those of an array are all prepared first, so that all malformed ones are named at once.
 */
async function soundRows(
  rows: SeedRows<object>,
  source: Source,
): Promise<Iterable<PreparedRow> | AsyncIterable<PreparedRow>> {
  if (!Array.isArray(rows)) return soundOnesOf(prepared(rows, source, source.size), source.failures)
  const sound: PreparedRow[] = []
  const malformed: Failure[] = []
  for await (const row of prepared(rows, source, rows.length)) {
    if (isFailure(row)) malformed.push(row)
    else sound.push(row)
  }
  source.failures.add(malformed)
  return sound
}

async function* soundOnesOf(
  rows: AsyncIterable<PreparedRow | Failure>,
  failures: Failures,
): AsyncGenerator<PreparedRow> {
  for await (const row of rows) {
    if (isFailure(row)) failures.add([row])
    else yield row
  }
}

function prepared(
  rows: SeedRows<object>,
  { writer }: Source,
  remembered: number,
): AsyncIterable<PreparedRow | Failure> {
  const all = prepareRows(rows, writer)
  return writer.key === undefined ? all : refuseRepeated(all, { key: writer.key, size: remembered })
}

/** Reports a beginning, then how far the rows have come after each batch. */
function countRows(seed: string, rows: SeedRows<object>, onProgress: RunSeedOptions['onProgress']) {
  const phase = `seed ${seed}`
  const total = Array.isArray(rows) ? { total: rows.length } : {}
  onProgress?.({ phase, name: '', done: 0, ...total })
  return (batch: readonly PreparedRow[]): void => {
    const last = batch.at(-1)
    if (last !== undefined) onProgress?.({ phase, name: last.label ?? '', done: last.number, ...total })
  }
}
