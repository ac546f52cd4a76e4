import { setTimeout as pause } from 'node:timers/promises'
import type { TerminalStream } from '../../terminal/index.ts'
import { fitted } from './fitted.ts'
import { type Keyboard, untilQuit } from './quit.ts'

const enter = '\x1b[?1049h\x1b[?25l'
const leave = '\x1b[?25h\x1b[?1049l'
const home = '\x1b[H'
const clearLine = '\x1b[K'
const clearBelow = '\x1b[J'

/**
 * Draws what `look` answers, again and again, until somebody presses `q` or Ctrl-C. The screen is as it was afterwards. When the server
 * cannot be reached that is shown, and it is tried again.
 */
export async function live(
  stream: TerminalStream,
  intervalMs: number,
  look: () => Promise<readonly string[]>,
  keyboard: Keyboard = process.stdin,
): Promise<void> {
  const quit = new AbortController()
  const stop = untilQuit(keyboard, () => quit.abort())
  stream.write(enter)
  try {
    while (!quit.signal.aborted) {
      const lines = await Promise.race([lookOrSay(look), aborted(quit.signal)])
      if (lines !== undefined) draw(stream, lines)
      await pause(intervalMs, undefined, { signal: quit.signal }).catch(() => undefined)
    }
  } finally {
    stop()
    stream.write(leave)
  }
}

async function lookOrSay(look: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await look()
  } catch (error) {
    return [error instanceof Error ? error.message : String(error), '', 'trying again; q ends']
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}

function draw(stream: TerminalStream, lines: readonly string[]): void {
  const shown = fitted(lines, { columns: stream.columns ?? 80, rows: stream.rows ?? 24 })
  stream.write(`${home}${shown.map((line) => `${line}${clearLine}`).join('\r\n')}${clearBelow}`)
}
