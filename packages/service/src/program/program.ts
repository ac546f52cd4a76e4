import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import { connect, type Database, loadConfig, type Project, RowhouseError } from 'rowhouse'
import { createProgress, setup } from 'rowhouse/setup'
import { formatReport } from 'rowhouse/verify'

/** A service that is started as a program. */
export interface Program {
  /** What it is called, for people. */
  readonly title: string
  /** The folder of its `rowhouse.config.ts`. */
  readonly folder: string
  /** Where it listens unless PORT says otherwise. */
  readonly port: number
  /** The page to open first, such as `/docs`. */
  readonly page: string
  buildApp(
    db: Database,
    options: { readonly logger: FastifyServerOptions['logger'] & object },
  ): Promise<FastifyInstance>
}

/** The program was started with a setting that makes no sense; exit code 2. */
class WrongUsage extends Error {}

/**
 * Connects by the environment, brings the database up to date, and serves until SIGINT or SIGTERM. PORT, HOST and LOG_LEVEL
 * come from the environment. It ends the process when it cannot start: exit code 2 for a wrong setting, else 1.
 */
export function runProgram(program: Program): void {
  const opened: Closable[] = []
  const stop = stopper(opened)
  process.on('SIGINT', stop.now)
  process.on('SIGTERM', stop.now)
  serve(program, opened).catch((error: unknown) => {
    // Closing the database while it was being set up is what made it fail.
    if (stop.begun()) return
    console.error(sentence(error))
    process.exit(error instanceof WrongUsage ? 2 : 1)
  })
}

interface Closable {
  close(): Promise<unknown>
}

async function serve({ title, folder, page, buildApp, ...program }: Program, opened: Closable[]): Promise<void> {
  const port = readPort(process.env.PORT ?? String(program.port))
  const host = process.env.HOST ?? 'localhost'
  const project = await loadConfig(folder)
  const db = await connect(undefined, {
    folder: project.folder,
    fallback: project.database,
    applicationName: title.toLowerCase(),
  })
  opened.push(db)
  console.log(db.description)
  await prepare(db, project)
  const app = await buildApp(db, { logger: { level: process.env.LOG_LEVEL ?? 'warn' } })
  opened.push(app)
  const url = await app.listen({ port, host })
  console.log(`${title} at ${url}${page}, described at ${url}/docs; stop with Ctrl-C`)
}

async function prepare(db: Database, project: Project): Promise<void> {
  const progress = createProgress(process.stderr)
  const { report } = await setup(db, project, { onProgress: progress.report }).finally(progress.finish)
  if (!report.ok) console.error(formatReport(report))
}

/** Ends the server, then the database; a second signal does not wait for them. */
function stopper(opened: Closable[]): { now: () => Promise<void>; begun: () => boolean } {
  let stopping = false
  const now = async () => {
    if (stopping) process.exit(130)
    stopping = true
    console.log('stopping; once more to stop at once')
    for (const resource of opened.reverse()) await resource.close()
    process.exit(0)
  }
  return { now, begun: () => stopping }
}

function sentence(error: unknown): unknown {
  if (error instanceof RowhouseError || error instanceof WrongUsage) return error.message
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return `the port is in use (${error.message}); stop the program that listens there, or choose another with PORT`
  }
  return error
}

function readPort(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new WrongUsage(`PORT must be a number from 0 to 65535, not ${text}`)
}
