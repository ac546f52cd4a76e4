import { createOnServer } from '../../../../test/support/databases.ts'
import { emptyFolder } from '../../testing-support/folder.ts'
import { type CheckOptions, checkMigrations, type MigrationCheck } from '../check.ts'
import type { CheckedMigration } from '../check-migration.ts'

/** A migration as a test writes it down. */
export interface MigrationFiles {
  readonly up: string
  readonly down?: string
  readonly fixtures?: string
}

/** One of the databases on which migrations can be tried. */
export interface ScratchEngine {
  readonly name: 'PostgreSQL' | 'PGlite'
  /** Checks migrations: the first is `1_m`, the second `2_m` … */
  check(migrations: readonly MigrationFiles[], options?: CheckOptions): Promise<MigrationCheck>
}

/** A server by `shadowUrl`, and the embedded database. */
export const scratchEngines: readonly ScratchEngine[] = [
  {
    name: 'PostgreSQL',
    check: async (migrations, options) => {
      const { url, drop } = await createOnServer()
      try {
        return await checkFiles(migrations, { shadowUrl: url, ...options })
      } finally {
        await drop()
      }
    },
  },
  { name: 'PGlite', check: checkFiles },
]

async function checkFiles(migrations: readonly MigrationFiles[], options?: CheckOptions): Promise<MigrationCheck> {
  await using folder = await emptyFolder()
  for (const [index, { up, down, fixtures }] of migrations.entries()) {
    const name = `${index + 1}_m`
    await folder.add(name, up, down)
    if (fixtures !== undefined) await folder.write(`${name}/fixtures.sql`, fixtures)
  }
  return await checkMigrations({ folder: folder.path, ...options })
}

/** The findings of migrations in short: `1_m down.sql:1:1 down-failed`, the place only where there is one. */
export function inShort({ migrations }: Pick<MigrationCheck, 'migrations'>): string[] {
  return migrations.flatMap(({ findings }) =>
    findings.map(({ rule, file, line, column }) => {
      const place = [file.split('/').slice(-2).join('/'), line, column].filter((part) => part !== undefined)
      return `${place.join(':')} ${rule}`
    }),
  )
}

/** What all findings say, in their order. */
export function messagesOf({ migrations }: Pick<MigrationCheck, 'migrations'>): string[] {
  return migrations.flatMap(({ findings }) => findings.map(({ message }) => message))
}

/** The effects of a migration in short: `t ACCESS EXCLUSIVE rewrite scan: long`. */
export function effectsInShort({ effects }: CheckedMigration): string[] {
  return effects.map(({ table, lock, rewritten, scanned, verdict }) =>
    [table, lock, ...(rewritten ? ['rewrite'] : []), ...(scanned ? ['scan'] : [])].join(' ').concat(`: ${verdict}`),
  )
}
