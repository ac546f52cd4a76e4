import { quoteIdentifier } from '../sql/index.ts'

/** A name for people, from its parts: `public.users.email`, with quotes only around parts that SQL would read differently. */
export function displayName(path: readonly string[]): string {
  return path.map((part) => (isPlain(part) ? part : quoteIdentifier(part))).join('.')
}

/** A name for SQL, from its parts, every part in quotes. */
export function quotePath(path: readonly string[]): string {
  return path.map(quoteIdentifier).join('.')
}

/** Whether SQL reads the identifier the same way without quotes, key words left aside. */
export function isPlain(identifier: string): boolean {
  return /^[a-z_][a-z0-9_$]*$/.test(identifier)
}
