export { type Analyser, createAnalyser } from './analyser.ts'
export type { AnalyserOptions, Analysis, Column, Parameter, QueryError } from './analysis.ts'
export { withoutNull } from './types.ts'
