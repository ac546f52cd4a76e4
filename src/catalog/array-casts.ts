import { isWord, type Token, tokens } from '../sql/index.ts'

/**
 * The SQL with casts of array constructors, `(ARRAY[a, b])::text[]`, moved to the elements: `ARRAY[(a)::text, (b)::text]`.
 * PostgreSQL writes the first for what it read as `column in ('a', 'b')`, and the second when it has read the first again,
 * so that a schema and its own dump would differ.
 */
export function withElementCasts(sql: string): string {
  if (!/array/i.test(sql)) return sql
  const parts = [...tokens(sql)]
  let result = ''
  for (let at = 0; at < parts.length; at += 1) {
    const cast = isWord(parts[at + 1], 'array') ? castAt(parts, at) : undefined
    result +=
      cast === undefined
        ? parts[at]!.text
        : `ARRAY[${cast.elements.map((each) => `(${each})::${cast.type}`).join(', ')}]`
    if (cast !== undefined) at = cast.end
  }
  return result
}

interface Cast {
  readonly elements: readonly string[]
  /** The type of an element. */
  readonly type: string
  /** The place of the last token. */
  readonly end: number
}

/** Reads `(ARRAY[…])::type[]` from its opening parenthesis on. */
function castAt(parts: readonly Token[], open: number): Cast | undefined {
  if (parts[open]?.text !== '(' || parts[open + 2]?.text !== '[') return undefined
  const close = closing(parts, open + 2)
  if (parts[close + 1]?.text !== ')' || parts[close + 2]?.text !== '::') return undefined
  const bracket = parts.findIndex((token, at) => at > close + 2 && !isOfType(token))
  if (parts[bracket]?.text !== '[' || parts[bracket + 1]?.text !== ']') return undefined
  const elements = elementsOf(parts.slice(open + 3, close))
  return { elements, type: textOf(parts.slice(close + 3, bracket)), end: bracket + 1 }
}

function closing(parts: readonly Token[], open: number): number {
  let depth = 0
  return parts.findIndex((token, at) => {
    if (at < open) return false
    depth += stepOf(token)
    return depth === 0
  })
}

function isOfType({ kind, text }: Token): boolean {
  return ['word', 'quoted identifier', 'space', 'number'].includes(kind) || ['.', '(', ')', ','].includes(text)
}

function elementsOf(parts: readonly Token[]): string[] {
  const elements: Token[][] = [[]]
  let depth = 0
  for (const token of parts) {
    depth += stepOf(token)
    if (depth === 0 && token.text === ',') elements.push([])
    else elements.at(-1)!.push(token)
  }
  return elements.map(textOf)
}

function stepOf({ text }: Token): number {
  if (text === '(' || text === '[') return 1
  return text === ')' || text === ']' ? -1 : 0
}

function textOf(parts: readonly Token[]): string {
  return parts
    .map(({ text }) => text)
    .join('')
    .trim()
}
