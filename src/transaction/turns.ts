/** Runs actions one after another, in the order in which they were asked for; one that fails does not stop the next. */
export class Turns {
  readonly #waiting: (() => void)[] = []
  #running = 0

  /** How many actions are running or waiting. */
  get running(): number {
    return this.#running
  }

  /** Runs `action` when all that were asked for before it have ended. */
  async take<T>(action: () => Promise<T>): Promise<T> {
    this.#running += 1
    if (this.#running > 1) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await action()
    } finally {
      this.#running -= 1
      this.#waiting.shift()?.()
    }
  }

  /** Resolves when nothing runs or waits any more. */
  async settled(): Promise<void> {
    if (this.#running > 0) await this.take(async () => undefined)
  }
}
