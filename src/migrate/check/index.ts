export {
  type CheckDatabase,
  type CheckOptions,
  type CheckProgress,
  checkMigrations,
  type MigrationCheck,
} from './check.ts'
export type { CheckedEffect, CheckedMigration, Reversibility } from './check-migration.ts'
export type { CheckFinding, CheckSeverity } from './findings.ts'
export type { LockMode } from './locks.ts'
export type { Verdict } from './measure.ts'
