import { isWord, significantTokens } from '../../sql/index.ts'

/**
 * The statements with PostgreSQL told not to look into the bodies of functions in the language SQL, where there are some: a body
 * may name what only a later statement makes, and PostgreSQL keeps no record of that by which they could be put in order.
 */
export function withUncheckedBodies(statements: readonly string[]): readonly string[] {
  const needed = statements.length > 1 && statements.some(hasUnrecordedBody)
  return needed ? ['set local check_function_bodies = off', ...statements] : statements
}

function hasUnrecordedBody(statement: string): boolean {
  const parts = [...significantTokens(statement)]
  const isRoutine =
    isWord(parts[0], 'create') && parts.slice(1, 4).some((token) => isWord(token, 'function', 'procedure'))
  return isRoutine && parts.some((token, at) => isWord(token, 'language') && isWord(parts[at + 1], 'sql'))
}
