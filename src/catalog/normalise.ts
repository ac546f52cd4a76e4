import { type Token, tokens } from '../sql/index.ts'
import { withElementCasts } from './array-casts.ts'
import type { CatalogObject } from './catalog.ts'
import { isPlain } from './name.ts'

/**
 * The definition in a form that is the same on every version of PostgreSQL: words with one space between them, quotes only
 * around names that need them, and the few phrases that the versions write differently written in one way. For comparing
 * only; it need not be valid SQL.
 */
export function normalise(object: Pick<CatalogObject, 'kind' | 'definition'>): string {
  const words = wordsOf(withElementCasts(object.definition))
  switch (object.kind) {
    case 'view':
    case 'materialized view':
      return withoutOnlyQualifier(words).join(' ')
    case 'procedure':
      return withoutArgumentMode(words).join(' ')
    default:
      return words.join(' ')
  }
}

function wordsOf(definition: string): string[] {
  return [...tokens(definition)].filter((token) => token.kind !== 'space').map(wordOf)
}

// Whether PostgreSQL quotes a name depends on which key words the version has.
function wordOf(token: Token): string {
  if (token.kind === 'word') return token.text.toLowerCase()
  if (token.kind === 'quoted identifier' && isPlain(token.text.slice(1, -1))) return token.text.slice(1, -1)
  // The body of a function keeps the line ends of the file that it came from.
  return token.kind === 'string' ? token.text.replaceAll('\r\n', '\n') : token.text
}

// Up to PostgreSQL 15 a view names the table with each column, `users.id`; since 16 it does not where it selects from one
// table alone.
function withoutOnlyQualifier(words: readonly string[]): string[] {
  const alias = onlyAlias(words)
  return words.filter((word, at) => {
    if (alias === undefined) return true
    const qualifies = word === alias && words[at + 1] === '.' && words[at - 1] !== '.'
    return !(qualifies || (word === '.' && words[at - 1] === alias && words[at - 2] !== '.'))
  })
}

function onlyAlias(words: readonly string[]): string | undefined {
  const top = topLevel(words)
  const from = top.indexOf('from')
  if (from === -1 || top.some((word) => ['union', 'intersect', 'except'].includes(word))) return undefined
  const end = top.findIndex((word, at) => at > from && clauses.has(word))
  const source = top.slice(from + 1, end === -1 ? undefined : end)
  if (source.some((word) => word === ',' || word === 'join')) return undefined
  return source.at(-1)
}

const clauses: ReadonlySet<string> = new Set([
  'where',
  'group',
  'having',
  'window',
  'order',
  'limit',
  'offset',
  'fetch',
  'for',
])

function topLevel(words: readonly string[]): string[] {
  let depth = 0
  return words.filter((word) => {
    if (word === '(') depth += 1
    if (word === ')') depth -= 1
    return depth === 0 && word !== ')'
  })
}

// PostgreSQL 13 leaves out the word `in` before the arguments of a procedure.
function withoutArgumentMode(words: readonly string[]): string[] {
  const body = words.indexOf('language')
  return words.filter((word, at) => word !== 'in' || at > body)
}
