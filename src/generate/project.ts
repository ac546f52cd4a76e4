import { relative } from 'node:path'
import type { Project } from '../config/index.ts'
import { blueprintOfFolder } from '../migrate/index.ts'
import type { Queryable } from '../query/index.ts'
import { answersFor, type ProjectAnalysis, textsIn } from './answers.ts'
import type { GeneratedFile } from './output/index.ts'
import { type AnalyseProgress, Schema, type SchemaOrigin, schemaKey } from './schema.ts'
import { Library } from './sources/index.ts'

/** Options of `analyseProject`. */
export interface AnalyseOptions {
  /** A database to ask instead of an embedded one made from the migrations. Nothing in it is changed. */
  readonly url?: string
  /** A database that is open already, to be asked instead; it stays open. Before `url`. */
  readonly db?: Queryable
  /** Looks for queries in tests (`*.test.ts`) too. Default: false. */
  readonly tests?: boolean
  /** Hears how far the migrations and the queries have come. */
  readonly onProgress?: (progress: AnalyseProgress) => void
}

/**
 * Finds every query in the sources of a project and asks PostgreSQL what it takes and answers, or what is wrong with it.
 * Throws what reading the sources, connecting and the migrations throw; a wrong query is an answer.
 */
export async function analyseProject(project: Project, options: AnalyseOptions = {}): Promise<ProjectAnalysis> {
  await using asked = await OpenProject.open(project, options)
  const analysis = await asked.analyse()
  await asked.keep()
  return analysis
}

/** A project whose files, answers and database are at hand, so that asking again costs only what has changed. */
export class OpenProject implements AsyncDisposable {
  readonly project: Project
  readonly #options: AnalyseOptions
  readonly #library: Library
  #schema: Schema | undefined
  #texts: readonly string[] = []
  #schemaIsNew = false

  private constructor(project: Project, options: AnalyseOptions, library: Library) {
    this.project = project
    this.#options = options
    this.#library = library
  }

  /** Reads nothing yet. Throws `MISSING_PACKAGE` when the parser is not installed. */
  static async open(project: Project, options: AnalyseOptions): Promise<OpenProject> {
    return new OpenProject(project, options, await Library.open(project, { tests: options.tests ?? false }))
  }

  /** The files that the sources import, or would if they were there. */
  get imported(): readonly string[] {
    return this.#library.imported
  }

  /** What was new to the last analysis: paths of files, relative to the project, and that of the migrations when the schema is. */
  get changed(): readonly string[] {
    const { folder, migrations } = this.project
    return [...(this.#schemaIsNew ? [relative(folder, migrations)] : []), ...this.#library.changed]
  }

  /** What the project sends now, and what PostgreSQL says of it. */
  async analyse(): Promise<ProjectAnalysis> {
    const sources = await this.#library.read()
    this.#texts = textsIn(sources)
    const schema = await this.#schemaNow()
    return answersFor(sources, await schema.analyse(this.#texts))
  }

  /** The file that describes the tables of the schema that was asked last. */
  async tables(): Promise<GeneratedFile> {
    const schema = this.#schema ?? (await this.#schemaNow())
    return schema.tables()
  }

  /** Opens the database of the schema that was asked last, though there is nothing new to ask. */
  async warm(): Promise<void> {
    await this.#schema?.warm()
  }

  /** Keeps the answers for the next process. */
  async keep(): Promise<void> {
    await this.#schema?.keep(this.#texts)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#schema?.close()
  }

  async #origin(): Promise<SchemaOrigin> {
    const { db, url } = this.#options
    if (db !== undefined) return { db }
    return url === undefined ? { blueprint: await blueprintOfFolder(this.project.migrations) } : { url }
  }

  async #schemaNow(): Promise<Schema> {
    const { onProgress } = this.#options
    const origin = await this.#origin()
    if (this.#schema?.key !== schemaKey(this.project, origin)) {
      await this.#schema?.close()
      this.#schema = undefined
    }
    this.#schemaIsNew = this.#schema === undefined
    this.#schema ??= await Schema.open(this.project, origin, onProgress)
    return this.#schema
  }
}
