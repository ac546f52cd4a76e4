import { loadConfig, type Project } from '../config/index.ts'
import { connect, type Database } from '../database/index.ts'
import { RowhouseError } from '../errors/index.ts'
import { createProgress, type Progress } from '../terminal/index.ts'
import { Output, type Streams } from './output.ts'

/** Options that every command has. */
export interface CommonOptions {
  /** The database; before the environment and the configuration. */
  readonly url?: string
  readonly json?: boolean
  /** The folder to work in. */
  readonly project?: string
}

/** What a command works with. */
export interface Context {
  readonly db: Database
  readonly project: Project
  readonly output: Output
  readonly onProgress: (event: Progress) => void
  /** Says something beside the result, on a line of its own. */
  readonly tell: (line: string) => void
}

/** Runs `work` in the project, with its database open; closes it again whatever happens. */
export async function withDatabase<T>(
  streams: Streams,
  options: CommonOptions,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const project = await openProject(options)
  const progress = createProgress(streams.stderr)
  const db = await connect(options.url, { fallback: project.database, applicationName: 'rowhouse-cli' })
  try {
    return await work({
      db,
      project,
      output: new Output(streams, options.json === true, progress.finish),
      onProgress: progress.report,
      tell: (line) => {
        progress.finish()
        streams.stderr.write(`${line}\n`)
      },
    })
  } finally {
    progress.finish()
    await db.close()
  }
}

/** Like `withDatabase`, with the credentials that are meant for migrations where there are any. */
export function withMigrationDatabase<T>(
  streams: Streams,
  options: CommonOptions,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const url = options.url ?? (process.env.MIGRATION_DATABASE_URL || undefined)
  return withDatabase(streams, url === undefined ? options : { ...options, url }, work)
}

/** The configuration of the project in which the command works. */
export async function openProject(options: CommonOptions): Promise<Project> {
  enterProject(options)
  return loadConfig()
}

/** Goes into the folder in which the command works. Throws `INVALID_OPTION` when it is not there. */
export function enterProject({ project }: CommonOptions): void {
  if (project !== undefined) enter(project)
}

// Like `make -C`: everything that is meant from the current folder is meant from there, `.rowhouse` included.
function enter(folder: string): void {
  try {
    process.chdir(folder)
  } catch (cause) {
    throw new RowhouseError('INVALID_OPTION', `there is no folder ${folder}; correct --project`, { cause })
  }
}
