import type { QueryTrace } from '../trace/index.ts'
import { rounded } from './histogram.ts'
import { placeOf } from './place.ts'
import { type StatementEntry, statusOf } from './statements.ts'
import { keptText } from './text.ts'

/** A statement that took long; times in milliseconds. */
export interface SlowQuery {
  readonly text: string
  /** File and line of the caller, as far as they were noted. */
  readonly place?: string
  /** From when it was handed to its connection to its answer. */
  readonly durationMs: number
  /** How long it waited for a connection before. */
  readonly waitMs: number
  /** Rows returned or written. */
  readonly rows: number
  /** The SQLSTATE or Rowhouse's code, if it failed. */
  readonly error?: string
  /** Its values, if they were asked for. */
  readonly params?: readonly unknown[]
  /** Its plan with what each part took, if it is one of the sample. */
  readonly plan?: string
}

/** What is told of a slow statement. */
export function slowQuery(trace: QueryTrace, durationMs: number, entry: StatementEntry, values: boolean): SlowQuery {
  const { text, waitMs, result, error, params } = trace
  const place = entry.site && placeOf(entry.site)
  return {
    text: keptText(text),
    ...(place !== undefined && { place }),
    durationMs: rounded(durationMs),
    waitMs: rounded(waitMs),
    rows: result?.rowCount ?? 0,
    ...(result === undefined && { error: statusOf(error) }),
    ...(values && { params }),
  }
}

/** May this be run once more to see its plan? Only what was answered and reads. */
export function isRead({ result }: QueryTrace): boolean {
  return result?.command === 'SELECT'
}

/** Is this a look of the monitor at a plan? Such looks are not watched: they would be slow queries themselves. */
export function isLook({ text }: QueryTrace): boolean {
  return text.startsWith(explainPrefix)
}

/** What is written before a statement to see its plan. */
export const explainPrefix = '/* rowhouse monitor */ explain (analyze, buffers) '

/** Lets through the share of those who ask, evenly, and only one at a time. */
export class Sample {
  readonly #share: number
  #saved = 1
  #busy = false

  constructor(share: number) {
    this.#share = share
  }

  /** Runs `work` if its turn has come; answers `undefined` if not. Failures answer `undefined` too. */
  async take<T>(work: () => Promise<T>): Promise<T | undefined> {
    this.#saved = Math.min(1, this.#saved + this.#share)
    if (this.#busy || this.#share === 0 || this.#saved < 1) return undefined
    this.#saved -= 1
    this.#busy = true
    try {
      return await work()
    } catch {
      // A statement that cannot be explained in a read-only transaction is told of without its plan.
      return undefined
    } finally {
      this.#busy = false
    }
  }
}

/** Milliseconds since the statement was handed to its connection. */
export function elapsed({ since }: QueryTrace): number {
  return performance.now() - since
}
