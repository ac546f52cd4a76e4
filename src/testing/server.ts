import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RowhouseError } from '../errors/index.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import { isRunning } from './process.ts'
import { ordinaryUser, type User } from './user.ts'

/** A PostgreSQL server of one's own, for tests: on a free port of this machine, in a temporary folder. */
export interface TestServer {
  /** Connects to its database `postgres` as its superuser. */
  readonly url: string
  readonly port: number
  /** Starts it again on the same port after `stop`. */
  start(): Promise<void>
  /** Stops it as an administrator would (`fast`) or as a crash would (`immediate`), without losing its data. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>
  /** Stops it and removes its folder. */
  dispose(): Promise<void>
}

/** Options of `startTestServer`. */
export interface TestServerOptions {
  /** Settings for its `postgresql.conf`, such as `{ max_connections: '20' }`. */
  readonly settings?: Readonly<Record<string, string>>
  /** The superuser's password, which the server then asks for (scram-sha-256). Default: none is asked for. */
  readonly password?: string
  /** Key and certificate in PEM form; with them the server offers TLS. */
  readonly tls?: { readonly key: string; readonly certificate: string }
}

const prefix = 'rowhouse-test-'

// What nobody needs who throws the data away afterwards.
const quick = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '200',
  autovacuum: 'off',
  // Inside the data folder, where even a killed server leaves nothing that outlives it.
  dynamic_shared_memory_type: 'mmap',
}

/**
 * Starts a PostgreSQL server from the programs that `findBinaries` finds: in memory where the system offers it, reachable on
 * 127.0.0.1 only, as an ordinary user when this process is root. What crashed runs have left behind is removed.
 */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const parent = scratchFolder()
  sweep(parent)
  const folder = mkdtempSync(join(parent, prefix))
  writeFileSync(join(folder, 'owner'), String(process.pid))
  try {
    const user = ordinaryUser()
    if (user !== undefined) chownSync(folder, user.uid, user.gid)
    chmodSync(folder, 0o755)
    const binaries = findBinaries(folder)
    initialise(binaries, folder, user, options.password)
    const tls = options.tls === undefined ? {} : writeTls(folder, user, options.tls)
    const settings = { ...quick, ...tls, ...options.settings }
    const server = new Server({ binaries, folder, user, settings, port: await freePort(), password: options.password })
    await server.start()
    return server
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** What a `Server` is made of. */
interface ServerParts {
  readonly binaries: Binaries
  readonly folder: string
  readonly port: number
  readonly user: User | undefined
  readonly password: string | undefined
  readonly settings: Readonly<Record<string, string>>
}

class Server implements TestServer {
  readonly url: string
  readonly port: number
  readonly #parts: ServerParts
  #process: ChildProcess | undefined

  constructor(parts: ServerParts) {
    const { port, password } = parts
    this.#parts = parts
    this.port = port
    this.url = `postgres://postgres${password === undefined ? '' : `:${password}`}@127.0.0.1:${port}/postgres`
  }

  async start(): Promise<void> {
    const { binaries, folder, user } = this.#parts
    const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...this.#parts.settings }
    const args = ['-D', join(folder, 'data'), '-p', String(this.port)]
    for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`)
    const child = spawn(join(binaries.folder, 'postgres'), args, {
      cwd: folder,
      env: { ...process.env, ...binaries.environment },
      stdio: ['ignore', 'ignore', 'pipe'],
      ...user,
    })
    this.#process = child
    await ready(child)
    child.stderr?.resume()
  }

  stop(mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
    const child = this.#process
    if (child === undefined || child.exitCode !== null) return Promise.resolve()
    this.#process = undefined
    return new Promise((resolve) => {
      child.once('exit', () => resolve())
      child.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
    })
  }

  async dispose(): Promise<void> {
    await this.stop('immediate')
    rmSync(this.#parts.folder, { recursive: true, force: true })
  }
}

function initialise(binaries: Binaries, folder: string, user: User | undefined, password: string | undefined): void {
  const args = ['-D', join(folder, 'data'), '-U', 'postgres', '--no-sync', '--encoding=UTF8', '--locale=C']
  if (password === undefined) args.push('--auth=trust')
  else args.push('--auth=scram-sha-256', `--pwfile=${writePrivate(join(folder, 'password'), password, user)}`)
  execFileSync(join(binaries.folder, 'initdb'), args, {
    cwd: folder,
    env: { ...process.env, ...binaries.environment },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...user,
  })
}

function writeTls(
  folder: string,
  user: User | undefined,
  { key, certificate }: { key: string; certificate: string },
): Record<string, string> {
  return {
    ssl: 'on',
    ssl_key_file: writePrivate(join(folder, 'server.key'), key, user),
    ssl_cert_file: writePrivate(join(folder, 'server.crt'), certificate, user),
  }
}

function writePrivate(file: string, content: string, user: User | undefined): string {
  writeFileSync(file, content, { mode: 0o600 })
  if (user !== undefined) chownSync(file, user.uid, user.gid)
  return file
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = ''
    const read = (data: Buffer) => {
      log += data.toString()
      if (log.includes('database system is ready to accept connections')) settle(resolve)
    }
    const exit = () =>
      settle(() => reject(new RowhouseError('SETUP_FAILED', `the test server did not start:\n${log.trim()}`)))
    const settle = (outcome: () => void) => {
      child.stderr?.off('data', read)
      child.off('exit', exit)
      outcome()
    }
    child.stderr?.on('data', read)
    child.once('exit', exit)
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

// Making a database writes hundreds of files; in memory that takes a third of the time.
function scratchFolder(): string {
  const memory = '/dev/shm'
  if (!existsSync(memory)) return tmpdir()
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize > 2 ** 31 ? memory : tmpdir()
}

function sweep(parent: string): void {
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(prefix))) {
    const folder = join(parent, name)
    const owner = numberIn(join(folder, 'owner'))
    if (owner === undefined || isRunning(owner)) continue
    const postmaster = numberIn(join(folder, 'data', 'postmaster.pid'))
    if (postmaster !== undefined && isPostgres(postmaster, folder)) process.kill(postmaster, 'SIGQUIT')
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

// A pid may belong to somebody else by now; only a process that was started on this very folder is stopped.
function isPostgres(pid: number, folder: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)
  } catch {
    return false
  }
}

function numberIn(file: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10)
  } catch {
    return undefined
  }
}
