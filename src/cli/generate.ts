import type { Command } from 'commander'
import type { Project } from '../config/index.ts'
import {
  type AnalyseProgress,
  analyseProject,
  type CheckedQuery,
  isWrong,
  type ProjectAnalysis,
  type UncheckedQuery,
  type WrongQuery,
} from '../generate/index.ts'
import { createProgress, type Styles, styles } from '../terminal/index.ts'
import { type CommonOptions, openProject } from './context.ts'
import { Output, type Streams } from './output.ts'
import { type Cli, done, findings } from './program.ts'

interface GenerateOptions extends CommonOptions {
  readonly tests?: boolean
}

/** Adds `rowhouse generate`. */
export function addGenerate({ program, streams, run }: Cli): void {
  options(program.command('generate')).action((options: GenerateOptions) =>
    run(options, async () => {
      const analysis = await analyse(streams, await openProject(options), options)
      const json = options.json === true
      // The one value on stdout is the list of the queries, so what could not be checked is told beside it.
      if (json) for (const line of uncheckedLines(analysis, styles(streams.stderr))) streams.stderr.write(`${line}\n`)
      const output = new Output(streams, json)
      output.result(analysis.queries.map(described), analysisLines(analysis, output.styles))
      return analysis.queries.some(isWrong) ? findings : done
    }),
  )
}

// Not `common`: this command needs no database, and makes its own where none is named.
function options(command: Command): Command {
  return command
    .description(
      'find the queries in the TypeScript sources, and have PostgreSQL check and describe them; exit code 1 if one is wrong',
    )
    .option('--url <target>', 'ask this database, which stays as it is (default: an embedded one from the migrations)')
    .option('--tests', 'check the queries of tests (*.test.ts) too')
    .option('--project <folder>', 'work in this folder instead of the current one')
    .option('--json', 'print each query with its columns and parameters as one JSON value')
    .addHelpText(
      'after',
      `
Today this checks and describes queries; it writes no types yet.

Example:
  $ rowhouse generate`,
    )
}

async function analyse(streams: Streams, project: Project, { url, tests }: GenerateOptions): Promise<ProjectAnalysis> {
  const progress = createProgress(streams.stderr)
  try {
    return await analyseProject(project, {
      onProgress: (event: AnalyseProgress) => progress.report(event),
      ...(url !== undefined && { url }),
      ...(tests !== undefined && { tests }),
    })
  } finally {
    progress.finish()
  }
}

/** A query as a program reads it. */
function described(query: CheckedQuery | WrongQuery): Record<string, unknown> {
  const { file, line, text } = query
  if (isWrong(query)) {
    const { excerpt: _, ...error } = query.error
    return { file, line, text, error }
  }
  const params = query.params.map(({ type, nullable }) => ({ type, nullable }))
  return { file, line, text, columns: query.columns, params }
}

function analysisLines(analysis: ProjectAnalysis, styles: Styles): string[] {
  return [
    ...distinctFaults(analysis).map((query) => wrongLines(query, styles)),
    ...uncheckedLines(analysis, styles),
    summary(analysis, styles),
  ]
}

/** The wrong queries; the same fault at the same place, in a text that several calls share, is told once. */
function distinctFaults({ queries }: ProjectAnalysis): WrongQuery[] {
  const faults = new Map<string, WrongQuery>()
  for (const query of queries.filter(isWrong)) {
    const fault = faultOf(query)
    if (!faults.has(fault)) faults.set(fault, query)
  }
  return [...faults.values()]
}

function faultOf({ file, error: { line, column, message } }: WrongQuery): string {
  return `${file}:${line}:${column} ${message}`
}

function wrongLines({ file, choices, error }: WrongQuery, { red, dim, cyan }: Styles): string {
  const { line, column, message, excerpt, hint, code } = error
  return [
    `${cyan(`${file}:${line}:${column}`)}  ${red('error')}  ${message}  ${dim(`[${code}]`)}`,
    excerpt,
    ...choices.map(({ name, value }) => `where ${name} is '${value}'`),
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
    '',
  ].join('\n')
}

function uncheckedLines({ unchecked }: ProjectAnalysis, { yellow, cyan }: Styles): string[] {
  return unchecked.map((call) => `${cyan(placeOf(call))}  ${yellow('not checked')}  ${call.reason}`)
}

function placeOf({ file, line, column }: UncheckedQuery): string {
  return `${file}:${line}:${column}`
}

function summary({ queries, unchecked }: ProjectAnalysis, { red, green }: Styles): string {
  const wrong = queries.filter(isWrong).length
  const files = new Set(queries.map(({ file }) => file)).size
  const counts = `${count(queries.length, 'query', 'queries')} in ${count(files, 'file', 'files')}, ${wrong} wrong`
  const paint = wrong === 0 ? green : red
  return paint(unchecked.length === 0 ? counts : `${counts}, ${unchecked.length} not checked`)
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}
