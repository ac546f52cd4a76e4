import { DatabaseError } from '../errors/index.ts'
import type { Cluster } from './cluster.ts'
import { databaseName } from './names.ts'
import type { Recipe } from './recipe.ts'
import { applySettings } from './settings.ts'
import { emptyTemplate, ensureTemplate, type Template } from './template.ts'

/**
 * The copies of one template. Who has asked twice will ask again: from then on the next is made ahead, while the test that took
 * the last one runs.
 */
export class Clones {
  readonly #cluster: Cluster
  readonly #recipe: Recipe | undefined
  #template: Promise<Template> | undefined
  #spare: Promise<string | undefined> | undefined
  #taken = 0

  /** The copies of what `recipe` makes, or of an empty database. */
  constructor(cluster: Cluster, recipe: Recipe | undefined) {
    this.#cluster = cluster
    this.#recipe = recipe
  }

  /** The name of a new copy, which the caller drops. */
  async take(): Promise<string> {
    const spare = this.#spare
    this.#spare = undefined
    this.#taken += 1
    const name = (await spare) ?? (await this.#make())
    if (this.#taken > 1) this.#spare ??= this.#makeAhead()
    return name
  }

  /** Drops the copy that was made ahead and not taken. */
  async close(): Promise<void> {
    const spare = this.#spare
    this.#spare = undefined
    const name = await spare
    if (name !== undefined) await this.#cluster.drop(name)
  }

  // What fails ahead of time is tried again, and told, when it is wanted.
  #makeAhead(): Promise<string | undefined> {
    return this.#make().catch(() => undefined)
  }

  async #make(): Promise<string> {
    try {
      return await this.#copy(await this.#findTemplate())
    } catch (error) {
      if (!isGone(error)) throw error
      this.#template = undefined
      return this.#copy(await this.#findTemplate())
    }
  }

  async #copy(template: Template): Promise<string> {
    const name = databaseName()
    await this.#cluster.create(name, template.name)
    const { settings } = template
    if (settings.length > 0) await this.#cluster.acquire((session) => applySettings(session, name, settings))
    return name
  }

  #findTemplate(): Promise<Template> {
    if (this.#recipe === undefined) return Promise.resolve(emptyTemplate)
    this.#template ??= ensureTemplate(this.#cluster, this.#recipe).catch((error) => {
      this.#template = undefined
      throw error
    })
    return this.#template
  }
}

// Somebody who built newer templates of the same project dropped this one.
function isGone(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === '3D000'
}
