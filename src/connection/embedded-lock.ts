import { accessSync, constants, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { RowhouseError } from '../errors/index.ts'

/** Who holds the lock on an embedded database's folder. */
interface Owner {
  readonly pid: number
  readonly host: string
  /** The start time of the process where the system tells it, so that a recycled pid is not taken for the owner. */
  readonly started: string
  readonly since: string
}

// A process that was killed is gone within a moment, but not at once.
const patience = 1000

/**
 * Takes the lock on a data folder, so that no second process opens it (PGlite itself would let it, and lose rows without a
 * word). The lock is a file beside the folder, `<folder>.lock`; that of a process which is no longer alive is taken over.
 * Returns the function that gives it back. Throws `EMBEDDED_LOCKED` naming the owner's pid.
 */
export async function lockFolder(folder: string): Promise<() => void> {
  const file = `${folder}.lock`
  makeFolder(dirname(file))
  const mine = JSON.stringify(self())
  const until = performance.now() + patience
  while (!createExclusively(file, mine)) {
    const found = read(file)
    const owner = found === undefined ? undefined : parse(found)
    if (owner !== undefined && isAlive(owner)) {
      if (isSelf(owner) || performance.now() > until) throw locked(folder, file, owner)
      await pause(50)
    } else if (found !== undefined) removeStale(file, found)
  }
  return () => {
    if (read(file) === mine) rmSync(file, { force: true })
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch (cause) {
    throw new RowhouseError(
      'EMBEDDED_BROKEN',
      `the folder ${folder}, in which the embedded database would lie, cannot be written; name another one (pglite:./folder), or give this user the right`,
      { cause, facts: { folder } },
    )
  }
}

// A complete file is made aside and linked into place: nobody ever reads a lock that is half written.
function createExclusively(file: string, content: string): boolean {
  const aside = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`
  writeFileSync(aside, content)
  try {
    linkSync(aside, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

// Two processes may find the same stale lock; the slower one must not remove the lock that the faster one has just made.
function removeStale(file: string, stale: string): void {
  const aside = `${file}.stale.${process.pid}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  if (read(aside) !== stale) {
    try {
      linkSync(aside, file)
    } catch {
      // Somebody took the free place meanwhile; the one whose lock this was finds that out when it looks at its pid.
    }
  }
  rmSync(aside, { force: true })
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function parse(content: string): Owner | undefined {
  try {
    const owner = JSON.parse(content) as Owner
    return typeof owner.pid === 'number' ? owner : undefined
  } catch {
    return undefined
  }
}

function self(): Owner {
  return { pid: process.pid, host: hostname(), started: statOf(process.pid).started, since: new Date().toISOString() }
}

function isSelf({ pid, host }: Owner): boolean {
  return pid === process.pid && host === hostname()
}

function isAlive(owner: Owner): boolean {
  // Nothing can be known about a process on another machine (a shared folder, another container).
  if (owner.host !== hostname()) return true
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const { state, started } = statOf(owner.pid)
  // A zombie has ended; only its parent has not looked yet.
  if (state === 'Z' || state === 'X') return false
  return owner.started === '' || started === '' || owner.started === started
}

// Fields 3 and 22 of /proc/<pid>/stat: the state, and the start in ticks since boot. The process name before them is in
// parentheses and may hold anything.
function statOf(pid: number): { state: string; started: string } {
  const stat = read(`/proc/${pid}/stat`)
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { state: fields?.[0] ?? '', started: fields?.[19] ?? '' }
}

function locked(folder: string, file: string, owner: Owner): RowhouseError {
  const sentence = isSelf(owner)
    ? `the embedded database ${folder} is already open in this process (pid ${owner.pid}); use that one, or close it first`
    : owner.host === hostname()
      ? `the embedded database ${folder} is in use by process ${owner.pid} (since ${owner.since}); stop that process first, or use a PostgreSQL server, which several processes can share`
      : `the embedded database ${folder} is in use by process ${owner.pid} on ${owner.host} (since ${owner.since}); if that machine or container is gone, delete ${file}`
  return new RowhouseError('EMBEDDED_LOCKED', sentence, { facts: { folder, lockFile: file, ...owner } })
}
