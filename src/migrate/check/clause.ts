import { significantTokens } from '../../sql/index.ts'

/**
 * One clause of a statement, from the place that the parser gives for it (in bytes of the whole file) to the next comma that
 * separates it from another, or to the end: `constraint positive check (amount > 0)`.
 */
export function clauseAt(
  file: string,
  byte: number,
  statement: { readonly text: string; readonly offset: number },
): string {
  const from = Buffer.from(file).toString('utf8', 0, byte).length - statement.offset
  const text = statement.text.slice(from)
  let depth = 0
  for (const token of significantTokens(text)) {
    if (token.text === '(' || token.text === '[') depth += 1
    if (token.text === ')' || token.text === ']') depth -= 1
    if (token.text === ',' && depth === 0) return text.slice(0, token.offset).trimEnd()
  }
  return text.trimEnd()
}
