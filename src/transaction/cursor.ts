import { DatabaseError, RowhouseError } from '../errors/index.ts'
import type { Queryable, StreamOptions, UnknownRow } from '../query/index.ts'

/** What a cursor needs to run its statements. */
type Runner = Pick<Queryable, 'query'>

const defaultBatch = 500
let cursors = 0

/** The rows of a query, fetched from a cursor in the runner's transaction. Leaving the loop closes the cursor. */
export async function* streamFrom<R extends object = UnknownRow>(
  db: Runner,
  text: string,
  params: readonly unknown[],
  options: StreamOptions,
  hold = '',
): AsyncGenerator<R, undefined, undefined> {
  const size = batchSize(options)
  const call = options.signal === undefined && options.timeout === undefined ? undefined : options
  const cursor = `rowhouse_${++cursors}`
  await declare(db, { prefix: `declare ${cursor} no scroll cursor${hold} for `, text, params, call })
  try {
    for (;;) {
      const { rows } = await db.query<R>(`fetch ${size} from ${cursor}`, [], call)
      yield* rows
      if (rows.length < size) return
    }
  } finally {
    // After a failed statement the transaction is aborted and the cursor gone with it.
    await db.query(`close ${cursor}`).catch(() => undefined)
  }
}

interface Declaration {
  readonly prefix: string
  readonly text: string
  readonly params: readonly unknown[]
  readonly call: StreamOptions | undefined
}

// An error is told of the text that the caller wrote.
async function declare(db: Runner, { prefix, text, params, call }: Declaration): Promise<void> {
  try {
    await db.query(prefix + text, params, call)
  } catch (error) {
    throw error instanceof DatabaseError ? error.behind(prefix, { text, params }) : error
  }
}

function batchSize({ batchSize: size = defaultBatch }: StreamOptions): number {
  if (Number.isInteger(size) && size > 0) return size
  throw new RowhouseError('INVALID_OPTION', `batchSize must be a whole number from 1, not ${size}`)
}
