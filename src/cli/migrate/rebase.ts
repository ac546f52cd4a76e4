import type { Command } from 'commander'
import { rebaseMigration } from '../../migrate/index.ts'
import { type CommonOptions, withMigrationDatabase } from '../context.ts'
import { type Cli, common, done } from '../program.ts'

/** Adds `rowhouse migrate rebase`. */
export function addRebase(cli: Cli, migrate: Command): void {
  common(migrate.command('rebase <version>'), 'rowhouse migrate rebase 20230215')
    .description('rename the folder of a pending migration to the newest version, so that it comes last')
    .action((version: string, options: CommonOptions) =>
      cli.run(options, () =>
        withMigrationDatabase(cli.streams, options, async ({ db, project, output }) => {
          const rebased = await rebaseMigration(db, version, { folder: project.migrations })
          output.result(rebased, [`${rebased.from} is now ${rebased.to}`])
          return done
        }),
      ),
    )
}
