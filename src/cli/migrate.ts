import { relative } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import {
  createMigration,
  type MigrationRun,
  type MigrationStatus,
  migrateDown,
  migrateUp,
  migrationStatus,
  redoMigration,
} from '../migrate/index.ts'
import { table } from '../terminal/index.ts'
import { type CommonOptions, type Context, openProject, withMigrationDatabase } from './context.ts'
import { Output } from './output.ts'
import { type Cli, common, done, findings } from './program.ts'

interface TargetOptions extends CommonOptions {
  readonly to?: string
  readonly steps?: number
  readonly all?: boolean
  readonly lockWait?: number
}

/** Adds `rowhouse migrate new | up | down | redo | status`. */
export function addMigrate(cli: Cli): void {
  const migrate = cli.program.command('migrate').description('change the schema by versioned SQL files, up and down')
  addNew(cli, migrate)
  addUp(cli, migrate)
  addDown(cli, migrate)
  addRedo(cli, migrate)
  addStatus(cli, migrate)
}

function addNew(cli: Cli, migrate: Command): void {
  common(migrate.command('new <name>'), 'rowhouse migrate new "add user profiles"')
    .description('make the folder of a new migration, with up.sql and down.sql to fill in')
    .action((name: string, options: CommonOptions) =>
      cli.run(options, async () => {
        const project = await openProject(options)
        const created = await createMigration(project.migrations, name)
        new Output(cli.streams, options.json === true).result(
          created,
          created.files.map((file) => relative(process.cwd(), file)),
        )
        return done
      }),
    )
}

function addUp(cli: Cli, migrate: Command): void {
  common(migrate.command('up'), 'rowhouse migrate up --to 20230215')
    .description('apply the pending migrations, each in a transaction of its own')
    .option('--to <version>', 'stop after this migration')
    .option('--steps <n>', 'apply at most so many', count)
    .option('--lock-wait <ms>', 'how long to wait for another runner', count)
    .action((options: TargetOptions) =>
      cli.run(options, () =>
        withMigrationDatabase(cli.streams, options, async (context) => {
          const { applied } = await migrateUp(context.db, runOptions(context, options))
          context.output.result(
            { applied },
            told(context, applied, 'applied', 'nothing to apply: the database is up to date'),
          )
          return done
        }),
      ),
    )
}

function addDown(cli: Cli, migrate: Command): void {
  common(migrate.command('down'), 'rowhouse migrate down --steps 2')
    .description('revert the newest migration, or several')
    .option('--to <version>', 'revert until this is the newest applied one')
    .option('--steps <n>', 'revert so many (default: 1)', count)
    .option('--all', 'revert all of them')
    .option('--lock-wait <ms>', 'how long to wait for another runner', count)
    .action((options: TargetOptions) =>
      cli.run(options, () =>
        withMigrationDatabase(cli.streams, options, async (context) => {
          const { reverted } = await migrateDown(context.db, runOptions(context, options))
          context.output.result(
            { reverted },
            told(context, reverted, 'reverted', 'nothing to revert: no migration is applied'),
          )
          return done
        }),
      ),
    )
}

function addRedo(cli: Cli, migrate: Command): void {
  common(migrate.command('redo'), 'rowhouse migrate redo')
    .description('revert the newest migration and apply it again')
    .action((options: TargetOptions) =>
      cli.run(options, () =>
        withMigrationDatabase(cli.streams, options, async (context) => {
          const { reverted, applied } = await redoMigration(context.db, runOptions(context, options))
          const lines = [
            ...told(context, reverted, 'reverted', 'nothing to redo: no migration is applied'),
            ...(applied.length > 0 ? told(context, applied, 'applied', '') : []),
          ]
          context.output.result({ reverted, applied }, lines)
          return done
        }),
      ),
    )
}

function addStatus(cli: Cli, migrate: Command): void {
  common(migrate.command('status'), 'rowhouse migrate status --json')
    .description(
      'show which migrations are applied, pending, edited, missing or out of order; exit code 1 unless all are applied',
    )
    .action((options: CommonOptions) =>
      cli.run(options, () =>
        withMigrationDatabase(cli.streams, options, async ({ db, project, output }) => {
          const migrations = await migrationStatus(db, { folder: project.migrations })
          output.result({ migrations }, statusLines(migrations, output))
          return migrations.every(({ state }) => state === 'applied') ? done : findings
        }),
      ),
    )
}

function runOptions({ project, onProgress }: Context, { to, steps, all, lockWait }: TargetOptions) {
  return {
    folder: project.migrations,
    to,
    steps,
    all,
    lockWait,
    onProgress: ({ name, done, total }: { name: string; done: number; total: number }) =>
      onProgress({ phase: 'migrate', name, done, total }),
  }
}

function told({ db, output }: Context, runs: readonly MigrationRun[], verb: string, nothing: string): string[] {
  if (runs.length === 0) return [nothing]
  const rows = runs.map(({ name, durationMs }) => [output.styles.green(verb), name, `${durationMs} ms`])
  return [table(rows), `${runs.length} ${runs.length === 1 ? 'migration' : 'migrations'} ${verb} on ${db.description}`]
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
  const rows = migrations.map(({ name, state, appliedAt }) => [
    paint[state](state),
    name,
    appliedAt?.toISOString() ?? '',
  ])
  return [table(rows)]
}

function count(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new InvalidArgumentError('It must be a whole number from 1.')
}
