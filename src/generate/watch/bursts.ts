/** How long nothing must happen until a burst of events is over, in milliseconds: an editor's write is several events. */
const quiet = 15
/** How long a burst may go on before it is looked at all the same. */
const longest = 200

/** Turns events into bursts. */
export class Bursts {
  #began: number | undefined
  #timer: NodeJS.Timeout | undefined
  #deliver: ((began: number) => void) | undefined

  /** Something has happened. */
  event(): void {
    this.#began ??= performance.now()
    clearTimeout(this.#timer)
    const rest = Math.max(0, this.#began + longest - performance.now())
    this.#timer = setTimeout(() => this.#hand(), Math.min(quiet, rest))
  }

  /** The time at which the next burst began, once it is over; `undefined` when the signal is given first. */
  next(signal: AbortSignal): Promise<number | undefined> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve(undefined)
      const give = () => resolve(undefined)
      signal.addEventListener('abort', give, { once: true })
      this.#deliver = (began) => {
        signal.removeEventListener('abort', give)
        resolve(began)
      }
      if (this.#timer === undefined && this.#began !== undefined) this.#hand()
    })
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  // A burst that ends while nobody waits is handed to the next who does.
  #hand(): void {
    this.#timer = undefined
    const deliver = this.#deliver
    if (deliver === undefined) return
    const began = this.#began!
    this.#began = undefined
    this.#deliver = undefined
    deliver(began)
  }
}
