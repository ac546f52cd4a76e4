import type { Database } from '../../database/index.ts'
import { migrateDown, migrateUp, redoMigration } from '../migrate.ts'
import { migrationStatus } from '../status.ts'
import type { MigrationRun } from '../work.ts'
import { emptyFolder, type Folder } from './folder.ts'

/** A database with a folder of migrations. */
export interface World extends AsyncDisposable {
  readonly db: Database
  readonly folder: Folder
  /** Applies, and answers with the names of what was applied. */
  up(options?: Parameters<typeof migrateUp>[1]): Promise<string[]>
  /** Reverts, and answers with the names of what was reverted. */
  down(options?: Parameters<typeof migrateDown>[1]): Promise<string[]>
  redo(): ReturnType<typeof redoMigration>
  /** `<name>: <state>` of each migration. */
  states(): Promise<string[]>
  /** The names of the tables in the schema `public`. */
  tables(): Promise<string[]>
}

/** Makes a world around a database, and closes both at the end of the test. */
export async function worldOf(opened: Promise<Database>): Promise<World> {
  const db = await opened
  const folder = await emptyFolder()
  const at = { folder: folder.path }
  return {
    db,
    folder,
    up: async (options) => namesOf((await migrateUp(db, { ...at, ...options })).applied),
    down: async (options) => namesOf((await migrateDown(db, { ...at, ...options })).reverted),
    redo: () => redoMigration(db, at),
    states: async () => (await migrationStatus(db, at)).map(({ name, state }) => `${name}: ${state}`),
    tables: () => tablesOf(db),
    [Symbol.asyncDispose]: async () => {
      await folder[Symbol.asyncDispose]()
      await db.close()
    },
  }
}

async function tablesOf(db: Database): Promise<string[]> {
  const rows = await db.many<{ name: string }>(`
    select tablename as name
    from pg_tables
    where schemaname = 'public'
    order by tablename`)
  return rows.map(({ name }) => name)
}

function namesOf(runs: readonly MigrationRun[]): string[] {
  return runs.map(({ name }) => name)
}

/** Every object that is not PostgreSQL's own: schemas, relations, types and functions. */
export async function objectsOf(db: Database): Promise<string[]> {
  const rows = await db.many<{ name: string }>(`
    select nspname as name from pg_namespace where nspname !~ '^(pg_|information_schema$|public$)'
    union all
    select oid::regclass::text from pg_class where oid >= 16384 and relnamespace <> 'pg_toast'::regnamespace
    union all
    select oid::regtype::text from pg_type where oid >= 16384
    union all
    select oid::regprocedure::text from pg_proc where oid >= 16384
    order by name`)
  return rows.map(({ name }) => name)
}
