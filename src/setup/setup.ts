import { existsSync } from 'node:fs'
import type { Project } from '../config/index.ts'
import type { Database } from '../database/index.ts'
import { type MigrationRun, migrateUp } from '../migrate/index.ts'
import { type SeedKind, type SeedReport, seed } from '../seed/index.ts'
import type { Progress } from '../terminal/index.ts'
import { type Report, verify } from '../verify/index.ts'

/** Options of `setup`. */
export interface SetupOptions {
  /** The kinds of seeds to run. Default: both; in production reference data only. */
  readonly kinds?: readonly SeedKind[]
  /** Runs sample data in production too. Default: false. */
  readonly force?: boolean
  /** Hears how far the migrations, each seed and the verification have come. */
  readonly onProgress?: (event: Progress) => void
}

/** What `setup` did and found. */
export interface SetupResult {
  /** The migrations that were applied now. */
  readonly migrations: readonly MigrationRun[]
  readonly seeds: SeedReport
  /** What the verification found; it throws nothing, so that the caller decides what a finding means. */
  readonly report: Report
}

/**
 * Makes an empty database a working one, and a working one up to date: applies the pending migrations, writes the
 * seeds, and verifies the result. Safe to run again; a second run changes nothing. Throws what migrations and seeds
 * throw.
 */
export async function setup(db: Database, project: Project, options: SetupOptions = {}): Promise<SetupResult> {
  const migrations = await migrateAll(db, project, options)
  const seeds = await seedAll(db, project, options)
  const report = await verifyAll(db, project, options)
  return { migrations, seeds, report }
}

async function migrateAll(db: Database, project: Project, { onProgress }: SetupOptions): Promise<MigrationRun[]> {
  const phase = 'migrate'
  onProgress?.({ phase, name: '', done: 0 })
  const { applied } = await migrateUp(db, {
    folder: project.migrations,
    onProgress: ({ name, done, total }) => onProgress?.({ phase, name, done, total }),
  })
  return applied
}

async function seedAll(db: Database, project: Project, options: SetupOptions): Promise<SeedReport> {
  if (!existsSync(project.seeds)) return { seeds: [], leftOut: [] }
  return seed(db, { ...options, folder: project.seeds, projectFolder: project.folder })
}

function verifyAll(db: Database, project: Project, { onProgress }: SetupOptions): Promise<Report> {
  return verify(db, { project, onProgress: (event) => onProgress?.({ phase: 'verify', ...event }) })
}
