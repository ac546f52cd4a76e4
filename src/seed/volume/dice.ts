/** A value with how often it is taken, relative to the others. */
export type Weighted<T> = readonly [value: T, weight: number]

/**
 * Draws for one column of one row. The first draw, the second and so on are always the same for the same seed, table,
 * row and column, whatever other columns and rows draw.
 */
export interface Dice {
  /** From 0 up to, but without, 1. */
  fraction(): number
  /** A whole number from `lowest` to `highest`, both included. */
  integer(lowest: number, highest: number): number
  /** True in that share of the rows. */
  chance(share: number): boolean
  pick<T>(values: readonly T[]): T
  weighted<T>(values: readonly Weighted<T>[]): T
  /** So many different ones of the values, or all of them; sampled without replacement. */
  sample<T>(values: readonly T[], count: number): T[]
  /** Normally distributed (Box and Muller, 1958). */
  normal(mean: number, deviation: number): number
  /** A rank from 1 to `ranks`, of which rank k is about k to the power of `exponent` times as rare as the first. */
  zipf(ranks: number, exponent?: number): number
  /** `null` in that share of the rows, else what `make` gives. */
  nullable<T>(share: number, make: () => T): T | null
  /** A version 8 UUID (RFC 9562). */
  uuid(): string
}

/** The dice of one table. */
export interface TableDice {
  at(row: number, column: string): Dice
}

/** The dice of a table: each draw is a hash of the seed, the table, the row, the column and the number of the draw. */
export function tableDice(seed: string, table: string): TableDice {
  const columns = new Map<string, number>()
  return {
    at(row, column) {
      const key = columns.get(column) ?? hashText(JSON.stringify([seed, table, column]))
      columns.set(column, key)
      return new HashDice(key, row)
    },
  }
}

/** The text as 32 bits: FNV-1a (Fowler, Noll and Vo) over its UTF-16 units. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}

// The last steps of MurmurHash3 (Appleby), after which each bit of the input has changed half of those of the output.
function mix(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

const golden = 0x9e3779b9

class HashDice implements Dice {
  // 64 bits, because millions of rows with keys of 32 would share keys, and uuids.
  readonly #key: number
  readonly #other: number
  #draws = 0

  constructor(column: number, row: number) {
    const high = mix(Math.floor(row / 2 ** 32) + column)
    this.#key = mix((row ^ high) >>> 0)
    this.#other = mix(((row + high) ^ column) >>> 0)
  }

  fraction(): number {
    const high = this.#bits() >>> 5
    return (high * 2 ** 26 + (this.#bits() >>> 6)) / 2 ** 53
  }

  integer(lowest: number, highest: number): number {
    return lowest + Math.floor(this.fraction() * (highest - lowest + 1))
  }

  chance(share: number): boolean {
    return this.fraction() < share
  }

  pick<T>(values: readonly T[]): T {
    return itemAt(values, this.integer(0, values.length - 1))
  }

  weighted<T>(values: readonly Weighted<T>[]): T {
    let left = this.fraction() * values.reduce((sum, [, weight]) => sum + weight, 0)
    const found = values.findIndex(([, weight]) => {
      left -= weight
      return left < 0
    })
    return itemAt(values, found === -1 ? values.length - 1 : found)[0]
  }

  sample<T>(values: readonly T[], count: number): T[] {
    const left = [...values]
    const size = Math.min(count, left.length)
    return Array.from({ length: size }, () => left.splice(this.integer(0, left.length - 1), 1)).flat()
  }

  normal(mean: number, deviation: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.fraction()))
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.fraction())
  }

  // The inverse of the continuous distribution function, so that no table of ranks is needed.
  zipf(ranks: number, exponent = 1): number {
    const drawn = this.fraction()
    const end = ranks + 1
    if (exponent === 1) return Math.min(ranks, Math.floor(end ** drawn))
    const power = 1 - exponent
    return Math.min(ranks, Math.floor((1 + drawn * (end ** power - 1)) ** (1 / power)))
  }

  nullable<T>(share: number, make: () => T): T | null {
    return this.chance(share) ? null : make()
  }

  uuid(): string {
    const [a, b, c, d] = [this.#hex(), this.#hex(), this.#hex(), this.#hex()]
    const variant = ((Number.parseInt(c.slice(0, 1), 16) & 3) | 8).toString(16)
    return `${a}-${b.slice(0, 4)}-8${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`
  }

  #hex(): string {
    return this.#bits().toString(16).padStart(8, '0')
  }

  #bits(): number {
    this.#draws += 1
    return mix((this.#key + Math.imul(this.#draws, golden)) ^ mix(this.#other + this.#draws))
  }
}

function itemAt<T>(values: readonly T[], index: number): T {
  const value = values[index]
  if (value === undefined) throw new RangeError('there is nothing to draw from; give at least one value')
  return value
}
