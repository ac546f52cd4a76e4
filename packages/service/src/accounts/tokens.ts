import { createHash, randomBytes } from 'node:crypto'

/** A secret that proves who is logged in: 256 random bits, in letters that a header and a cookie may hold. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * What the database keeps of a token, so that who reads the table cannot log in. SHA-256 without salt suffices, since nobody
 * guesses 256 random bits.
 */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
