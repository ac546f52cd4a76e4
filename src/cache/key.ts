import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A name for what follows from the parts alone: other parts have another key. A part is whatever JSON can hold. */
export function keyOf(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}

let version: string | undefined

/**
 * Tells this very code of Rowhouse from every other: a hash of its files. The number in package.json would not do, since a
 * checkout changes without it.
 */
export function ownVersion(): string {
  version ??= hashOf(fileURLToPath(new URL('..', import.meta.url)))
  return version
}

function hashOf(folder: string): string {
  const hash = createHash('sha256')
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isCode)
  for (const name of names.toSorted())
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(folder, name)))
      .update('\0')
  return hash.digest('hex')
}

function isCode(name: string): boolean {
  return /\.[jt]s$/.test(name) && !/\.d\.ts$|\.test\.ts$|testing-support/.test(name)
}
