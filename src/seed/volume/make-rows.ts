import { createHash } from 'node:crypto'
import { RowhouseError } from '../../errors/index.ts'
import { rowText } from '../row-text.ts'
import type { Maker, NamedVolumeSeed, VolumeRow } from '../seed.ts'
import { type Dice, tableDice } from './dice.ts'

/** Makes the rows of a number. */
export type MakeRows = (number: number) => Iterable<VolumeRow>

/** The rows of a volume seed, number by number. Throws `SEED_FAILED` with the number when one cannot be made. */
export function rowMaker({ name, seed }: NamedVolumeSeed, prepared: unknown): MakeRows {
  const dice = tableDice(name, seed.table)
  return (number) => {
    const maker: Maker = { number, column: (column): Dice => dice.at(number, column) }
    try {
      const rows = seed.row(maker, prepared)
      return isIterable(rows) ? rows : [rows]
    } catch (cause) {
      throw unmade(name, number, cause)
    }
  }
}

function isIterable(rows: VolumeRow | Iterable<VolumeRow>): rows is Iterable<VolumeRow> {
  return Symbol.iterator in rows
}

function unmade(seed: string, number: number, cause: unknown): RowhouseError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const message = `seed ${seed}: the rows of number ${number} cannot be made: ${reason}; correct its "row"`
  return new RowhouseError('SEED_FAILED', message, { cause, facts: { seed, number } })
}

const sampleSize = 8

/**
 * A checksum of the first rows, which changes when the seed would generate something else. The rows are sampled, since
 * making them all is what a second run is to save.
 */
export function sampleChecksum(make: MakeRows, count: number): string {
  const hash = createHash('sha256')
  for (let number = 0; number < Math.min(sampleSize, count); number++) {
    for (const row of make(number)) hash.update(rowText(row))
  }
  return hash.digest('hex')
}

/** A piece of a volume seed: whole numbers, and about as many rows as one transaction should copy. */
export class Piece {
  readonly #make: MakeRows
  /** The number after the last one of the seed. */
  readonly end: number
  readonly #size: number
  /** The number after the last one whose rows were taken. */
  next: number
  rows = 0

  constructor(
    make: MakeRows,
    { from, end, size }: { readonly from: number; readonly end: number; readonly size: number },
  ) {
    this.#make = make
    this.next = from
    this.end = end
    this.#size = size
  }

  /** The rows of the piece. */
  *take(): Generator<VolumeRow> {
    while (this.next < this.end && this.rows < this.#size) {
      for (const row of this.#make(this.next)) {
        this.rows += 1
        yield row
      }
      this.next += 1
    }
  }
}
