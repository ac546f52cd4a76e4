import { type Generation, type UncheckedQuery, type WatchRun, watchProject } from '../generate/index.ts'
import { type Styles, styles } from '../terminal/index.ts'
import { type CommonOptions, enterProject } from './context.ts'
import { describedFailure, printFailure } from './failure.ts'
import {
  analysisLines,
  changeLines,
  described,
  faultLines,
  type ImpreciseQuery,
  impreciseLines,
  impreciseQueries,
  summary,
  uncheckedLines,
} from './generate-lines.ts'
import type { Streams } from './output.ts'
import { done, type ExitCode } from './program.ts'

/** Options of `rowhouse generate --watch`. */
export interface WatchCommandOptions extends CommonOptions {
  readonly tests?: boolean
}

/** Generates until Ctrl-C (or SIGTERM) ends it, and tells of each change. */
export async function watchTypes(streams: Streams, options: WatchCommandOptions): Promise<ExitCode> {
  enterProject(options)
  const { url, tests, json = false } = options
  const tell = json ? tellProgram(streams) : tellPerson(streams)
  await untilInterrupted((signal) =>
    watchProject(process.cwd(), {
      signal,
      onRun: tell,
      ...(url !== undefined && { url }),
      ...(tests !== undefined && { tests }),
    }),
  )
  return done
}

async function untilInterrupted(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController()
  const stop = () => controller.abort()
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.once(signal, stop)
  try {
    await work(controller.signal)
  } finally {
    for (const signal of signals) process.off(signal, stop)
  }
}

type Tell = (run: WatchRun) => void

/** Everything the first time, then what is wrong and one line a change. */
function tellPerson(streams: Streams): Tell {
  const style = styles(streams.stdout)
  const [newUnchecked, newImprecise] = [newOnly(), newOnly()]
  let first = true
  return (run) => {
    if ('error' in run) return printFailure(run.error, streams, false)
    const unchecked = newUnchecked(run.analysis.unchecked)
    const imprecise = newImprecise(impreciseQueries(run.analysis))
    const lines = first ? firstLines(run, style) : changedLines(run, { unchecked, imprecise }, style)
    first = false
    for (const line of lines) streams.stdout.write(`${line}\n`)
  }
}

function firstLines({ analysis, changes, ms }: WatchRun & Generation, style: Styles): string[] {
  const waiting = style.dim(`${Math.round(ms)} ms; waiting for changes, Ctrl-C ends it`)
  return [...analysisLines(analysis, style), ...changeLines(changes, false), waiting]
}

interface News {
  readonly unchecked: readonly UncheckedQuery[]
  readonly imprecise: readonly ImpreciseQuery[]
}

function changedLines(
  { analysis, changes, changed, ms }: WatchRun & Generation,
  { unchecked, imprecise }: News,
  style: Styles,
): string[] {
  const outputs = changes.written.length + changes.removed.length
  const what = outputs === 0 ? 'no type changed' : `${outputs} ${outputs === 1 ? 'file' : 'files'} of types changed`
  const line = `${namesOf(changed)}  ${summary(analysis, style)}, ${what}  ${style.dim(`${Math.round(ms)} ms`)}`
  return [
    ...faultLines(analysis, style),
    ...uncheckedLines({ unchecked }, style),
    ...impreciseLines(imprecise, style),
    line,
  ]
}

function namesOf(changed: readonly string[]): string {
  if (changed.length === 0) return 'mended'
  return changed.length <= 3 ? changed.join(', ') : `${changed[0]} and ${changed.length - 1} more`
}

/** One line of JSON a run: of the queries those whose answer, or whose place, is new. */
function tellProgram({ stdout }: Streams): Tell {
  const [newQueries, newUnchecked] = [newOnly(), newOnly()]
  const told = ({ analysis, changes }: Generation) => ({
    ...changes,
    queries: newQueries(analysis.queries.map(described)),
    unchecked: newUnchecked(analysis.unchecked),
  })
  return (run) => {
    const outcome = 'error' in run ? { error: describedFailure(run.error) } : told(run)
    stdout.write(`${JSON.stringify({ changed: run.changed, ms: Math.round(run.ms), ...outcome })}\n`)
  }
}

/** What was not among the items the time before. */
function newOnly(): <T>(items: readonly T[]) => T[] {
  let before: ReadonlySet<string> = new Set()
  return (items) => {
    const known = before
    before = new Set(items.map((item) => JSON.stringify(item)))
    return items.filter((item) => !known.has(JSON.stringify(item)))
  }
}
