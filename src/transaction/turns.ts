interface Turn {
  readonly alone: boolean
  readonly start: () => void
}

/**
 * Starts actions in the order in which they were asked for. One that is taken alone starts when all before it have ended, and none
 * starts beside it; those that share run beside each other. One that fails does not stop the next.
 */
export class Turns {
  readonly #waiting: Turn[] = []
  #together = 0
  #alone = false

  /** How many actions are running or waiting. */
  get running(): number {
    return this.#together + (this.#alone ? 1 : 0) + this.#waiting.length
  }

  /** Runs `action` alone. */
  take<T>(action: () => Promise<T>): Promise<T> {
    return this.#enqueue(action, true)
  }

  /** Runs `action` beside others that share. */
  share<T>(action: () => Promise<T>): Promise<T> {
    return this.#enqueue(action, false)
  }

  /** Resolves when nothing runs or waits any more. */
  async settled(): Promise<void> {
    if (this.running > 0) await this.take(async () => undefined)
  }

  #enqueue<T>(action: () => Promise<T>, alone: boolean): Promise<T> {
    if (this.#waiting.length === 0 && this.#admits(alone)) return this.#run(action, alone)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ alone, start: () => void this.#run(action, alone).then(resolve, reject) })
    })
  }

  #admits(alone: boolean): boolean {
    return !this.#alone && (!alone || this.#together === 0)
  }

  async #run<T>(action: () => Promise<T>, alone: boolean): Promise<T> {
    if (alone) this.#alone = true
    else this.#together += 1
    try {
      return await action()
    } finally {
      if (alone) this.#alone = false
      else this.#together -= 1
      this.#startNext()
    }
  }

  #startNext(): void {
    for (let [next] = this.#waiting; next !== undefined && this.#admits(next.alone); next = this.#waiting[0]) {
      this.#waiting.shift()
      next.start()
    }
  }
}
