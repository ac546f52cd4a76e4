import type { Project } from '../config/index.ts'
import type { ProjectAnalysis } from './answers.ts'
import { type Changes, compareFiles, renderQueries, writeFiles } from './output/index.ts'
import { type AnalyseOptions, OpenProject } from './project.ts'
import { typedQueries } from './typed-queries.ts'

/** Options of `generate`. */
export interface GenerateOptions extends AnalyseOptions {
  /** Only tells what would change. Default: false. */
  readonly check?: boolean
}

/** What `generate` found and wrote. */
export interface Generation {
  readonly analysis: ProjectAnalysis
  /** The files of the project's `generated` folder that were written or removed, or would be. */
  readonly changes: Changes
}

/**
 * Analyses a project and writes the types of its queries and tables into its `generated` folder: one file per source file, and
 * `tables.ts`. Wrong queries are in the analysis and get no type; all others do.
 */
export async function generate(project: Project, options: GenerateOptions = {}): Promise<Generation> {
  await using open = await OpenProject.open(project, options)
  return await generateFor(open, options.check ? compareFiles : writeFiles)
}

/** The same for a project that stays open. */
export async function generateFor(open: OpenProject, apply: typeof writeFiles = writeFiles): Promise<Generation> {
  const analysis = await open.analyse()
  const files = [...renderQueries(typedQueries(analysis), open.project), await open.tables()]
  const changes = await apply(open.project.generated, files)
  await open.keep()
  return { analysis, changes }
}
