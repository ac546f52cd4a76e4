import type { Command } from 'commander'
import type { Project } from '../config/index.ts'
import {
  type AnalyseProgress,
  type Changes,
  type CheckedQuery,
  type Generation,
  generate,
  isWrong,
  type ProjectAnalysis,
  type UncheckedQuery,
  type WrongQuery,
} from '../generate/index.ts'
import { createProgress, type Styles, styles } from '../terminal/index.ts'
import { type CommonOptions, openProject } from './context.ts'
import { Output, type Streams } from './output.ts'
import { type Cli, done, findings } from './program.ts'

interface GenerateCommandOptions extends CommonOptions {
  readonly tests?: boolean
  readonly check?: boolean
}

/** Adds `rowhouse generate`. */
export function addGenerate({ program, streams, run }: Cli): void {
  options(program.command('generate')).action((options: GenerateCommandOptions) =>
    run(options, async () => {
      const { analysis, changes } = await generateTypes(streams, await openProject(options), options)
      const json = options.json === true
      // The one value on stdout is the list of the queries, so what else is to be said is told beside it.
      if (json) for (const line of uncheckedLines(analysis, styles(streams.stderr))) streams.stderr.write(`${line}\n`)
      const output = new Output(streams, json)
      const lines = [...analysisLines(analysis, output.styles), ...changeLines(changes, options.check === true)]
      output.result(analysis.queries.map(described), lines)
      const stale = options.check === true && changes.written.length + changes.removed.length > 0
      return stale || analysis.queries.some(isWrong) ? findings : done
    }),
  )
}

// Not `common`: this command needs no database, and makes its own where none is named.
function options(command: Command): Command {
  return command
    .description(
      'have PostgreSQL check every query in the TypeScript sources, and write the types of queries and tables',
    )
    .option('--check', 'write nothing; exit code 1 if a query is wrong or the types are not up to date')
    .option('--url <target>', 'ask this database, which stays as it is (default: an embedded one from the migrations)')
    .option('--tests', 'take the queries of tests (*.test.ts) too')
    .option('--project <folder>', 'work in this folder instead of the current one')
    .option('--json', 'print each query with its columns and parameters as one JSON value')
    .addHelpText('after', '\nExample:\n  $ rowhouse generate --check')
}

async function generateTypes(
  streams: Streams,
  project: Project,
  { url, tests, check }: GenerateCommandOptions,
): Promise<Generation> {
  const progress = createProgress(streams.stderr)
  try {
    return await generate(project, {
      onProgress: (event: AnalyseProgress) => progress.report(event),
      ...(url !== undefined && { url }),
      ...(tests !== undefined && { tests }),
      ...(check !== undefined && { check }),
    })
  } finally {
    progress.finish()
  }
}

function changeLines({ written, removed }: Changes, check: boolean): string[] {
  if (written.length + removed.length === 0) return ['the types are up to date']
  const [write, remove] = check ? ['to be written', 'to be removed'] : ['written', 'removed']
  return [
    ...written.map((path) => `${write}  ${path}`),
    ...removed.map((path) => `${remove}  ${path}`),
    ...(check ? ['the types are not up to date; run `rowhouse generate` and commit what it writes'] : []),
  ]
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
