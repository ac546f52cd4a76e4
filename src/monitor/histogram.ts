// Eight buckets for each power of two of microseconds: a quantile is off by at most a sixteenth.
const perPower = 8
const buckets = 32 * perPower

/** What a histogram says: milliseconds. */
export interface Distribution {
  readonly count: number
  readonly sum: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** Durations from a microsecond to an hour in a kilobyte, however many there are. */
export class Histogram {
  readonly #counts = new Uint32Array(buckets)
  #count = 0
  #sum = 0
  #max = 0

  /** Adds a duration in milliseconds. */
  add(ms: number): void {
    const bucket = bucketOf(ms)
    this.#counts[bucket] = this.#counts[bucket]! + 1
    this.#count += 1
    this.#sum += ms
    if (ms > this.#max) this.#max = ms
  }

  /** The sum of all durations in milliseconds. */
  get sum(): number {
    return this.#sum
  }

  /** The duration that the share `q` of all stays below, in milliseconds, off by at most a sixteenth; 0 when there are none. */
  quantile(q: number): number {
    let left = Math.ceil(q * this.#count)
    if (left === 0) return 0
    for (let bucket = 0; bucket < buckets; bucket++) {
      left -= this.#counts[bucket]!
      if (left <= 0) return Math.min(middleOf(bucket), this.#max)
    }
    return this.#max
  }

  /** All that it knows. */
  distribution(): Distribution {
    return {
      count: this.#count,
      sum: rounded(this.#sum),
      p50: rounded(this.quantile(0.5)),
      p95: rounded(this.quantile(0.95)),
      p99: rounded(this.quantile(0.99)),
      max: rounded(this.#max),
    }
  }
}

/** Milliseconds with the digits that mean something. */
export function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000
}

function bucketOf(ms: number): number {
  const micros = Math.min(0xffffffff, Math.max(1, Math.round(ms * 1000))) >>> 0
  const power = 31 - Math.clz32(micros)
  const part = power < 3 ? (micros << (3 - power)) & 7 : (micros >>> (power - 3)) & 7
  return power * perPower + part
}

function middleOf(bucket: number): number {
  const power = Math.floor(bucket / perPower)
  const part = bucket % perPower
  return (2 ** power * (1 + (part + 0.5) / perPower)) / 1000
}
