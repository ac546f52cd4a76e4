import type { Command } from 'commander'
import { baseline } from '../../migrate/index.ts'
import { type CommonOptions, withMigrationDatabase } from '../context.ts'
import { type Cli, common, done } from '../program.ts'
import { interruptible } from './interruptible.ts'
import { addRunnerOptions, type RunnerOptions, runnerOptions } from './options.ts'
import { confirmProduction } from './production.ts'

interface BaselineCommandOptions extends CommonOptions, RunnerOptions {
  readonly to: string
  readonly shadowUrl?: string
  readonly yes?: boolean
}

/** Adds `rowhouse migrate baseline`. */
export function addBaseline(cli: Cli, migrate: Command): void {
  const command = common(migrate.command('baseline'), 'rowhouse migrate baseline --to 20230215')
    .description(
      'begin the history of an existing database: the migrations up to a version count as applied, if the catalog is what they make',
    )
    .requiredOption('--to <version>', 'the newest migration whose work the database holds')
    .option('--shadow-url <url>', 'an empty database, beside which the migrations are run (default: embedded)')
    .option('--yes', 'write into a database that looks like production without being asked')
  addRunnerOptions(command).action((options: BaselineCommandOptions) =>
    cli.run(options, () =>
      withMigrationDatabase(cli.streams, options, async (context) => {
        const { to, shadowUrl, yes = false } = options
        const what = async () => `the migrations up to ${to} would count as applied`
        await confirmProduction(context, cli.streams, { yes, what })
        const { adopted } = await interruptible(context.tell, (signal) =>
          baseline(context.db, { ...runnerOptions(context, options), to, shadowUrl, signal }),
        )
        const { green } = context.output.styles
        context.output.result({ adopted }, [
          ...adopted.map((name) => `${green('adopted')}  ${name}`),
          `the catalog is what they make; nothing was run on ${context.db.description}`,
        ])
        return done
      }),
    ),
  )
}
