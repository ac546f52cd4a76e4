import { relative } from 'node:path'
import { keepCached, keyOf, readCached } from '../cache/index.ts'
import { listSchemas } from '../catalog/index.ts'
import type { Project } from '../config/index.ts'
import { connect, type Database } from '../database/index.ts'
import { type Blueprint, blueprintKey, openScratch } from '../migrate/index.ts'
import type { Queryable } from '../query/index.ts'
import { type Analyser, type Analysis, createAnalyser } from './analyse/index.ts'
import { type GeneratedFile, renderTables } from './output/index.ts'

/** How far the migrations or the queries have come. */
export interface AnalyseProgress {
  readonly phase: 'migrate' | 'analyse'
  readonly name: string
  readonly done: number
  readonly total: number
}

/** Hears how far things have come. */
export type OnProgress = ((progress: AnalyseProgress) => void) | undefined

/** The schema that is asked: what the migrations make, that of a server, or that of a database that is open already. */
export type SchemaOrigin = { readonly blueprint: Blueprint } | { readonly url: string } | { readonly db: Queryable }

/**
 * What a schema answers. Each text is asked once, and not at all when a run before has asked it of the same schema: then not even a
 * database is opened. Of a server nothing is kept beyond the life of this object, since nobody tells when its schema changes.
 */
export class Schema {
  /** Tells what all answers follow from; absent for a server. */
  readonly key: string | undefined
  readonly #project: Project
  readonly #origin: SchemaOrigin
  readonly #onProgress: OnProgress
  readonly #known: Known
  #opened: Promise<Opened> | undefined
  #changed = false

  private constructor(project: Project, origin: SchemaOrigin, known: Known, onProgress: OnProgress) {
    this.#project = project
    this.#origin = origin
    this.#known = known
    this.#onProgress = onProgress
    this.key = schemaKey(project, origin)
  }

  /** Begins with what is known of the schema from the runs before. */
  static async open(project: Project, origin: SchemaOrigin, onProgress: OnProgress): Promise<Schema> {
    const key = schemaKey(project, origin)
    const known = key === undefined ? undefined : await readKnown(key)
    return new Schema(project, origin, known ?? { answers: new Map() }, onProgress)
  }

  /** What PostgreSQL says of each text. */
  async analyse(texts: readonly string[]): Promise<ReadonlyMap<string, Analysis>> {
    const unknown = texts.filter((text) => !isLasting(this.#known.answers.get(text)))
    for (const [index, text] of unknown.entries()) {
      const { analyser } = await this.#open()
      this.#known.answers.set(text, await analyser.analyse(text))
      this.#changed = true
      this.#onProgress?.({ phase: 'analyse', name: '', done: index + 1, total: unknown.length })
    }
    return this.#known.answers
  }

  /** The file that describes the tables. */
  async tables(): Promise<GeneratedFile> {
    this.#changed ||= this.#known.tables === undefined
    this.#known.tables ??= await this.#renderTables()
    return this.#known.tables
  }

  /** Keeps what was learned for the next run. Of texts that are not `wanted` only so many are kept, as they never come back. */
  async keep(wanted: readonly string[]): Promise<void> {
    if (this.key === undefined || !this.#changed) return
    const { answers, tables } = this.#known
    const candidates = answers.size > mostKept ? wanted : [...answers.keys()]
    const kept = candidates.map((text) => [text, answers.get(text)] as const).filter(([, answer]) => isLasting(answer))
    await keepCached(nameOf(this.key), new TextEncoder().encode(JSON.stringify({ answers: kept, tables })))
    this.#changed = false
  }

  /** Opens the database before it is needed, so that the next new text need not wait for it. */
  async warm(): Promise<void> {
    // What goes wrong is told when it is needed.
    await this.#open().catch(() => undefined)
  }

  /** Closes the database, if one was needed. */
  async close(): Promise<void> {
    // One that could not be opened has told whoever asked for it.
    const opened = await this.#opened?.catch(() => undefined)
    this.#opened = undefined
    await opened?.close()
  }

  #open(): Promise<Opened> {
    this.#opened ??= openAnalyser(this.#project, this.#origin, this.#onProgress).catch((error) => {
      // A server that was away may be back the next time.
      this.#opened = undefined
      throw error
    })
    return this.#opened
  }

  async #renderTables(): Promise<GeneratedFile> {
    const { db, analyser } = await this.#open()
    const { schemas } = this.#project
    const typeColumns = async (text: string) => {
      const answer = await analyser.analyse(text)
      return 'error' in answer ? undefined : answer.columns
    }
    return renderTables(db, await listSchemas(db, schemas === undefined ? {} : { schemas }), typeColumns, this.#project)
  }
}

interface Known {
  readonly answers: Map<string, Analysis>
  tables?: GeneratedFile
}

interface Opened {
  readonly db: Queryable
  readonly analyser: Analyser
  close(): Promise<void>
}

const mostKept = 10_000

// Of a server that runs out of memory, is told to stop, or is broken, the text knows nothing.
const passing = /^(?:08|25|40|53|54|57|58|XX)/

/** Whether an answer is one that will be given again. */
function isLasting(answer: Analysis | undefined): boolean {
  return answer !== undefined && !('error' in answer && passing.test(answer.error.code))
}

/** Tells what all answers follow from; `undefined` for a server, whose schema may change unseen. */
export function schemaKey(
  { folder, generated, columnTypes, schemas }: Project,
  origin: SchemaOrigin,
): string | undefined {
  if (!('blueprint' in origin)) return undefined
  return keyOf(blueprintKey(origin.blueprint), columnTypes, schemas ?? null, relative(folder, generated))
}

function nameOf(key: string): string {
  return `answers-${key}.json`
}

async function readKnown(key: string): Promise<Known | undefined> {
  const bytes = await readCached(nameOf(key))
  if (bytes === undefined) return undefined
  const kept = JSON.parse(new TextDecoder().decode(bytes)) as Kept
  return { ...kept, answers: new Map(kept.answers) }
}

interface Kept {
  readonly answers: readonly (readonly [text: string, analysis: Analysis])[]
  readonly tables?: GeneratedFile
}

async function openAnalyser({ columnTypes }: Project, origin: SchemaOrigin, onProgress: OnProgress): Promise<Opened> {
  // Whoever has opened the database closes it.
  if ('db' in origin)
    return { db: origin.db, analyser: await createAnalyser(origin.db, { columnTypes }), close: async () => undefined }
  const db = await openDatabase(origin, onProgress)
  try {
    return { db, analyser: await createAnalyser(db, { columnTypes }), close: () => db.close() }
  } catch (error) {
    await db.close()
    throw error
  }
}

function openDatabase(
  origin: Exclude<SchemaOrigin, { readonly db: Queryable }>,
  onProgress: OnProgress,
): Promise<Database> {
  if ('url' in origin) return connect(origin.url, { applicationName: 'rowhouse-generate' })
  return openScratch(origin.blueprint, {
    onProgress: ({ name, done, total }) => onProgress?.({ phase: 'migrate', name, done, total }),
  })
}
