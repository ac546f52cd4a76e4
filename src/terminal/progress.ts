import { type Progress, printable, progressLine, summaryLine } from './line.ts'
import { isTerminal, type TerminalStream } from './stream.ts'

/**
 * Shows long work to a person: pass `report` as `onProgress`, and call `finish` when the work has ended, well or not.
 */
export interface ProgressDisplay {
  readonly report: (event: Progress) => void
  /** Ends the line of the last phase, so that whatever is printed next starts on a line of its own. */
  readonly finish: () => void
}

/** Options of `createProgress`. */
export interface ProgressOptions {
  /** The clock in milliseconds. Default: `performance.now`. */
  readonly now?: () => number
}

/** Shortest time between two drawings of the same bar: about twelve a second. */
const redrawMs = 80

/**
 * A progress display on `stream`: on a terminal one bar, redrawn in place, that leaves one line per finished phase;
 * elsewhere a line when a phase begins and one when it ends.
 */
export function createProgress(
  stream: TerminalStream,
  { now = () => performance.now() }: ProgressOptions = {},
): ProgressDisplay {
  const painter = isTerminal(stream) ? onTerminal(stream) : onLines(stream)
  let current: Phase | undefined

  const finish = () => {
    if (current !== undefined) painter.end(summaryLine(current.event, now() - current.began))
    current = undefined
  }
  const report = (event: Progress) => {
    if (current?.event.phase !== event.phase) {
      finish()
      painter.begin(event)
      current = { event, began: now(), drawn: now() }
      return
    }
    current.event = event
    if (now() - current.drawn < redrawMs) return
    current.drawn = now()
    painter.draw(event)
  }
  return { report, finish }
}

interface Phase {
  event: Progress
  readonly began: number
  drawn: number
}

/** What a display does at the three moments of a phase. */
interface Painter {
  begin(event: Progress): void
  draw(event: Progress): void
  end(summary: string): void
}

const clearLine = '\r\u001b[K'

function onTerminal(stream: TerminalStream): Painter {
  // A terminal that does not know its width says 0.
  const draw = (event: Progress) => stream.write(clearLine + progressLine(event, stream.columns || 80))
  return {
    begin: draw,
    draw,
    end: (summary) => stream.write(`${clearLine}${summary}\n`),
  }
}

function onLines(stream: TerminalStream): Painter {
  return {
    begin: (event) => stream.write(`${printable(event.phase)} …\n`),
    draw: () => {},
    end: (summary) => stream.write(`${summary}\n`),
  }
}
