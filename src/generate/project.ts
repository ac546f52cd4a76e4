import type { Project } from '../config/index.ts'
import { connect, type Database } from '../database/index.ts'
import { blueprintOfFolder, type MigrateOptions, openScratch } from '../migrate/index.ts'
import { type Analyser, type Analysis, createAnalyser } from './analyse/index.ts'
import { answersFor, type ProjectAnalysis, textsIn } from './answers.ts'
import { readSources } from './sources/index.ts'

/** Options of `analyseProject`. */
export interface AnalyseOptions {
  /** A database to ask instead of an embedded one made from the migrations. Nothing in it is changed. */
  readonly url?: string
  /** Looks for queries in tests (`*.test.ts`) too. Default: false. */
  readonly tests?: boolean
  /** Hears how far the migrations and the queries have come. */
  readonly onProgress?: (progress: AnalyseProgress) => void
}

/** How far `analyseProject` has come. */
export interface AnalyseProgress {
  readonly phase: 'migrate' | 'analyse'
  readonly name: string
  readonly done: number
  readonly total: number
}

/**
 * Finds every query in the sources of a project and asks PostgreSQL what it takes and answers, or what is wrong with it.
 * Throws what reading the sources, connecting and the migrations throw; a wrong query is an answer.
 */
export function analyseProject(project: Project, options: AnalyseOptions = {}): Promise<ProjectAnalysis> {
  return withAnalysis(project, options, async ({ analysis }) => analysis)
}

/** An analysed project, while the database that was asked is still open. */
export interface Asked {
  readonly db: Database
  readonly analyser: Analyser
  readonly analysis: ProjectAnalysis
}

/** Analyses a project and hands the answers to `work`, which may ask more. */
export async function withAnalysis<T>(
  project: Project,
  options: AnalyseOptions,
  work: (asked: Asked) => Promise<T>,
): Promise<T> {
  const sources = await readSources(project, { tests: options.tests ?? false })
  await using db = await openDatabase(project, options)
  const analyser = await createAnalyser(db, { columnTypes: project.columnTypes })
  const analysis = answersFor(sources, await analyseAll(analyser, textsIn(sources), options))
  return await work({ db, analyser, analysis })
}

async function openDatabase({ migrations }: Project, { url, onProgress }: AnalyseOptions): Promise<Database> {
  if (url !== undefined) return connect(url, { applicationName: 'rowhouse-generate' })
  const onMigration: MigrateOptions['onProgress'] = ({ name, done, total }) =>
    onProgress?.({ phase: 'migrate', name, done, total })
  return openScratch(await blueprintOfFolder(migrations), { onProgress: onMigration })
}

async function analyseAll(
  analyser: Analyser,
  texts: readonly string[],
  { onProgress }: AnalyseOptions,
): Promise<ReadonlyMap<string, Analysis>> {
  const analyses = new Map<string, Analysis>()
  for (const text of texts) {
    analyses.set(text, await analyser.analyse(text))
    onProgress?.({ phase: 'analyse', name: '', done: analyses.size, total: texts.length })
  }
  return analyses
}
