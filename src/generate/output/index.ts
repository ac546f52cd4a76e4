export { type Changes, compareFiles, writeFiles } from './files.ts'
export {
  type GeneratedFile,
  header,
  type Layout,
  renderQueries,
  type TypedName,
  type TypedQuery,
} from './query-file.ts'
export { renderTables, type TypeColumns } from './tables-file.ts'
