/** A place in a text. */
export interface Position {
  /** Counted from 1; `\n`, `\r\n` and `\r` end a line. */
  readonly line: number
  /** Counted from 1, in characters (Unicode code points). */
  readonly column: number
}

/**
 * The line and column of a character counted as the server counts it in an error's `position`: from 1, in Unicode code
 * points. What lies beyond the end ("syntax error at end of input") is the place after the last word.
 */
export function positionOf(text: string, character: number): Position {
  return positionAt(text, offsetOf(text, character))
}

/** The line and column of an offset in UTF-16 units from 0, as in `Token` and `Statement`. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, Math.min(offset, text.trimEnd().length))
  const lines = before.split(/\r\n?|\n/)
  return { line: lines.length, column: [...lines[lines.length - 1]!].length + 1 }
}

/** The offset in UTF-16 units from 0 of a character counted from 1 in Unicode code points, as in an error's `position`. */
export function offsetOf(text: string, character: number): number {
  let offset = 0
  for (let left = character - 1; left > 0 && offset < text.length; left -= 1) {
    offset += text.codePointAt(offset)! > 0xffff ? 2 : 1
  }
  return offset
}

/**
 * The line of a position with a caret under its column, for an error message. Tabs become spaces, and of a wide line only
 * the part around the column is shown.
 *
 *     3 | select * form users
 *                  ^
 */
export function excerpt(text: string, position: Position): string {
  const line = [...(text.split(/\r\n?|\n/)[position.line - 1] ?? '')].map(printable)
  const { shown, column } = windowAround(line, position.column - 1)
  const margin = `${position.line} | `
  return `${margin}${shown}\n${' '.repeat(margin.length + column)}^`
}

const widest = 100
const context = 60

function windowAround(line: readonly string[], column: number): { shown: string; column: number } {
  if (line.length <= widest) return { shown: line.join(''), column }
  const from = Math.max(0, column - context)
  const left = from > 0 ? '…' : ''
  const right = from + widest < line.length ? '…' : ''
  return { shown: left + line.slice(from, from + widest).join('') + right, column: column - from + left.length }
}

function printable(character: string): string {
  return /[\p{Cc}\ufeff]/u.test(character) ? ' ' : character
}
