import { RowhouseError } from '../errors/index.ts'

/**
 * The name as an identifier in double quotes, safe in SQL whatever it holds. Throws `INVALID_PARAMETER` for a NUL
 * character, which PostgreSQL cannot store.
 */
export function quoteIdentifier(name: string): string {
  refuseNul(name)
  return `"${name.replaceAll('"', '""')}"`
}

/** The text as a string constant, safe in SQL whatever it holds. Throws `INVALID_PARAMETER` for a NUL character. */
export function quoteLiteral(text: string): string {
  refuseNul(text)
  const quoted = `'${text.replaceAll("'", "''")}'`
  // E'…' reads a backslash the same way whatever standard_conforming_strings says.
  return text.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted
}

function refuseNul(text: string): void {
  if (!text.includes('\0')) return
  throw new RowhouseError('INVALID_PARAMETER', 'PostgreSQL cannot hold the NUL character (\\0) in a text; remove it')
}
