import type { Node } from 'libpg-query'
import { messageOf, RowhouseError } from '../errors/index.ts'
import type { Statement } from './statements.ts'
import { significantTokens } from './tokens.ts'

/** A node of PostgreSQL's raw parse tree: an object with one key, the name of the node. */
export type SyntaxNode = Node

/** One statement of a text, with its tree. */
export interface ParsedStatement extends Statement {
  readonly tree: SyntaxNode
}

/** A text that PostgreSQL's grammar does not accept. */
export interface SqlSyntaxError {
  readonly message: string
  /** Where the parser gave up, in UTF-16 units from 0. */
  readonly offset: number
}

/** Reads the statements of a text, or says why it is none. */
export type SqlParser = (text: string) => readonly ParsedStatement[] | SqlSyntaxError

/** Loads PostgreSQL's own parser (libpg-query). Throws `MISSING_PACKAGE` when it is not installed. */
export async function loadSqlParser(): Promise<SqlParser> {
  const { loadModule, parseSync, hasSqlDetails } = await importParser()
  await loadModule()
  return (text) => {
    if (significantTokens(text).next().done) return []
    const clean = withoutByteOrderMark(text)
    try {
      return statementsOf(clean, parseSync(clean).stmts ?? [])
    } catch (error) {
      if (!hasSqlDetails(error)) throw error
      return { message: error.message, offset: offsetOfCharacter(clean, error.sqlDetails?.cursorPosition ?? 0) }
    }
  }
}

async function importParser(): Promise<typeof import('libpg-query')> {
  try {
    return await import('libpg-query')
  } catch (cause) {
    throw new RowhouseError(
      'MISSING_PACKAGE',
      `PostgreSQL's parser cannot be loaded (${messageOf(cause)}); install it: npm install libpg-query`,
      { cause },
    )
  }
}

// The parser does not know it, and a space in its place keeps every offset.
function withoutByteOrderMark(text: string): string {
  return text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text
}

interface RawStatement {
  readonly stmt?: Node
  readonly stmt_location?: number
  readonly stmt_len?: number
}

// The parser counts bytes of UTF-8; one walk over the text turns all its places into offsets.
function statementsOf(text: string, raw: readonly RawStatement[]): ParsedStatement[] {
  const bytes = Buffer.from(text)
  let offset = 0
  let byte = 0
  let line = 1
  return raw.map(({ stmt, stmt_location: from = 0, stmt_len: length }) => {
    const before = bytes.toString('utf8', byte, from)
    const whole = bytes.toString('utf8', from, length ? from + length : undefined)
    const { start, end, lines } = trimmed(whole)
    const begins = offset + before.length
    const first = line + lineBreaks(before)
    offset = begins + whole.length
    byte = from + Buffer.byteLength(whole)
    line = first + lineBreaks(whole)
    return { text: whole.slice(start, end), offset: begins + start, line: first + lines, tree: stmt! }
  })
}

/** Where a statement begins and ends within white space and comments. */
function trimmed(text: string): { readonly start: number; readonly end: number; readonly lines: number } {
  const tokens = [...significantTokens(text)]
  const last = tokens.at(-1)!
  return { start: tokens[0]!.offset, end: last.offset + last.text.length, lines: tokens[0]!.line - 1 }
}

function lineBreaks(text: string): number {
  return text.match(/\r\n?|\n/g)?.length ?? 0
}

function offsetOfCharacter(text: string, character: number): number {
  return [...text].slice(0, character).join('').length
}
