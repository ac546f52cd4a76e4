import { RowhouseError } from '../../errors/index.ts'
import { type MigrationState, type MigrationStatus, migrationStatus } from '../../migrate/index.ts'
import type { AskingCheck, Found } from '../check.ts'

/** Migrations that are not applied, or not as their files say. */
export const migrationStates: AskingCheck = {
  id: 'migrations',
  kind: 'static',
  title: 'every migration is applied, as its file says',
  severity: 'error',
  why: 'The application expects the schema that its migrations make, and fails at the first query that differs.',
  run: async ({ db, migrations }) => {
    if (migrations === undefined) return { skipped: 'no folder of migrations was given' }
    try {
      return { found: (await migrationStatus(db, { folder: migrations })).flatMap(stateOf) }
    } catch (error) {
      return { found: [unreadable(migrations, error)] }
    }
  },
}

const sentences: Readonly<Record<Exclude<MigrationState, 'applied'>, string>> = {
  pending: 'is not applied yet',
  edited: 'was edited after it was applied; restore the file and put the change in a new migration',
  missing: 'was applied, but its folder is gone; restore the folder',
  'out of order': 'is not applied, though a newer one is; give its folder a newer version',
}

function stateOf({ name, state }: MigrationStatus): Found[] {
  if (state === 'applied') return []
  const message = `migration ${name} ${sentences[state]}`
  return [{ object: name, message, fix: state === 'pending' ? 'rowhouse migrate up' : undefined }]
}

function unreadable(folder: string, error: unknown): Found {
  if (error instanceof RowhouseError && error.code.startsWith('MIGRATION_'))
    return { object: folder, message: error.message }
  throw error
}
