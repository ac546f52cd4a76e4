import { type Command, InvalidArgumentError } from 'commander'
import { describeNotice, type MigrateOptions } from '../../migrate/index.ts'
import type { Context } from '../context.ts'

/** Options of the commands that run migrations. */
export interface RunnerOptions {
  readonly lockWait?: number
  readonly lockTimeout?: number
  readonly lockRetries?: number
  readonly statementTimeout?: number
  readonly role?: string
}

/** Gives a command the options that say how migrations run. */
export function addRunnerOptions(command: Command): Command {
  return command
    .option('--lock-wait <ms>', 'how long to wait for another runner (default: 60000)', wholeFrom(0))
    .option(
      '--lock-timeout <ms>',
      'how long a statement may wait for a lock that holds others up (default: 2000; 0: for ever)',
      wholeFrom(0),
    )
    .option(
      '--lock-retries <n>',
      'how often to try again after a lock timeout or a deadlock (default: 10)',
      wholeFrom(0),
    )
    .option('--statement-timeout <ms>', 'how long a statement may take (default: what the server says)', wholeFrom(0))
    .option('--role <name>', 'run the scripts as this role')
}

/** What these options mean for the library; what is waited for is told as it happens. */
export function runnerOptions({ project, onProgress, tell }: Context, options: RunnerOptions): MigrateOptions {
  const { lockWait, lockTimeout, lockRetries, statementTimeout, role } = options
  return {
    folder: project.migrations,
    lockWait,
    lockTimeout,
    lockRetries,
    statementTimeout,
    role,
    onProgress: ({ name, done, total }) => onProgress({ phase: 'migrate', name, done, total }),
    onNotice: (notice) => tell(describeNotice(notice)),
  }
}

/** Reads an option's whole number. */
export function wholeFrom(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() !== '' && Number.isInteger(value) && value >= least) return value
    throw new InvalidArgumentError(`It must be a whole number from ${least}.`)
  }
}
