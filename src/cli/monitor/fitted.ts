// What is written of a styled text: control sequences, which take no room, and characters.
const parts = /\p{Cc}\[[0-9;]*m|[\s\S]/gu

/** As many lines as a terminal has, none wider than it; the last column stays empty, because some terminals wrap when it is filled. */
export function fitted(
  lines: readonly string[],
  { columns, rows }: { readonly columns: number; readonly rows: number },
): string[] {
  return lines.slice(0, Math.max(1, rows - 1)).map((line) => cut(line, columns - 1))
}

// Styles that were begun are ended all the same, because every control sequence stays.
function cut(line: string, width: number): string {
  let room = width
  return (line.match(parts) ?? []).filter((part) => part.startsWith('\x1b[') || room-- > 0).join('')
}
