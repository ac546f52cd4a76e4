/** The upper bounds in seconds that OpenTelemetry's conventions give for `db.client.operation.duration`. */
export const secondsBounds: readonly number[] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10]

/** Counts of durations below fixed bounds, as Prometheus wants them. */
export class Buckets {
  readonly #counts = new Float64Array(secondsBounds.length + 1)
  #sum = 0

  /** Adds a duration in milliseconds. */
  add(ms: number): void {
    const seconds = ms / 1000
    let at = 0
    while (at < secondsBounds.length && seconds > secondsBounds[at]!) at += 1
    this.#counts[at] = this.#counts[at]! + 1
    this.#sum += seconds
  }

  /** The sum of all durations in seconds. */
  get sum(): number {
    return this.#sum
  }

  /** How many there were up to each bound; the last number is of all. */
  cumulative(): number[] {
    let total = 0
    return Array.from(this.#counts, (count) => {
      total += count
      return total
    })
  }
}
