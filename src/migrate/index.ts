export { type Baseline, type BaselineOptions, baseline } from './baseline/baseline.ts'
export {
  type CheckDatabase,
  type CheckedEffect,
  type CheckedMigration,
  type CheckFinding,
  type CheckOptions,
  type CheckProgress,
  type CheckSeverity,
  checkMigrations,
  type LockMode,
  type MigrationCheck,
  type Reversibility,
  type Verdict,
} from './check/index.ts'
export { type CreatedMigration, createMigration } from './create.ts'
export {
  type CompareOptions,
  compareSchema,
  type DiffOptions,
  type DumpOptions,
  diffSchema,
  dumpSchema,
  type GeneratedMigration,
  type SchemaDiff,
  told,
  writeMigrations,
} from './diff/index.ts'
export {
  type Drift,
  type DriftedObject,
  type DriftOptions,
  detectDrift,
  type Expected,
  expectedCatalog,
  mend,
} from './drift/index.ts'
export { type AppliedScript, readAppliedScripts } from './history.ts'
export { migrateDown, migrateUp, redoMigration } from './migrate.ts'
export { type Blocker, describeNotice, type MigrationNotice } from './notice.ts'
export type { DownTarget, UpTarget } from './plan.ts'
export { type PlannedMigration, type PlannedStatement, type PreviewOptions, previewDown, previewUp } from './preview.ts'
export { type RebasedMigration, rebaseMigration } from './rebase.ts'
export type { MigrateOptions } from './runner.ts'
export {
  type Blueprint,
  blueprintKey,
  blueprintOfFolder,
  blueprintOfHistory,
  listRoles,
  openScratch,
} from './scratch/index.ts'
export { type MigrationState, type MigrationStatus, migrationStatus } from './status.ts'
export type { MigrationProgress, MigrationRun } from './work.ts'
