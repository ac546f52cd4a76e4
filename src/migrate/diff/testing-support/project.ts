import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../../../database/index.ts'
import { splitStatements } from '../../../sql/index.ts'
import { readMigrations, type Script } from '../../files.ts'
import { emptyFolder } from '../../testing-support/folder.ts'
import { type DiffOptions, diffSchema, type SchemaDiff, writeMigrations } from '../index.ts'

/** A folder with migrations and a schema file. */
export interface DiffProject extends AsyncDisposable {
  readonly folder: string
  readonly schema: string
  /** Writes the schema file and asks for the way to it, without writing migrations. */
  diff(schema: string, options?: Pick<DiffOptions, 'allow' | 'shadowUrl'>): Promise<SchemaDiff>
  /** The same, and writes the migrations. */
  grow(schema: string, options?: Pick<DiffOptions, 'allow'>): Promise<SchemaDiff>
  /** Runs `up.sql` of the migrations after the first so many on a database. */
  up(db: Database, after?: number): Promise<void>
  /** Runs `down.sql` of the newest migrations, until so many are left. */
  down(db: Database, until: number): Promise<void>
}

/** Makes a project whose first migration, if there is one, makes `before`. */
export async function diffProject(before?: string): Promise<DiffProject> {
  const files = await emptyFolder()
  const folder = join(files.path, 'migrations')
  const schema = join(files.path, 'schema.sql')
  if (before !== undefined) await files.write('migrations/1_first/up.sql', before)
  const diff: DiffProject['diff'] = async (text, options) => {
    await writeFile(schema, text)
    return diffSchema({ folder, schema, ...options })
  }
  return {
    folder,
    schema,
    diff,
    grow: async (text, options) => {
      const found = await diff(text, options)
      await writeMigrations(folder, 'next', found.migrations)
      return found
    },
    up: async (db, after = 0) => {
      for (const { up } of (await readMigrations(folder)).slice(after)) await run(db, up)
    },
    down: async (db, until) => {
      for (const { down } of (await readMigrations(folder)).slice(until).toReversed()) await run(db, down!)
    },
    [Symbol.asyncDispose]: () => files[Symbol.asyncDispose](),
  }
}

// The statements of a file that holds `concurrently` run each alone.
async function run(db: Database, { text }: Script): Promise<void> {
  const statements = splitStatements(text)
  if (!/\bconcurrently\b/.test(text)) return db.transaction((tx) => tx.script(text))
  for (const statement of statements) await db.script(statement.text)
}
