import { excerpt, offsetOf, type Position, positionAt } from '../sql/index.ts'
import type { Analysis, Column, Parameter, QueryError } from './analyse/index.ts'
import { type Choice, positionInFile, type QueryCall, type RefusedCall, type Source } from './sources/index.ts'

/** Where something stands: the file relative to the project, line and column from 1. */
export interface Place extends Position {
  readonly file: string
}

/** A query that PostgreSQL accepts, with what it takes and answers. */
export interface CheckedQuery extends Place {
  readonly text: string
  readonly columns: readonly Column[]
  readonly params: readonly Parameter[]
  /** Why PostgreSQL could not be asked for more than the types, so that everything is called nullable. */
  readonly imprecise?: string
}

/** A query that is refused. */
export interface WrongQuery extends Place {
  readonly text: string
  /** The variables on which the text depends, each with its value in this text. */
  readonly choices: readonly Choice[]
  readonly error: PlacedError
}

/** Why a query is refused, and where in the file. */
export interface PlacedError extends Position {
  /** PostgreSQL's SQLSTATE, or a word of Rowhouse's own: `TOO_MANY_TEXTS`, `UNREADABLE_FILE`, `DIFFERENT_PARAMETERS` … */
  readonly code: string
  readonly message: string
  readonly hint?: string
  /** The line of the file with a caret under the place. */
  readonly excerpt: string
}

/** A call that sends SQL which only run time knows. */
export interface UncheckedQuery extends Place {
  readonly reason: string
}

/** A text that a call never sends, though the type of its argument allows it: it takes what the others of the call take. */
export interface ImpossibleQuery extends Place {
  readonly text: string
  readonly params: readonly Parameter[]
}

/** What a project sends to its database. */
export interface ProjectAnalysis {
  /** By file and line. A call with a choice of texts is here once for each of them. */
  readonly queries: readonly (CheckedQuery | WrongQuery)[]
  readonly unchecked: readonly UncheckedQuery[]
  readonly impossible: readonly ImpossibleQuery[]
}

/** Whether a query is refused. */
export function isWrong(query: CheckedQuery | WrongQuery): query is WrongQuery {
  return 'error' in query
}

/** The distinct texts that the sources send, in their order. */
export function textsIn(sources: readonly Source[]): string[] {
  const texts = sources.flatMap(({ calls }) => calls.flatMap((call) => (call.kind === 'query' ? [call.text] : [])))
  return [...new Set(texts)]
}

/** The sources with what is known of each of their texts. */
export function answersFor(sources: readonly Source[], analyses: Analyses): ProjectAnalysis {
  return {
    queries: sources.flatMap((source) => queriesOf(source, analyses)),
    unchecked: sources.flatMap((source) =>
      source.calls.flatMap((call) =>
        call.kind === 'unchecked' ? [{ ...placeOf(source, call.offset), reason: call.reason }] : [],
      ),
    ),
    impossible: sources.flatMap((source) => impossibleOf(source, analyses)),
  }
}

type Analyses = ReadonlyMap<string, Analysis>

function queriesOf(source: Source, analyses: Analyses): (CheckedQuery | WrongQuery)[] {
  return source.calls.flatMap((call) => {
    if (call.kind === 'unchecked' || call.kind === 'impossible') return []
    return call.kind === 'refused' ? [refusal(source, call)] : [answerTo(source, call, analyses)]
  })
}

function impossibleOf(source: Source, analyses: Analyses): ImpossibleQuery[] {
  return source.calls.flatMap((call) => {
    if (call.kind !== 'impossible') return []
    return [{ ...placeOf(source, call.offset), text: call.text, params: firstParams(source, call, analyses) }]
  })
}

function answerTo(source: Source, call: QueryCall, analyses: Analyses): CheckedQuery | WrongQuery {
  const analysis = analyses.get(call.text)!
  if ('error' in analysis) return wrong(source, call, analysis.error)
  const { params } = analysis
  if (!sameParams(params, firstParams(source, call, analyses))) return wrong(source, call, differentParameters)
  return { ...placeOf(source, call.offset), text: call.text, ...analysis }
}

/** The parameters of the first accepted text of a call: those that all its texts must have, since the call gives one list. */
function firstParams(
  { calls }: Source,
  { offset }: Pick<QueryCall, 'offset'>,
  analyses: Analyses,
): readonly Parameter[] {
  for (const call of calls) {
    const analysis = call.kind === 'query' && call.offset === offset ? analyses.get(call.text) : undefined
    if (analysis !== undefined && 'params' in analysis) return analysis.params
  }
  return []
}

function refusal(source: Source, { offset, text, code, message }: RefusedCall): WrongQuery {
  const place = placeOf(source, offset)
  return { ...place, text, choices: [], error: placed(source, place, { code, message }) }
}

function wrong(source: Source, call: QueryCall, error: QueryError): WrongQuery {
  const place = placeOf(source, call.offset)
  const position =
    error.position === undefined ? place : positionInFile(source, call, offsetOf(call.text, error.position))
  return { ...place, text: call.text, choices: call.choices, error: placed(source, position, error) }
}

function placed({ text }: Source, { line, column }: Position, { code, message, hint }: QueryError): PlacedError {
  return { code, message, ...(hint !== undefined && { hint }), line, column, excerpt: excerpt(text, { line, column }) }
}

function placeOf({ path, text }: Source, offset: number): Place {
  return { file: path, ...positionAt(text, offset) }
}

const differentParameters: QueryError = {
  code: 'DIFFERENT_PARAMETERS',
  message: 'this text takes other parameters than the first text of the same call; write a call for each',
}

function sameParams(left: readonly Parameter[], right: readonly Parameter[]): boolean {
  return (
    left.length === right.length &&
    left.every(({ type, nullable }, index) => type === right[index]?.type && nullable === right[index]?.nullable)
  )
}
