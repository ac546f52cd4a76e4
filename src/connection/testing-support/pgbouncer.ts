import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, connect as reach } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const program = '/usr/sbin/pgbouncer'

/** Is PgBouncer installed on this machine? */
export const hasPgBouncer = existsSync(program)

/** A PgBouncer of one's own, on a free port of this machine. */
export interface PgBouncer {
  readonly url: string
  stop(): Promise<void>
}

/** Starts PgBouncer before the server of that URL, in the given mode and with so many sessions. */
export async function startPgBouncer(
  url: string,
  mode: 'transaction' | 'session',
  sessions: number,
): Promise<PgBouncer> {
  const target = new URL(url)
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'rowhouse-pgbouncer-'))
  chmodSync(folder, 0o755)
  writeFileSync(join(folder, 'users.txt'), `"${target.username}" "${decodeURIComponent(target.password)}"\n`)
  writeFileSync(join(folder, 'pgbouncer.ini'), configuration(target, port, { folder, mode, sessions }))
  const asOther = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const child = spawn(program, ['-q', ...asOther, join(folder, 'pgbouncer.ini')], { stdio: 'ignore' })
  await answering(port, child)
  target.port = String(port)
  target.hostname = '127.0.0.1'
  return {
    url: target.href,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function configuration(
  target: URL,
  port: number,
  { folder, mode, sessions }: { folder: string; mode: string; sessions: number },
): string {
  const host = target.hostname === '' || target.hostname === 'localhost' ? '127.0.0.1' : target.hostname
  return `
[databases]
* = host=${host} port=${target.port || 5432}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${folder}/users.txt
pool_mode = ${mode}
default_pool_size = ${sessions}
max_client_conn = 200
ignore_startup_parameters = extra_float_digits,options
`
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

async function answering(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    if (await answers(port)) return
    await pause(20)
  }
  throw new Error(`pgbouncer ended with ${child.exitCode}`)
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = reach(port, '127.0.0.1')
    socket.once('connect', () => resolve(socket.destroy() !== undefined)).once('error', () => resolve(false))
  })
}
