import type { Command } from 'commander'
import { type PlannedMigration, type PlannedStatement, previewDown, previewUp } from '../../migrate/index.ts'
import { type Styles, table } from '../../terminal/index.ts'
import { type CommonOptions, withMigrationDatabase } from '../context.ts'
import { type Cli, common, done } from '../program.ts'
import { wholeFrom } from './options.ts'

interface PlanOptions extends CommonOptions {
  readonly down?: boolean
  readonly to?: string
  readonly steps?: number
  readonly lockTimeout?: number
}

/** Adds `rowhouse migrate plan`. */
export function addPlan(cli: Cli, migrate: Command): void {
  common(migrate.command('plan'), 'rowhouse migrate plan')
    .description('show what up (or down) would run, in which transactions and with which timeouts; it changes nothing')
    .option('--down', 'show what down would run')
    .option('--to <version>', 'as far as this migration')
    .option('--steps <n>', 'at most so many', wholeFrom(1))
    .option('--lock-timeout <ms>', 'as for up (default: 2000)', wholeFrom(0))
    .action((options: PlanOptions) =>
      cli.run(options, () =>
        withMigrationDatabase(cli.streams, options, async ({ db, project, output }) => {
          const { to, steps, lockTimeout } = options
          const preview = options.down ? previewDown : previewUp
          const migrations = await preview(db, { folder: project.migrations, to, steps, lockTimeout })
          output.result({ migrations }, planLines(migrations, output.styles))
          return done
        }),
      ),
    )
}

function planLines(migrations: readonly PlannedMigration[], styles: Styles): string[] {
  if (migrations.length === 0) return ['nothing to run']
  return migrations.flatMap((migration) => [
    `${styles.green(migration.direction)}  ${migration.name}  ${styles.dim(howOf(migration))}`,
    table(migration.statements.map((statement) => [`  ${statement.line}`, statement.text, notesOf(statement)])),
  ])
}

function howOf({ transactional }: PlannedMigration): string {
  return transactional ? 'one transaction' : 'without a transaction, each statement alone'
}

function notesOf({ lockTimeout, rights, finished }: PlannedStatement): string {
  return [
    finished && 'has run',
    lockTimeout !== undefined && lockTimeout > 0 && `lock_timeout ${lockTimeout} ms`,
    rights !== undefined && `needs ${rights}`,
  ]
    .filter(Boolean)
    .join('; ')
}
