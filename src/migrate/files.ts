import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { RowhouseError } from '../errors/index.ts'
import { semanticChecksum } from './checksum.ts'
import { byVersion, compareVersions } from './version.ts'

/** A migration as its folder holds it. */
export interface Migration {
  /** The digits before the first `_` of the folder's name. */
  readonly version: string
  /** The folder's name: `20230215_add_user_profiles`. */
  readonly name: string
  readonly up: Script
  /** Absent when the folder holds no `down.sql`. */
  readonly down?: Script
  /** Rows for `migrate check` to load before `up`; absent when the folder holds no `fixtures.sql`. Never run elsewhere. */
  readonly fixtures?: Script
  /** The semantic checksum of `up`. */
  readonly checksum: string
}

/** The SQL of one direction. */
export interface Script {
  /** The file's path, or words that say where else the text was found. */
  readonly path: string
  /** The text with `\n` at the end of its lines, and without a byte order mark. */
  readonly text: string
}

/**
 * The migrations of a folder, by version. Throws `MIGRATION_INVALID` for what would otherwise be skipped or misread, and
 * `MIGRATION_DUPLICATE` when a version is there twice. Hidden entries and files that are not SQL are passed over.
 */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const migrations: Migration[] = []
  for (const name of await entriesOf(folder)) {
    const migration = await readEntry(folder, name)
    if (migration !== undefined) migrations.push(migration)
  }
  const ordered = migrations.toSorted(byVersion)
  refuseDuplicates(folder, ordered)
  return ordered
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith('.')).toSorted()
  } catch (cause) {
    const mend = 'create it with `rowhouse migrate new <name>`, or name another folder'
    throw invalid(folder, `the folder of the migrations cannot be read; ${mend}`, cause)
  }
}

async function readEntry(folder: string, name: string): Promise<Migration | undefined> {
  const path = join(folder, name)
  if ((await stat(path)).isDirectory()) return readMigration(path, name)
  if (name.toLowerCase().endsWith('.sql')) {
    throw invalid(path, 'a migration is a folder; move the file to <version>_<name>/up.sql')
  }
  return undefined
}

async function readMigration(path: string, name: string): Promise<Migration> {
  const version = /^([0-9]+)_./.exec(name)?.[1]
  if (version === undefined) {
    throw invalid(path, 'a migration is named <version>_<name> with a version of digits; rename the folder')
  }
  const present = await sqlFilesIn(path)
  if (!present.has('up.sql')) throw invalid(path, 'the folder holds no up.sql; write it, or delete the folder')
  const up = await readScript(join(path, 'up.sql'))
  const down = present.has('down.sql') ? { down: await readScript(join(path, 'down.sql')) } : {}
  const fixtures = present.has('fixtures.sql') ? { fixtures: await readScript(join(path, 'fixtures.sql')) } : {}
  return { version, name, up, ...down, ...fixtures, checksum: semanticChecksum(up.text) }
}

const known: ReadonlySet<string> = new Set(['up.sql', 'down.sql', 'fixtures.sql'])

async function sqlFilesIn(path: string): Promise<ReadonlySet<string>> {
  const names = (await readdir(path)).filter((name) => /^[^.].*\.sql$/i.test(name))
  const stray = names.find((name) => !known.has(name))
  if (stray !== undefined) {
    throw invalid(
      join(path, stray),
      'the files of a migration are up.sql, down.sql and fixtures.sql; rename or move this one',
    )
  }
  return new Set(names)
}

async function readScript(path: string): Promise<Script> {
  const text = decode(path, await readFile(path)).replaceAll('\r\n', '\n')
  // The protocol ends a text at its first NUL, so that the rest would be skipped in silence.
  if (text.includes('\0')) throw invalid(path, 'the file holds a NUL character; remove it')
  return { path, text }
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw invalid(path, 'the file is not UTF-8; save it as UTF-8', cause)
  }
}

function refuseDuplicates(folder: string, ordered: readonly Migration[]): void {
  const second = ordered.findIndex(
    (migration, at) => at > 0 && compareVersions(ordered[at - 1]!.version, migration.version) === 0,
  )
  if (second === -1) return
  const paths = [ordered[second - 1]!, ordered[second]!].map(({ name }) => join(folder, name))
  throw new RowhouseError(
    'MIGRATION_DUPLICATE',
    `${paths.join(' and ')} have the same version; rename the one that is not applied yet to a newer version`,
    { facts: { version: ordered[second]!.version, paths } },
  )
}

function invalid(path: string, reason: string, cause?: unknown): RowhouseError {
  return new RowhouseError('MIGRATION_INVALID', `${path}: ${reason}`, { facts: { path }, cause })
}
