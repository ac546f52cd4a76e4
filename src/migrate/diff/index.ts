export { type DiffOptions, defaultSchema, diffSchema, type SchemaDiff } from './diff.ts'
export type { GeneratedMigration } from './migration-text.ts'
export { writeMigrations } from './write.ts'
