import type { Queryable } from '../../query/index.ts'
import { isWord, type Token, tokens } from '../../sql/index.ts'

/** Writes a statement in the style of the house: what the differ and PostgreSQL itself give is in upper case and quoted. */
export type SqlStyle = (sql: string) => string

/** The style; the key words that a name must be quoted for are asked from the server. */
export async function loadSqlStyle(db: Queryable): Promise<SqlStyle> {
  const rows = await db.many<{ word: string }>(`select word from pg_get_keywords() where catcode <> 'U'`)
  const keywords: ReadonlySet<string> = new Set(rows.map(({ word }) => word))
  return (sql) => styled(sql, keywords)
}

/**
 * The same statement with words in lower case, without needless quotes, and on several lines where it is long. PostgreSQL
 * folds every word without quotes to lower case, so none of this changes what it means; strings stay as they are.
 */
export function styled(sql: string, keywords: ReadonlySet<string>): string {
  const parts = [...tokens(sql.trim().replace(/;$/, ''))]
  const texts = parts.map((token, at) => styledToken(token, parts[at - 1], parts[at + 1], keywords))
  return brokenUp(parts, texts).join('').trimEnd()
}

function styledToken(
  token: Token,
  before: Token | undefined,
  after: Token | undefined,
  keywords: ReadonlySet<string>,
): string {
  if (token.kind === 'word') return token.text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
  if (token.kind === 'space') return token.text.replace(/ +\n/g, '\n')
  const name = token.text.slice(1, -1)
  const plain = token.kind === 'quoted identifier' && /^[a-z_][a-z0-9_]*$/.test(name) && !keywords.has(name)
  return plain && standsApart(before) && standsApart(after) ? name : token.text
}

// Next to a string or a number, a name without quotes would become a part of it.
function standsApart(neighbour: Token | undefined): boolean {
  return neighbour === undefined || ['space', 'punctuation', 'operator', 'comment'].includes(neighbour.kind)
}

function brokenUp(parts: readonly Token[], texts: readonly string[]): readonly string[] {
  const words = parts.filter(({ kind }) => kind !== 'space')
  if (!isWord(words[0], 'create')) return texts
  if (words.slice(1, 4).some((word) => isWord(word, 'view'))) return queryOnItsOwnLine(parts, texts)
  return listsElements(words) ? elementsOnTheirOwnLines(parts, texts) : texts
}

function listsElements(words: readonly Token[]): boolean {
  const head = words.slice(
    0,
    Math.max(
      0,
      words.findIndex(({ text }) => text === '('),
    ),
  )
  return head.slice(1, 3).some((word) => isWord(word, 'table')) && !head.some((word) => isWord(word, 'partition'))
}

function queryOnItsOwnLine(parts: readonly Token[], texts: readonly string[]): string[] {
  const as = parts.findIndex((token) => isWord(token, 'as'))
  return texts.map((text, at) => (at === as + 1 ? '\n ' : text))
}

function elementsOnTheirOwnLines(parts: readonly Token[], texts: readonly string[]): string[] {
  const { ends } = outermost(parts)
  let depth = 0
  return texts.map((text, at) => {
    const token = parts[at]!
    const previous = parts[at - 1]
    if (at > ends) return text
    if (token.text === '(') depth += 1
    if (token.text === ')') depth -= 1
    if (token.text === '(' && depth === 1) return isEmptyList(parts, at) ? text : '(\n  '
    if (at === ends) return isEmptyList(parts, at - 1) ? text : '\n)'
    if (token.text === ',' && depth === 1) return ',\n  '
    return token.kind === 'space' && previous?.text === ',' && depth === 1 ? '' : text
  })
}

function outermost(parts: readonly Token[]): { readonly ends: number } {
  let depth = 0
  const ends = parts.findIndex(({ kind, text }) => {
    if (kind !== 'punctuation') return false
    if (text === '(') depth += 1
    if (text === ')') depth -= 1
    return text === ')' && depth === 0
  })
  return { ends }
}

function isEmptyList(parts: readonly Token[], open: number): boolean {
  return parts[open]?.text === '(' && parts[open + 1]?.text === ')'
}
