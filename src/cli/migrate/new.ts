import { relative } from 'node:path'
import type { Command } from 'commander'
import { createMigration } from '../../migrate/index.ts'
import { type CommonOptions, openProject } from '../context.ts'
import { Output } from '../output.ts'
import { type Cli, common, done } from '../program.ts'

/** Adds `rowhouse migrate new`. */
export function addNew(cli: Cli, migrate: Command): void {
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
