import { listSchemas } from '../catalog/index.ts'
import type { Project } from '../config/index.ts'
import { isWrong, type ProjectAnalysis } from './answers.ts'
import {
  type Changes,
  compareFiles,
  type GeneratedFile,
  renderQueries,
  renderTables,
  writeFiles,
} from './output/index.ts'
import { type AnalyseOptions, type Asked, withAnalysis } from './project.ts'

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
export function generate(project: Project, options: GenerateOptions = {}): Promise<Generation> {
  return withAnalysis(project, options, async (asked) => {
    const files = await render(project, asked)
    const apply = options.check ? compareFiles : writeFiles
    return { analysis: asked.analysis, changes: await apply(project.generated, files) }
  })
}

async function render(project: Project, { db, analyser, analysis }: Asked): Promise<GeneratedFile[]> {
  const right = analysis.queries.flatMap((query) => (isWrong(query) ? [] : [query]))
  const schemas = await listSchemas(db, project.schemas === undefined ? {} : { schemas: project.schemas })
  const typeColumns = async (text: string) => {
    const answer = await analyser.analyse(text)
    return 'error' in answer ? undefined : answer.columns
  }
  return [...renderQueries(right, project), await renderTables(db, schemas, typeColumns, project)]
}
