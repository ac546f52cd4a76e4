import { styleText } from 'node:util'
import { isTerminal, type TerminalStream } from './stream.ts'

/** Gives a text its look; on a stream without colour the text stays as it is. */
export type Style = (text: string) => string

/** The looks in which Rowhouse writes. */
export interface Styles {
  readonly bold: Style
  readonly dim: Style
  readonly red: Style
  readonly green: Style
  readonly yellow: Style
  readonly cyan: Style
}

/** Whether text for `stream` may be coloured: on a terminal, unless `NO_COLOR` is set to anything (no-color.org). */
export function hasColour(stream: TerminalStream): boolean {
  return isTerminal(stream) && !process.env.NO_COLOR
}

/** The styles for `stream`, which leave text as it is where it may not be coloured. */
export function styles(stream: TerminalStream): Styles {
  const colour = hasColour(stream)
  // The decision is made above and for `stream`; left alone, `styleText` would decide again by looking at stdout.
  const style = (name: keyof Styles): Style =>
    colour ? (text) => styleText(name, text, { validateStream: false }) : (text) => text
  return {
    bold: style('bold'),
    dim: style('dim'),
    red: style('red'),
    green: style('green'),
    yellow: style('yellow'),
    cyan: style('cyan'),
  }
}
