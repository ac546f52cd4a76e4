import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'

/** How a process ended. */
export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A command that is running. */
export interface Running {
  readonly ended: Promise<Ended>
  /** What it has written to stderr so far. */
  readonly err: () => string
  readonly kill: (signal: NodeJS.Signals) => void
}

const program = resolve(import.meta.dirname, '../../../../bin/rowhouse.js')

/** Starts `rowhouse` as a process of its own, as it was built, in an environment without settings. */
export function startRowhouse(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Running {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const out = textOf(child.stdout)
  const err = textOf(child.stderr)
  return { ended: endOf(child, out, err), err, kill: (signal) => child.kill(signal) }
}

async function endOf(child: ChildProcess, out: () => string, err: () => string): Promise<Ended> {
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out: out(), err: err() }
}

function textOf(stream: NodeJS.ReadableStream): () => string {
  let text = ''
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    text += chunk
  })
  return () => text
}
