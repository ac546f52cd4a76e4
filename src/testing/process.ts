import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

/** A process, by facts that no later one shares. */
export interface ProcessIdentity {
  /** A hash of the machine's name: two containers have different ones. */
  readonly host: string
  readonly pid: number
  /** When it was started, in the system's ticks; 0 where the system does not tell. */
  readonly started: number
}

/** The process that runs now. */
export function thisProcess(): ProcessIdentity {
  return { host: hostHash(), pid: process.pid, started: startOf(process.pid) ?? 0 }
}

/** Has the process ended? False when that cannot be known, as of a process on another machine. */
export function hasEnded({ host, pid, started }: ProcessIdentity): boolean {
  if (host !== hostHash()) return false
  if (!isRunning(pid)) return true
  const now = startOf(pid)
  return started !== 0 && now !== undefined && now !== started
}

/** Does a process have this pid? */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function hostHash(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 6)
}

// Field 22 of /proc/<pid>/stat. The name before it stands in parentheses and may hold anything.
function startOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19])
  } catch {
    return undefined
  }
}
