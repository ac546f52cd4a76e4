export type { Column, Parameter } from './analyse/index.ts'
export {
  type CheckedQuery,
  isWrong,
  type Place,
  type PlacedError,
  type ProjectAnalysis,
  type UncheckedQuery,
  type WrongQuery,
} from './answers.ts'
export { type GenerateOptions, type Generation, generate } from './generate.ts'
export type { Changes } from './output/index.ts'
export { type AnalyseOptions, type AnalyseProgress, analyseProject } from './project.ts'
export type { Choice } from './sources/index.ts'
