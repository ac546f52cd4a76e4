import { significantTokens, type Token } from './tokens.ts'

/** One statement of a text that holds several. */
export interface Statement {
  /** The statement without the `;`, and without the white space and comments around it. */
  readonly text: string
  /** Where it begins in the whole text, counted in UTF-16 units from 0. */
  readonly offset: number
  /** The line on which it begins, counted from 1. */
  readonly line: number
}

/**
 * The statements of a text, split at each `;` that ends one: not inside quotes, comments or parentheses, nor inside
 * the `begin atomic … end` body of an SQL-standard function. What holds only comments is no statement.
 */
export function splitStatements(text: string): Statement[] {
  const statements: Statement[] = []
  let current: Token[] = []
  const finish = () => {
    if (current.length > 0) statements.push(statementOf(text, current))
    current = []
  }
  const nesting = new Nesting()
  for (const token of significantTokens(text)) {
    if (nesting.ends(token, current)) finish()
    else current.push(token)
  }
  finish()
  return statements
}

/**
 * The words with which a statement begins, in lower case, at most `count`; they stop before the first token that is no
 * word. Comments and opening parentheses before the first word are passed over.
 */
export function firstWords(statement: string, count: number): string[] {
  const words: string[] = []
  for (const token of significantTokens(statement)) {
    if (words.length === 0 && token.text === '(') continue
    if (token.kind !== 'word' || words.length === count) break
    words.push(token.text.toLowerCase())
  }
  return words
}

/** Whether the token is one of these words (given in lower case) without quotes. */
export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === 'word' && words.includes(token.text.toLowerCase())
}

function statementOf(text: string, parts: readonly Token[]): Statement {
  const first = parts[0]!
  const last = parts[parts.length - 1]!
  return { text: text.slice(first.offset, last.offset + last.text.length), offset: first.offset, line: first.line }
}

/** How deep the tokens read so far stand in parentheses and in a `begin atomic` body. */
class Nesting {
  #parentheses = 0
  #blocks = 0

  /** Whether `token` ends the statement that the tokens in `before` have begun. */
  ends(token: Token, before: readonly Token[]): boolean {
    if (token.text === ';' && token.kind === 'punctuation') return this.#endsAtSemicolon()
    if (token.text === '(') this.#parentheses += 1
    if (token.text === ')') this.#parentheses = Math.max(0, this.#parentheses - 1)
    if (token.kind === 'word') this.#blocks = Math.max(0, this.#blocks + this.#blockStep(token, before))
    return false
  }

  #endsAtSemicolon(): boolean {
    return this.#parentheses === 0 && this.#blocks === 0
  }

  #blockStep(token: Token, before: readonly Token[]): -1 | 0 | 1 {
    const previous = before[before.length - 1]
    // `as end` and `t.case` are names, whatever the word.
    if (previous?.text === '.' || isWord(previous, 'as')) return 0
    if (this.#blocks === 0) {
      const opens = isWord(token, 'atomic') && isWord(previous, 'begin') && isWord(before[0], 'create')
      return opens ? 1 : 0
    }
    if (isWord(token, 'case')) return 1
    return isWord(token, 'end') ? -1 : 0
  }
}
