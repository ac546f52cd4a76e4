import { type CommonOptions, withDatabase } from './context.ts'
import { type Cli, common, done } from './program.ts'

/** Adds `rowhouse ping`. */
export function addPing({ program, streams, run }: Cli): void {
  common(program.command('ping'), 'rowhouse ping --url postgres://localhost/app')
    .description('connect, and tell the version of the server and how long it took to answer')
    .action((options: CommonOptions) =>
      run(options, () =>
        withDatabase(streams, options, async ({ db, output }) => {
          const ping = await db.ping()
          output.result({ ...ping, database: db.description }, [
            `${db.description}: PostgreSQL ${ping.version} answered in ${ping.latencyMs} ms`,
          ])
          return done
        }),
      ),
    )
}
