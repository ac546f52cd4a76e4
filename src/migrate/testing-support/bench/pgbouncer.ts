import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ordinaryUser } from '../../../testing/user.ts'

/** A PgBouncer before a server, in transaction mode. */
export interface Pooler extends AsyncDisposable {
  readonly url: string
}

/** Whether PgBouncer is installed on this machine. */
export const hasPgBouncer = spawnSync('pgbouncer', ['--version']).status === 0

/** Starts a PgBouncer in transaction mode before the database of that URL. */
export async function poolerTo(target: string): Promise<Pooler> {
  const folder = mkdtempSync(join(tmpdir(), 'rowhouse-pgbouncer-'))
  const url = new URL(target)
  const port = await freePort()
  const file = join(folder, 'pgbouncer.ini')
  writeFileSync(join(folder, 'users.txt'), `"${url.username}" "${url.password}"\n`)
  writeFileSync(file, settings(url, port, folder))
  const user = ordinaryUser()
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  const child = spawn('pgbouncer', [file], { stdio: ['ignore', 'ignore', 'pipe'], ...user })
  const exited = once(child, 'exit')
  for await (const chunk of child.stderr) if (String(chunk).includes('process up')) break
  url.hostname = '127.0.0.1'
  url.port = String(port)
  return {
    url: url.href,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM')
      await exited
      rmSync(folder, { recursive: true })
    },
  }
}

function settings(url: URL, port: number, folder: string): string {
  const password = url.password === '' ? '' : ` password=${decodeURIComponent(url.password)}`
  return `[databases]
* = host=${url.hostname} port=${url.port || 5432} user=${url.username}${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${join(folder, 'users.txt')}
pool_mode = transaction
default_pool_size = 40
max_client_conn = 200
server_lifetime = 600
`
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
