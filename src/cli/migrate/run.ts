import type { Command } from 'commander'
import type { Database } from '../../database/index.ts'
import {
  type DownTarget,
  type MigrateOptions,
  type MigrationRun,
  migrateDown,
  migrateUp,
  type PreviewOptions,
  previewDown,
  previewUp,
  redoMigration,
  type UpTarget,
} from '../../migrate/index.ts'
import { table } from '../../terminal/index.ts'
import { type CommonOptions, type Context, withMigrationDatabase } from '../context.ts'
import { type Cli, common, done } from '../program.ts'
import { interruptible } from './interruptible.ts'
import { addRunnerOptions, type RunnerOptions, runnerOptions, wholeFrom } from './options.ts'
import { confirmProduction } from './production.ts'

interface TargetOptions extends CommonOptions, RunnerOptions {
  readonly to?: string
  readonly steps?: number
  readonly all?: boolean
  readonly yes?: boolean
}

/** Adds `rowhouse migrate up`. */
export function addUp(cli: Cli, migrate: Command): void {
  const command = common(migrate.command('up'), 'rowhouse migrate up --to 20230215')
    .description('apply the pending migrations, each in a transaction of its own')
    .option('--to <version>', 'stop after this migration')
    .option('--steps <n>', 'apply at most so many', wholeFrom(1))
  running(cli, command, {
    run: migrateUp,
    foretell: async (db, options) => wouldBe(await previewUp(db, options), 'applied'),
    nothing: 'nothing to apply: the database is up to date',
  })
}

/** Adds `rowhouse migrate down`. */
export function addDown(cli: Cli, migrate: Command): void {
  const command = common(migrate.command('down'), 'rowhouse migrate down --steps 2')
    .description('revert the newest migration, or several')
    .option('--to <version>', 'revert until this is the newest applied one')
    .option('--steps <n>', 'revert so many (default: 1)', wholeFrom(1))
    .option('--all', 'revert all of them')
  running(cli, command, {
    run: migrateDown,
    foretell: async (db, options) => wouldBe(await previewDown(db, options), 'reverted'),
    nothing: 'nothing to revert: no migration is applied',
  })
}

/** Adds `rowhouse migrate redo`. */
export function addRedo(cli: Cli, migrate: Command): void {
  const command = common(migrate.command('redo'), 'rowhouse migrate redo').description(
    'revert the newest migration and apply it again',
  )
  running(cli, command, {
    run: redoMigration,
    foretell: async (db, { folder }) => wouldBe(await previewDown(db, { folder }), 'reverted and applied again'),
    nothing: 'nothing to redo: no migration is applied',
  })
}

/** What a run of migrations did. */
interface Runs {
  readonly reverted?: readonly MigrationRun[]
  readonly applied?: readonly MigrationRun[]
}

/** One of the commands that run migrations. */
interface Kind {
  readonly run: (db: Database, options: MigrateOptions & UpTarget & DownTarget) => Promise<Runs>
  /** What it would do, in words; `undefined` if nothing. */
  readonly foretell: (db: Database, options: PreviewOptions & UpTarget & DownTarget) => Promise<string | undefined>
  /** What to say when it did nothing. */
  readonly nothing: string
}

/** Gives a command that runs migrations its action: run them, and tell which were reverted and applied. */
function running(cli: Cli, command: Command, kind: Kind): void {
  const withYes = command.option('--yes', 'change a database that looks like production without being asked')
  addRunnerOptions(withYes).action((options: TargetOptions) =>
    cli.run(options, () =>
      withMigrationDatabase(cli.streams, options, async (context) => {
        const { to, steps, all, yes = false } = options
        const target = { folder: context.project.migrations, to, steps, all }
        await confirmProduction(context, cli.streams, { yes, what: () => kind.foretell(context.db, target) })
        const runs = await interruptible(context.tell, (signal) =>
          kind.run(context.db, { ...runnerOptions(context, options), ...target, signal }),
        )
        context.output.result(runs, told(context, runs, kind.nothing))
        return done
      }),
    ),
  )
}

function wouldBe({ length }: readonly unknown[], what: string): string | undefined {
  return length === 0 ? undefined : `${plural(length)} would be ${what}`
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
