import {
  type Changes,
  type CheckedQuery,
  isWrong,
  type ProjectAnalysis,
  type UncheckedQuery,
  type WrongQuery,
} from '../generate/index.ts'
import type { Styles } from '../terminal/index.ts'

/** What was written and removed, or would be. */
export function changeLines({ written, removed }: Changes, check: boolean): string[] {
  if (written.length + removed.length === 0) return ['the types are up to date']
  const [write, remove] = check ? ['to be written', 'to be removed'] : ['written', 'removed']
  return [
    ...written.map((path) => `${write}  ${path}`),
    ...removed.map((path) => `${remove}  ${path}`),
    ...(check ? ['the types are not up to date; run `rowhouse generate` and commit what it writes'] : []),
  ]
}

/** A query as a program reads it. */
export function described(query: CheckedQuery | WrongQuery): Record<string, unknown> {
  const { file, line, text } = query
  if (isWrong(query)) {
    const { excerpt: _, ...error } = query.error
    return { file, line, text, error }
  }
  const params = query.params.map(({ type, nullable }) => ({ type, nullable }))
  const imprecise = query.imprecise === undefined ? {} : { imprecise: query.imprecise }
  return { file, line, text, columns: query.columns, params, ...imprecise }
}

/** What is wrong, what is not checked or not known exactly, and how many queries there are. */
export function analysisLines(analysis: ProjectAnalysis, styles: Styles): string[] {
  return [...faultLines(analysis, styles), ...besideLines(analysis, styles), summary(analysis, styles)]
}

/** What is not checked, and what is not known exactly. */
export function besideLines(analysis: ProjectAnalysis, styles: Styles): string[] {
  return [...uncheckedLines(analysis, styles), ...impreciseLines(impreciseQueries(analysis), styles)]
}

/** What is wrong: each fault with its place, a caret and the hint. */
export function faultLines(analysis: ProjectAnalysis, styles: Styles): string[] {
  return distinctFaults(analysis).map((query) => wrongLines(query, styles))
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

/** The calls whose text only run time knows. */
export function uncheckedLines({ unchecked }: Pick<ProjectAnalysis, 'unchecked'>, { yellow, cyan }: Styles): string[] {
  return unchecked.map((call) => `${cyan(placeOf(call))}  ${yellow('not checked')}  ${call.reason}`)
}

/** A query of which no more is known than the types, and why. */
export type ImpreciseQuery = CheckedQuery & Required<Pick<CheckedQuery, 'imprecise'>>

/** The queries of which no more is known than the types. */
export function impreciseQueries({ queries }: ProjectAnalysis): ImpreciseQuery[] {
  return queries.filter((query): query is ImpreciseQuery => !isWrong(query) && query.imprecise !== undefined)
}

/** The queries of which no more is known than the types, each with its place and the reason. */
export function impreciseLines(queries: readonly ImpreciseQuery[], { yellow, cyan }: Styles): string[] {
  return queries.map(
    (query) => `${cyan(placeOf(query))}  ${yellow('imprecise')}  everything is called nullable: ${query.imprecise}`,
  )
}

function placeOf({ file, line, column }: UncheckedQuery | CheckedQuery): string {
  return `${file}:${line}:${column}`
}

/** How many queries there are, and how many are wrong or not checked. */
export function summary({ queries, unchecked }: ProjectAnalysis, { red, green }: Styles): string {
  const wrong = queries.filter(isWrong).length
  const files = new Set(queries.map(({ file }) => file)).size
  const counts = `${count(queries.length, 'query', 'queries')} in ${count(files, 'file', 'files')}, ${wrong} wrong`
  const paint = wrong === 0 ? green : red
  return paint(unchecked.length === 0 ? counts : `${counts}, ${unchecked.length} not checked`)
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}
