// Longer than what people write; what programs write is told apart by its beginning.
const longest = 10_000

const cursor = /^(declare|fetch \d+ from|close) rowhouse_\d+/

/** The text by which a statement is known: cursors without their numbers, and what is very long without its end. */
export function keptText(text: string): string {
  if (text.length > longest) return shortened(text)
  return cursor.test(text) ? text.replace(cursor, '$1 rowhouse_n') : text
}

// By way of bytes, because a slice of a string keeps the whole of it in memory.
function shortened(text: string): string {
  return `${Buffer.from(text.slice(0, longest)).toString()}…`
}
