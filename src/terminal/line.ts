/** How far some long work has come; what `onProgress` callbacks receive. */
export interface Progress {
  /** What is being done, such as `migrate` or `seed exercises`. Each phase has a bar of its own. */
  readonly phase: string
  /** The item at which it stands: a migration, a row. Empty when items have no names. */
  readonly name: string
  /** Items finished in this phase. */
  readonly done: number
  /** Items of this phase, where known. */
  readonly total?: number
}

const widestBar = 30
const narrowestBar = 8

/** One line for a terminal of that width: phase, bar, count, percent, and as much of the name as fits. */
export function progressLine(event: Progress, columns: number): string {
  const phase = printable(event.phase)
  const count = countOf(event)
  // The last column stays empty, because some terminals wrap when it is filled.
  const space = columns - 1 - phase.length - count.length - 2
  const bar = event.total === undefined || space < narrowestBar ? '' : drawBar(event, Math.min(widestBar, space))
  const line = [phase, bar, count, printable(event.name)].filter((part) => part !== '').join(' ')
  return [...line].slice(0, columns - 1).join('')
}

/** How a phase ended: `migrate: 10, 1.2 s`, or `migrate: 3 of 10, 0.4 s` when it did not come to its end. */
export function summaryLine({ phase, done, total }: Progress, ms: number): string {
  const all = total === undefined || total === done ? '' : ` of ${total}`
  const count = done === 0 && all === '' ? 'nothing to do' : `${done}${all}`
  return `${printable(phase)}: ${count}, ${(ms / 1000).toFixed(1)} s`
}

/** A text of others (a file name, a row's label) without the control characters that would move the cursor. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ')
}

function countOf({ done, total }: Progress): string {
  if (total === undefined) return `${done}`
  return `${String(done).padStart(String(total).length)}/${total} ${percent(done, total)}%`
}

function drawBar({ done, total = 0 }: Progress, width: number): string {
  const filled = Math.floor((width * percent(done, total)) / 100)
  return '█'.repeat(filled) + '░'.repeat(width - filled)
}

/** Rounded down, so that 100 means finished. */
function percent(done: number, total: number): number {
  return total <= 0 ? 100 : Math.min(100, Math.floor((100 * done) / total))
}
