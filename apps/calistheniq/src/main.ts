import { fileURLToPath } from 'node:url'
import { connect, type Database, loadConfig, type Project, RowhouseError } from 'rowhouse'
import { createProgress, setup } from 'rowhouse/setup'
import { formatReport } from 'rowhouse/verify'
import { buildApp } from './app.ts'

/** The program was started with a setting that makes no sense; exit code 2. */
class WrongUsage extends Error {}

const folder = fileURLToPath(new URL('..', import.meta.url))
const opened: { close(): Promise<unknown> }[] = []
let stopping = false

process.on('SIGINT', stop)
process.on('SIGTERM', stop)
main().catch(fail)

async function main(): Promise<void> {
  const port = readPort(process.env.PORT ?? '3000')
  const host = process.env.HOST ?? 'localhost'
  const project = await loadConfig(folder)
  const db = await connect(undefined, {
    folder: project.folder,
    fallback: project.database,
    applicationName: 'calistheniq',
  })
  opened.push(db)
  console.log(db.description)
  await prepare(db, project)
  const app = await buildApp(db, { logger: { level: process.env.LOG_LEVEL ?? 'warn' } })
  opened.push(app)
  const url = await app.listen({ port, host })
  console.log(`CalisthenIQ at ${url}/api/exercises, described at ${url}/docs; stop with Ctrl-C`)
}

async function prepare(db: Database, project: Project): Promise<void> {
  const progress = createProgress(process.stderr)
  const { report } = await setup(db, project, { onProgress: progress.report }).finally(progress.finish)
  if (!report.ok) console.error(formatReport(report))
}

/** Ends the server, then the database; a second signal does not wait for them. */
async function stop(): Promise<void> {
  if (stopping) process.exit(130)
  stopping = true
  console.log('stopping; once more to stop at once')
  for (const resource of opened.reverse()) await resource.close()
  process.exit(0)
}

function fail(error: unknown): never | undefined {
  // closing the database while it was being set up is what made it fail
  if (stopping) return undefined
  console.error(sentence(error))
  process.exit(error instanceof WrongUsage ? 2 : 1)
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
