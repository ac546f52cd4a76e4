import { createHash } from 'node:crypto'
import { significantTokens, splitStatements, type Token } from '../sql/index.ts'

/** The checksum of a text as it is, in hexadecimal. */
export function rawChecksum(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/**
 * The checksum of what a text means to PostgreSQL: comments, white space, the case of words and semicolons that end
 * nothing do not count, so that a cosmetic edit leaves it as it was.
 */
export function semanticChecksum(text: string): string {
  const hash = createHash('sha256')
  for (const statement of splitStatements(text)) {
    for (const token of significantTokens(statement.text)) hash.update(`${meaning(token)}\0`)
    hash.update('\0')
  }
  return hash.digest('hex')
}

function meaning(token: Token): string {
  if (token.kind !== 'word') return token.text
  // Not toLowerCase(): PostgreSQL folds other letters than these or not, depending on the server's locale.
  return token.text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
