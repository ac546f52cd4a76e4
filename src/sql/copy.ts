import { isWord, splitStatements } from './statements.ts'
import { significantTokens, type Token } from './tokens.ts'

/** Whether the text holds a `copy … from stdin`, which waits for data that a plain query cannot send. */
export function copiesFromStdin(text: string): boolean {
  return copies(text, 'from')
}

/** Whether the text holds a `copy … to stdout`, which answers with data instead of rows. */
export function copiesToStdout(text: string): boolean {
  return copies(text, 'to')
}

function copies(text: string, direction: 'from' | 'to'): boolean {
  // Nearly no query holds the word, so that nearly none is split into tokens.
  if (!/copy/i.test(text)) return false
  return splitStatements(text).some((statement) => copyDirection(statement.text) === direction)
}

function copyDirection(statement: string): 'from' | 'to' | undefined {
  const parts = [...significantTokens(statement)]
  if (!isWord(parts[0], 'copy')) return undefined
  const at = directionAt(parts)
  // PostgreSQL takes `stdin` and `stdout` for the same thing; only the direction counts.
  if (!isWord(parts[at + 1], 'stdin', 'stdout')) return undefined
  return isWord(parts[at], 'from') ? 'from' : 'to'
}

function directionAt(parts: readonly Token[]): number {
  let depth = 0
  return parts.findIndex((part, index) => {
    if (part.text === '(') depth += 1
    if (part.text === ')') depth -= 1
    return depth === 0 && isWord(part, 'from', 'to') && parts[index - 1]?.text !== '.'
  })
}
