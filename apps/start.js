// Serves both applications: npm start
// Each is a process of its own with its own port and database, as it would be in production; when one ends, so does the other.
// CALISTHENIQ_PORT and ACADEMY_PORT say where they listen. With DATABASE_URL (or DB_HOST …) set, CalisthenIQ works in that
// database and Academy in one beside it, with `_academy` after its name, which is made if it is not there.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { connect } from 'rowhouse'

const applications = [
  { name: 'calistheniq', port: process.env.CALISTHENIQ_PORT ?? process.env.PORT ?? '3000', database: {} },
  { name: 'academy', port: process.env.ACADEMY_PORT ?? '3001', database: await databaseBeside('_academy') },
]
const width = Math.max(...applications.map(({ name }) => name.length))
const running = applications.map(start)

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop(signal))
process.exitCode = Math.max(...(await Promise.all(running.map(ended))))

/** The variables that name a database beside the one of the environment; none where each application has its own folder. */
async function databaseBeside(suffix) {
  const { DATABASE_URL, DB_HOST, DB_NAME } = process.env
  if (DATABASE_URL?.startsWith('postgres')) {
    const url = new URL(DATABASE_URL)
    url.pathname = `${url.pathname}${suffix}`
    await createDatabase(decodeURIComponent(url.pathname.slice(1)))
    return { DATABASE_URL: url.href }
  }
  if (DATABASE_URL?.startsWith('pglite:/')) return { DATABASE_URL: DATABASE_URL + suffix }
  if (DATABASE_URL || !DB_HOST || !DB_NAME) return {}
  await createDatabase(DB_NAME + suffix)
  return { DB_NAME: DB_NAME + suffix }
}

async function createDatabase(name) {
  const db = await connect(undefined, { maxConnections: 1 })
  try {
    const { rowCount } = await db.queryUnsafe('select from pg_database where datname = $1', [name])
    if (rowCount === 0) await db.script(`create database "${name.replaceAll('"', '""')}"`)
  } finally {
    await db.close()
  }
}

function start({ name, port, database }) {
  const main = fileURLToPath(new URL(`${name}/dist/main.js`, import.meta.url))
  // A group of its own, so that Ctrl-C reaches it once: from here.
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, PORT: port, ...database },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const tell = (stream, out) =>
    createInterface({ input: stream }).on('line', (line) => out.write(`${name.padEnd(width)}  ${line}\n`))
  tell(child.stdout, process.stdout)
  tell(child.stderr, process.stderr)
  return child
}

async function ended(child) {
  const [code] = await once(child, 'exit')
  stop('SIGTERM')
  return code ?? 1
}

function stop(signal) {
  for (const child of running) if (child.exitCode === null && child.signalCode === null) child.kill(signal)
}
