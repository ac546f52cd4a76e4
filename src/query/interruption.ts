import { RowhouseError } from '../errors/index.ts'
import type { CallOptions } from './queryable.ts'

/** The moment at which a caller no longer wants the answer: a signal is aborted, or a time is over. */
export class Interruption {
  readonly #signal: AbortSignal | undefined
  readonly #timer: NodeJS.Timeout | undefined
  readonly #onAbort = () => this.#interrupt(aborted(this.#signal?.reason))
  readonly #listeners = new Set<(reason: RowhouseError) => void>()
  #reason: RowhouseError | undefined

  constructor({ signal, timeout }: CallOptions) {
    if (timeout !== undefined && !(timeout > 0)) throw invalidTimeout()
    this.#signal = signal
    if (signal?.aborted) this.#onAbort()
    signal?.addEventListener('abort', this.#onAbort, { once: true })
    if (timeout !== undefined) this.#timer = setTimeout(() => this.#interrupt(tooLong(timeout)), timeout)
  }

  /** Why the call is to end; `undefined` as long as it may go on. */
  get reason(): RowhouseError | undefined {
    return this.#reason
  }

  /** Throws if the call is to end. */
  throwIfDue(): void {
    if (this.#reason !== undefined) throw this.#reason
  }

  /** Calls `listener` when the call is to end. Answers the function that takes that back. */
  whenDue(listener: (reason: RowhouseError) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The answer, or the reason why nobody waits for it any more; then `late` is given what comes of it. */
  async orDue<T>(answer: Promise<T>, late: (answer: T) => void): Promise<T> {
    this.throwIfDue()
    let stop = () => {}
    const due = new Promise<never>((_resolve, reject) => {
      stop = this.whenDue(reject)
    })
    try {
      return await Promise.race([answer, due])
    } catch (error) {
      if (error === this.#reason) answer.then(late, () => undefined)
      throw error
    } finally {
      stop()
    }
  }

  /** Lets go of the signal and the time. */
  end(): void {
    clearTimeout(this.#timer)
    this.#signal?.removeEventListener('abort', this.#onAbort)
    this.#listeners.clear()
  }

  #interrupt(reason: RowhouseError): void {
    if (this.#reason !== undefined) return
    this.#reason = reason
    for (const listener of [...this.#listeners]) listener(reason)
  }
}

/** Runs `work` as long as its caller wants the answer. */
export async function interruptibly<T>(options: CallOptions, work: (due: Interruption) => Promise<T>): Promise<T> {
  const due = new Interruption(options)
  try {
    due.throwIfDue()
    return await work(due)
  } finally {
    due.end()
  }
}

function aborted(cause: unknown): RowhouseError {
  return new RowhouseError(
    'STATEMENT_ABORTED',
    'the statement was aborted by its signal; the server was told to cancel it',
    {
      cause,
    },
  )
}

function tooLong(timeout: number): RowhouseError {
  return new RowhouseError(
    'STATEMENT_TIMEOUT',
    `the statement was not answered within ${timeout} ms and was cancelled; look at its plan and at the locks it waits for, or raise timeout`,
    { facts: { timeout } },
  )
}

function invalidTimeout(): RowhouseError {
  return new RowhouseError('INVALID_OPTION', 'timeout must be a number of milliseconds above 0')
}
