import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { messageOf, RowhouseError } from '../errors/index.ts'
import { checkConfig } from './check.ts'
import type { Config, Project } from './config.ts'
import { importModule } from './import-module.ts'

const fileNames = ['ts', 'mts', 'js', 'mjs'].map((extension) => `rowhouse.config.${extension}`)

/**
 * Reads `rowhouse.config.{ts,mts,js,mjs}` from the folder `from` or the nearest one above it that has one. Without a
 * file the defaults hold and the project is `from` itself. Throws `INVALID_CONFIG` with the file and the key.
 */
export async function loadConfig(from: string = process.cwd(), { fresh = false }: LoadOptions = {}): Promise<Project> {
  const file = findConfig(from)
  if (file === undefined) return resolveProject({}, resolve(from))
  return { ...resolveProject(await readConfig(file, fresh), dirname(file)), file }
}

/** Options of `loadConfig`. */
export interface LoadOptions {
  /** Reads the file again though this process has read it before, as it may have changed. Default: false. */
  readonly fresh?: boolean
}

/** What the configuration file nearest to `from` holds, unread; `undefined` when there is none. Changes when the file does. */
export function configText(from: string): string | undefined {
  const file = findConfig(from)
  return file && `${file}\n${readFileSync(file, 'utf8')}`
}

/** The folder of the nearest configuration file in `from` or above it; `from` itself when there is none. */
export function projectFolder(from: string = process.cwd()): string {
  const file = findConfig(from)
  return file === undefined ? resolve(from) : dirname(file)
}

function findConfig(from: string): string | undefined {
  for (const folder of withParents(resolve(from))) {
    const file = fileNames.map((name) => join(folder, name)).find((path) => existsSync(path))
    if (file !== undefined) return file
  }
  return undefined
}

function* withParents(folder: string): Generator<string> {
  yield folder
  const parent = dirname(folder)
  if (parent !== folder) yield* withParents(parent)
}

async function readConfig(file: string, fresh: boolean): Promise<Config> {
  const { default: config } = await importConfig(file, fresh)
  checkConfig(config, file)
  return config
}

async function importConfig(file: string, fresh: boolean): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await importModule(file, { fresh })
  } catch (error) {
    if (error instanceof RowhouseError) throw error
    const reason = messageOf(error)
    throw new RowhouseError('INVALID_CONFIG', `${file} cannot be loaded: ${reason}`, { cause: error, facts: { file } })
  }
}

function resolveProject(config: Config, folder: string): Project {
  const {
    migrations = 'migrations',
    schema = 'schema.sql',
    seeds = 'seeds',
    sources = ['src'],
    generated = 'src/generated',
  } = config
  return {
    folder,
    ...(config.database !== undefined && { database: resolveTarget(config.database, folder) }),
    migrations: resolve(folder, migrations),
    schema: resolve(folder, schema),
    seeds: resolve(folder, seeds),
    sources: sources.map((source) => resolve(folder, source)),
    generated: resolve(folder, generated),
    columnTypes: config.columnTypes ?? {},
    ...(config.schemas !== undefined && { schemas: config.schemas }),
    ...(config.production !== undefined && { production: config.production }),
    verify: { ...config.verify, ignore: config.verify?.ignore ?? {} },
  }
}

/** An embedded database's folder is meant from the configuration file, wherever below it the command is given. */
function resolveTarget(target: string, folder: string): string {
  const path = /^pglite:(?!memory$)(.+)$/.exec(target)?.[1]
  return path === undefined ? target : `pglite:${resolve(folder, path)}`
}
