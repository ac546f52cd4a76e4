export type { OnError } from './batch.ts'
export { loadSeeds } from './load.ts'
export { planSeeds, type SeedSelection } from './plan.ts'
export type { FailedRow, SeedReport, SeedResult } from './report.ts'
export { type SeedOptions, seed } from './run.ts'
export {
  defineSeed,
  type NamedSeed,
  type Seed,
  type SeedContext,
  type SeedCounts,
  type SeedKind,
  type SeedRows,
  type TableSeed,
  type WriterSeed,
} from './seed.ts'
