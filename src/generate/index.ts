export type { Column, Parameter } from './analyse/index.ts'
export {
  type CheckedQuery,
  type ImpossibleQuery,
  isWrong,
  type Place,
  type PlacedError,
  type ProjectAnalysis,
  type UncheckedQuery,
  type WrongQuery,
} from './answers.ts'
export { type GenerateOptions, type Generation, generate } from './generate.ts'
export type { Changes } from './output/index.ts'
export { type AnalyseOptions, analyseProject } from './project.ts'
export type { AnalyseProgress } from './schema.ts'
export type { Choice } from './sources/index.ts'
export { type WatchOptions, type WatchRun, watchProject } from './watch/watch.ts'
