import { defineSeed, type NamedSeed } from '../index.ts'

/** More numbers than one transaction copies. */
export const manyNumbers = 120_000

/** A volume seed of bare numbers. */
export const numbers: NamedSeed = {
  name: 'numbers',
  seed: defineSeed({ kind: 'volume', table: 'numbers', count: (scale) => scale, row: ({ number }) => ({ number }) }),
}
