import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, lstatSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { RowhouseError } from '../errors/index.ts'
import { type Address, readAddress, removeAddress } from './address.ts'

let shared: Promise<string> | undefined

/**
 * The URL of a server that all processes of this user share: the first one starts it, and it stops when the last one has ended
 * and none has come for `ROWHOUSE_TEST_LINGER` milliseconds (default 20,000). A keeper, a process of its own, sees to that.
 */
export function sharedServer(): Promise<string> {
  shared ??= joinIn(ownFolder()).catch((error) => {
    shared = undefined
    throw error
  })
  return shared
}

const patience = 60_000

async function joinIn(folder: string): Promise<string> {
  const file = join(folder, `server-${variant()}.json`)
  const until = performance.now() + patience
  while (performance.now() < until) {
    const address = readAddress(file)
    if (address === undefined) await startKeeper(file)
    else {
      const answer = await ask(address)
      if (answer !== undefined) return urlIn(answer)
      removeAddress(file, address)
    }
    await pause(20 + Math.random() * 30)
  }
  throw new RowhouseError(
    'SETUP_FAILED',
    `the shared test server did not start within ${patience / 1000} s; look at ${logOf(file)}, or set TEST_DATABASE_URL`,
    { facts: { file } },
  )
}

// Others may write in the folder for temporary files, but only the user into this one.
function ownFolder(): string {
  const uid = process.getuid?.()
  const folder = join(tmpdir(), `rowhouse-${uid ?? 'user'}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const stat = lstatSync(folder)
  if (stat.isDirectory() && (uid === undefined || stat.uid === uid)) return folder
  throw new RowhouseError(
    'SETUP_FAILED',
    `${folder} belongs to somebody else; remove it, or set TMPDIR to a folder of your own`,
    {
      facts: { folder },
    },
  )
}

// Who asks for other programs gets another server.
function variant(): string {
  return createHash('sha256')
    .update(process.env.ROWHOUSE_PG_BIN ?? '')
    .digest('hex')
    .slice(0, 8)
}

function logOf(file: string): string {
  return file.replace(/json$/, 'log')
}

const keeper = fileURLToPath(new URL(`./keeper${extname(import.meta.url)}`, import.meta.url))

// It resolves when the keeper listens, or when it has ended because another one listens already.
function startKeeper(file: string): Promise<void> {
  const reader = keeper.endsWith('.ts') ? ['--import', import.meta.resolve('jiti/register')] : []
  const log = openSync(logOf(file), 'w')
  const child = spawn(process.execPath, [...reader, keeper, file], {
    cwd: tmpdir(),
    detached: true,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', log, 'ipc'],
  })
  closeSync(log)
  return new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(keeperFailed(file))))
  }).finally(() => {
    if (child.connected) child.disconnect()
    child.unref()
  })
}

function keeperFailed(file: string): RowhouseError {
  return new RowhouseError(
    'SETUP_FAILED',
    `the shared test server did not start; set TEST_DATABASE_URL, or mend this:\n${readFileSync(logOf(file), 'utf8').trim()}`,
  )
}

type Answer = { readonly url: string } | { readonly error: string }

// The connection stays open as long as this process lives, which is how the keeper knows that it does.
function ask({ port, token }: Address): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    let text = ''
    socket.setEncoding('utf8')
    socket.once('connect', () => socket.write(`${token}\n`))
    socket.on('data', (part) => {
      text += part
      if (!text.endsWith('\n')) return
      socket.unref()
      resolve(JSON.parse(text))
    })
    socket.on('error', () => resolve(undefined))
    socket.on('close', () => resolve(undefined))
  })
}

function urlIn(answer: Answer): string {
  if ('url' in answer) return answer.url
  throw new RowhouseError('SETUP_FAILED', `${answer.error}; or set TEST_DATABASE_URL to a server`)
}
