export type { OnError } from './batch.ts'
export { csv, json } from './files.ts'
export { loadSeeds } from './load.ts'
export { planSeeds, type SeedSelection } from './plan.ts'
export type { FailedRow, SeedReport, SeedResult } from './report.ts'
export { type SeedOptions, seed } from './run.ts'
export {
  type AnySeed,
  defineSeed,
  type Maker,
  type NamedSeed,
  type Seed,
  type SeedContext,
  type SeedCounts,
  type SeedKind,
  type SeedRows,
  type TableSeed,
  type VolumeRow,
  type VolumeSeed,
  type WriterSeed,
} from './seed.ts'
export { type Dice, type TableDice, tableDice, type Weighted } from './volume/dice.ts'
