import type { Command } from 'commander'
import type { Database } from '../../database/index.ts'
import {
  type DownTarget,
  type MigrateOptions,
  type MigrationRun,
  migrateDown,
  migrateUp,
  redoMigration,
  type UpTarget,
} from '../../migrate/index.ts'
import { table } from '../../terminal/index.ts'
import { type CommonOptions, type Context, withMigrationDatabase } from '../context.ts'
import { type Cli, common, done } from '../program.ts'
import { interruptible } from './interruptible.ts'
import { addRunnerOptions, type RunnerOptions, runnerOptions, wholeFrom } from './options.ts'

interface TargetOptions extends CommonOptions, RunnerOptions {
  readonly to?: string
  readonly steps?: number
  readonly all?: boolean
}

/** Adds `rowhouse migrate up`. */
export function addUp(cli: Cli, migrate: Command): void {
  const command = common(migrate.command('up'), 'rowhouse migrate up --to 20230215')
    .description('apply the pending migrations, each in a transaction of its own')
    .option('--to <version>', 'stop after this migration')
    .option('--steps <n>', 'apply at most so many', wholeFrom(1))
  running(cli, command, 'nothing to apply: the database is up to date', migrateUp)
}

/** Adds `rowhouse migrate down`. */
export function addDown(cli: Cli, migrate: Command): void {
  const command = common(migrate.command('down'), 'rowhouse migrate down --steps 2')
    .description('revert the newest migration, or several')
    .option('--to <version>', 'revert until this is the newest applied one')
    .option('--steps <n>', 'revert so many (default: 1)', wholeFrom(1))
    .option('--all', 'revert all of them')
  running(cli, command, 'nothing to revert: no migration is applied', migrateDown)
}

/** Adds `rowhouse migrate redo`. */
export function addRedo(cli: Cli, migrate: Command): void {
  const command = common(migrate.command('redo'), 'rowhouse migrate redo').description(
    'revert the newest migration and apply it again',
  )
  running(cli, command, 'nothing to redo: no migration is applied', redoMigration)
}

/** What a run of migrations did. */
interface Runs {
  readonly reverted?: readonly MigrationRun[]
  readonly applied?: readonly MigrationRun[]
}

/** Gives a command that runs migrations its action: run them, and tell which were reverted and applied. */
function running(
  cli: Cli,
  command: Command,
  nothing: string,
  run: (db: Database, options: MigrateOptions & UpTarget & DownTarget) => Promise<Runs>,
): void {
  addRunnerOptions(command).action((options: TargetOptions) =>
    cli.run(options, () =>
      withMigrationDatabase(cli.streams, options, async (context) => {
        const { to, steps, all } = options
        const runs = await interruptible(context.tell, (signal) =>
          run(context.db, { ...runnerOptions(context, options), to, steps, all, signal }),
        )
        context.output.result(runs, told(context, runs, nothing))
        return done
      }),
    ),
  )
}

function told({ db, output }: Context, { reverted = [], applied = [] }: Runs, nothing: string): string[] {
  if (reverted.length + applied.length === 0) return [nothing]
  const { green } = output.styles
  return [
    table(
      [...reverted, ...applied].map(({ direction, name, durationMs }) => [
        green(verbs[direction]),
        name,
        `${durationMs} ms`,
      ]),
    ),
    ...[reverted, applied]
      .filter(({ length }) => length > 0)
      .map((runs) => `${plural(runs.length)} ${verbs[runs[0]!.direction]} on ${db.description}`),
  ]
}

const verbs = { up: 'applied', down: 'reverted' } as const

function plural(count: number): string {
  return `${count} ${count === 1 ? 'migration' : 'migrations'}`
}
