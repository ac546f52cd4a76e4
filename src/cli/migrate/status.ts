import type { Command } from 'commander'
import { type MigrationStatus, migrationStatus } from '../../migrate/index.ts'
import { table } from '../../terminal/index.ts'
import { type CommonOptions, withMigrationDatabase } from '../context.ts'
import type { Output } from '../output.ts'
import { type Cli, common, done, findings } from '../program.ts'

/** Adds `rowhouse migrate status`. */
export function addStatus(cli: Cli, migrate: Command): void {
  common(migrate.command('status'), 'rowhouse migrate status --json')
    .description(
      'show which migrations are applied, pending, edited, missing or out of order; exit code 1 unless all are applied',
    )
    .action((options: CommonOptions) =>
      cli.run(options, () =>
        withMigrationDatabase(cli.streams, options, async ({ db, project, output }) => {
          const migrations = await migrationStatus(db, { folder: project.migrations })
          output.result({ migrations }, statusLines(migrations, output))
          const good = migrations.every(({ state, interrupted }) => state === 'applied' && interrupted === undefined)
          return good ? done : findings
        }),
      ),
    )
}

function statusLines(migrations: readonly MigrationStatus[], { styles }: Output): string[] {
  if (migrations.length === 0) return ['there are no migrations; make one with rowhouse migrate new <name>']
  const paint = {
    applied: styles.green,
    pending: styles.yellow,
    edited: styles.red,
    missing: styles.red,
    'out of order': styles.red,
  }
  const rows = migrations.map(({ name, state, appliedAt, interrupted }) => [
    paint[state](state),
    name,
    appliedAt?.toISOString() ?? '',
    interrupted === undefined ? '' : styles.red(`interrupted; finish it with rowhouse migrate ${interrupted}`),
  ])
  return [table(rows)]
}
