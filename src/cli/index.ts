import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import type { CommonOptions } from './context.ts'
import { printFailure } from './failure.ts'
import { addGenerate } from './generate.ts'
import { addMigrate } from './migrate/index.ts'
import { addMonitor } from './monitor/index.ts'
import type { Streams } from './output.ts'
import { addPing } from './ping.ts'
import type { Cli, ExitCode } from './program.ts'
import { addSeed } from './seed.ts'
import { addSetup } from './setup.ts'
import { addVerify } from './verify.ts'

/**
 * Runs the command line `rowhouse …` and answers its exit code: 0 when all is well, 1 on findings or a failure, 2 on wrong
 * usage.
 */
export async function run(args: readonly string[], streams: Streams = process): Promise<ExitCode> {
  let exitCode: ExitCode = 0
  const cli: Cli = {
    program: program(streams),
    streams,
    run: async (options: CommonOptions, work) => {
      try {
        exitCode = await work()
      } catch (error) {
        printFailure(error, streams, options.json === true)
        exitCode = 1
      }
    },
  }
  for (const add of [addSetup, addMigrate, addSeed, addGenerate, addVerify, addMonitor, addPing]) add(cli)
  // A command that was added takes these settings over from its parent only when it is made, and all of them need them.
  for (const command of [
    cli.program,
    ...cli.program.commands,
    ...cli.program.commands.flatMap(({ commands }) => commands),
  ])
    quiet(command, streams)
  try {
    await cli.program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    throw error
  }
}

function program(streams: Streams): Command {
  return quiet(new Command('rowhouse'), streams)
    .description('The data layer for TypeScript on PostgreSQL: migrate, seed, verify, type.')
    .version(version(), '-V, --version', 'print the version')
    .addHelpText(
      'after',
      `
The database is --url, else DATABASE_URL, else DB_HOST, DB_PORT, DB_USER, DB_PASSWORD, DB_NAME, DB_SSL, else what
rowhouse.config.ts says, else an embedded PostgreSQL in .rowhouse (never under NODE_ENV=production). Migrations and setup
take MIGRATION_DATABASE_URL before these, if it is set.

Exit codes: 0 done, 1 findings or failure, 2 wrong usage.

Example:
  $ rowhouse setup          an empty database becomes a migrated, seeded and verified one`,
    )
}

function quiet(command: Command, { stdout, stderr }: Streams): Command {
  return command
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError('(add --help for the options and an example)')
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) })
}

function version(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return version
}
