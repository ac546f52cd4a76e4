import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { loadConfig, type Project, projectFolder } from '../config/index.ts'
import type { Database } from '../database/index.ts'
import { migrateUp } from '../migrate/index.ts'
import { type SeedKind, seed } from '../seed/index.ts'
import { fingerprint, type Ingredients } from './fingerprint.ts'

/** A recipe with the hash of all that it is made from. */
export interface Recipe extends Ingredients {
  readonly content: string
}

/** Options that say what is in a test database. */
export interface ContentOptions {
  /** The project, or the folder of its `rowhouse.config.ts`. Default: that of the nearest one, else the current folder. */
  readonly project?: Project | string
  /** The folder of the migrations, from the project's. Default: the configuration's, else `migrations`. */
  readonly migrations?: string
  /** The kinds of seeds to run. Default: reference data, where the project has seeds; `[]` runs none. */
  readonly seeds?: readonly SeedKind[]
  /**
   * Files and folders on which the seeds depend besides those that their sources name in quotes, from the project's folder.
   * Default: none.
   */
  readonly inputs?: readonly string[]
  /** Neither migrations nor seeds: an empty database. Default: false. */
  readonly empty?: boolean
}

/** What the options ask for; `undefined` is an empty database. Throws what reading the configuration throws. */
export async function recipeFrom(options: ContentOptions): Promise<Recipe | undefined> {
  if (options.empty) return undefined
  const project = await projectOf(options.project)
  const { folder } = project
  const { seeds: kinds = ['reference'], inputs = [] } = options
  const ingredients = {
    folder,
    migrations: options.migrations === undefined ? project.migrations : resolve(folder, options.migrations),
    ...(kinds.length > 0 && existsSync(project.seeds) && { seeds: project.seeds }),
    kinds: kinds.toSorted(),
    inputs: inputs.map((input) => resolve(folder, input)),
  }
  return { ...ingredients, content: fingerprint(ingredients) }
}

/** Runs the migrations and the seeds in an empty database. */
export async function prepare(db: Database, { folder, migrations, seeds, kinds }: Recipe): Promise<void> {
  await migrateUp(db, { folder: migrations })
  if (seeds !== undefined) await seed(db, { projectFolder: folder, folder: seeds, kinds, production: false })
}

const projects = new Map<string, Promise<Project>>()

// The configuration is a program: it is run once per process.
function projectOf(project: Project | string | undefined): Project | Promise<Project> {
  if (typeof project === 'object') return project
  const folder = project === undefined ? projectFolder() : resolve(project)
  const known = projects.get(folder) ?? loadConfig(folder)
  projects.set(folder, known)
  return known
}
