import type { Command } from 'commander'
import type { CommonOptions } from './context.ts'
import type { Streams } from './output.ts'

/** Exit codes: all is well; findings or a failure; wrong usage. */
export type ExitCode = 0 | 1 | 2

/** All is well. */
export const done: ExitCode = 0
/** The command found something that needs attention. */
export const findings: ExitCode = 1

/** What adds a command: the program to add it to, and the way in which its work is run. */
export interface Cli {
  readonly program: Command
  readonly streams: Streams
  /** Runs a command's work, reports its failure, and keeps its exit code. */
  run(options: CommonOptions, work: () => Promise<ExitCode>): Promise<void>
}

/** Gives a command the options that all of them have, and an example under its help. */
export function common(command: Command, example: string): Command {
  return command
    .option(
      '--url <target>',
      'the database: postgres://user:password@host:5432/database, pglite:./folder (default: the environment)',
    )
    .option('--project <folder>', 'work in this folder instead of the current one')
    .option('--json', 'print one JSON value instead of text')
    .addHelpText('after', `\nExample:\n  $ ${example}`)
}
