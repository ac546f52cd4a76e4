import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RowhouseError } from '../errors/index.ts'
import { byVersion, compareVersions } from './version.ts'

/** A migration that was made. */
export interface CreatedMigration {
  readonly version: string
  /** The folder's name. */
  readonly name: string
  /** The paths of `up.sql` and `down.sql`, to be written. */
  readonly files: readonly string[]
}

/**
 * Makes the folder `<version>_<name>` with an `up.sql` and a `down.sql` to fill in. The version is the time in UTC
 * (`YYYYMMDDHHMMSS`), or the next number after the newest migration if that is not older. The name is cleaned to snake_case;
 * throws `MIGRATION_INVALID` if nothing is left of it.
 */
export async function createMigration(
  folder: string,
  name: string,
  { now = new Date() }: { readonly now?: Date } = {},
): Promise<CreatedMigration> {
  const cleaned = cleanName(name)
  await mkdir(folder, { recursive: true })
  const version = nextVersion(await versionsIn(folder), now)
  const path = join(folder, `${version}_${cleaned}`)
  await mkdir(path)
  const files = [join(path, 'up.sql'), join(path, 'down.sql')]
  await writeFile(files[0]!, '-- What this migration changes. It runs in one transaction.\n')
  await writeFile(files[1]!, '-- What undoes up.sql.\n')
  return { version, name: `${version}_${cleaned}`, files }
}

/** The name in snake_case. Throws `MIGRATION_INVALID` if nothing is left of it. */
export function cleanName(name: string): string {
  const cleaned = snakeCase(name)
  if (cleaned === '') throw emptyName(name)
  return cleaned
}

/** A name in lower case with `_` between its words: `Add user's e-mail` and `addUsersEMail` become tidy folder names. */
export function snakeCase(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, '_')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .slice(0, 60)
    .replace(/^_+|_+$/g, '')
}

/** The versions that the names in a folder begin with. */
export async function versionsIn(folder: string): Promise<{ readonly version: string }[]> {
  return (await readdir(folder)).map((entry) => ({ version: /^[0-9]+(?=_)/.exec(entry)?.[0] ?? '0' }))
}

/** The version of a new migration: the time, or the next number after the newest that is there if that is not older. */
export function nextVersion(existing: readonly { readonly version: string }[], now: Date): string {
  const newest = existing.toSorted(byVersion).at(-1)?.version ?? '0'
  const time = now
    .toISOString()
    .replace(/[^0-9]/g, '')
    .slice(0, 14)
  return compareVersions(time, newest) > 0 ? time : String(BigInt(newest) + 1n)
}

function emptyName(name: string): RowhouseError {
  return new RowhouseError(
    'MIGRATION_INVALID',
    `${JSON.stringify(name)} holds no letter or digit to name a migration by; say what it does, for example "add user profiles"`,
    { facts: { name } },
  )
}
