/** Whether the predicate of a policy calls one of the functions outside of a sub-select, and so once for each row. */
export function callsPerRow(predicate: string, functions: readonly string[]): boolean {
  return callsIn(predicate, functions).length > 0
}

/** The predicate with each such call in a sub-select, which is evaluated once. */
export function wrapCalls(predicate: string, functions: readonly string[]): string {
  return callsIn(predicate, functions).reduceRight(
    (text, { from, to }) => `${text.slice(0, from)}(select ${text.slice(from, to)})${text.slice(to)}`,
    predicate,
  )
}

interface Span {
  readonly from: number
  readonly to: number
}

function callsIn(text: string, functions: readonly string[]): Span[] {
  const names = functions.map((name) => name.replace(/[^\w]/g, '\\$&')).join('|')
  const call = new RegExp(`(?<![\\w.'"])(?:[\\w"]+\\.)?"?(?:${names})"?\\(`, 'g')
  const selects = [...text.matchAll(/\(\s*SELECT\s/gi)].map((match) => spanFrom(text, match.index, match.index))
  return [...text.matchAll(call)]
    .map((match) => spanFrom(text, match.index, match.index + match[0].length - 1))
    .filter(({ from }) => !selects.some((select) => select.from < from && from < select.to))
}

/** From `from` to the parenthesis that closes the one at `open`; what stands in quotes counts for nothing. */
function spanFrom(text: string, from: number, open: number): Span {
  let depth = 0
  let quote = ''
  for (let at = open; at < text.length; at++) {
    const character = text[at]!
    if (quote !== '') quote = character === quote ? '' : quote
    else if (character === "'" || character === '"') quote = character
    else if (character === '(') depth++
    else if (character === ')' && --depth === 0) return { from, to: at + 1 }
  }
  return { from, to: text.length }
}
