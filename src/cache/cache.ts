import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** The user's folder for what can be made anew: `$XDG_CACHE_HOME/rowhouse`, else `~/.cache/rowhouse`. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'rowhouse')
}

/** What was kept under a name; `undefined` when there is nothing, or it is not as it was written. */
export async function readCached(name: string): Promise<Uint8Array | undefined> {
  const file = join(cacheFolder(), name)
  try {
    const content = unsealed(await readFile(file))
    // What is used stays among the newest, however old it is.
    if (content !== undefined) await utimes(file, new Date(), new Date())
    return content
  } catch {
    return undefined
  }
}

/**
 * Keeps bytes under a name `<kind>-<key>`, and of this kind the 20 entries that were used last. A cache that cannot be
 * written (a read-only home) only costs the next run its time.
 */
export async function keepCached(name: string, content: Uint8Array): Promise<void> {
  const file = join(cacheFolder(), name)
  const aside = `${file}.${randomUUID()}.new`
  try {
    await mkdir(cacheFolder(), { recursive: true, mode: 0o700 })
    await writeFile(aside, sealed(content), { mode: 0o600 })
    await rename(aside, file)
    await sweep(name.slice(0, name.indexOf('-') + 1))
  } catch {
    await rm(aside, { force: true }).catch(() => undefined)
  }
}

const most = 20
// Nobody writes for an hour: what is aside for longer was left there by a process that was killed.
const abandoned = 3_600_000

async function sweep(kind: string): Promise<void> {
  const names = (await readdir(cacheFolder())).filter((name) => name.startsWith(kind))
  const entries = await Promise.all(names.map(async (name) => ({ name, used: await lastUse(name) })))
  for (const name of superfluous(entries, Date.now())) await rm(join(cacheFolder(), name), { force: true })
}

async function lastUse(name: string): Promise<number> {
  // Another process may have swept it meanwhile.
  return stat(join(cacheFolder(), name)).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
}

interface Entry {
  readonly name: string
  /** In milliseconds since 1970. */
  readonly used: number
}

function superfluous(entries: readonly Entry[], now: number): string[] {
  const aside = entries.filter(({ name }) => name.endsWith('.new'))
  const kept = entries.filter(({ name }) => !name.endsWith('.new')).toSorted((a, b) => b.used - a.used)
  return [...kept.slice(most), ...aside.filter(({ used }) => now - used > abandoned)].map(({ name }) => name)
}

const sealLength = 32

// A disk that was full, or a bit that has fallen over, must not become an answer.
function sealed(content: Uint8Array): Uint8Array {
  return Buffer.concat([sealOf(content), content])
}

function unsealed(bytes: Buffer): Uint8Array | undefined {
  const content = bytes.subarray(sealLength)
  return sealOf(content).equals(bytes.subarray(0, sealLength)) ? content : undefined
}

function sealOf(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest()
}
