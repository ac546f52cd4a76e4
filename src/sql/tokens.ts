/** What a token is; the kinds follow the chapter "Lexical Structure" of the PostgreSQL manual. */
export type TokenKind =
  | 'word'
  | 'quoted identifier'
  | 'string'
  | 'number'
  | 'parameter'
  | 'operator'
  | 'punctuation'
  | 'comment'
  | 'space'
  | 'psql'
  | 'unknown'

/** A piece of SQL text. The texts of all tokens, joined, are the whole text again. */
export interface Token {
  readonly kind: TokenKind
  /** The text as it was written, quotes included. */
  readonly text: string
  /** Where it begins, counted in UTF-16 units from 0, as `slice` counts. */
  readonly offset: number
  /** The line on which it begins, counted from 1. */
  readonly line: number
  /** False for a string, quoted identifier or comment that the text ends within. */
  readonly terminated: boolean
}

interface Piece {
  readonly kind: TokenKind
  readonly end: number
  readonly terminated: boolean
}

/**
 * Splits SQL text into tokens as PostgreSQL's own lexer does with `standard_conforming_strings` on. It never throws and
 * always ends: what is not terminated says so, and what PostgreSQL would not accept is `unknown`.
 */
export function* tokens(text: string): Generator<Token> {
  let offset = 0
  let line = 1
  let escapes = false
  while (offset < text.length) {
    const piece = pieceAt(text, offset, escapes)
    const token = { kind: piece.kind, text: text.slice(offset, piece.end), offset, line, terminated: piece.terminated }
    yield token
    escapes = continuesWithEscapes(token, escapes)
    line += lineBreaks(token)
    offset = piece.end
  }
}

/** The tokens that mean something: all but white space and comments. */
export function* significantTokens(text: string): Generator<Token> {
  for (const token of tokens(text)) {
    if (token.kind !== 'space' && token.kind !== 'comment') yield token
  }
}

// A string goes on in the next string after white space, and then 'a\'b' keeps the escapes of the E'…' before it.
function continuesWithEscapes(token: Token, escapes: boolean): boolean {
  if (token.kind === 'space' || token.kind === 'comment') return escapes
  return token.kind === 'string' && (escapes || /^e'/i.test(token.text))
}

const manyLines: ReadonlySet<TokenKind> = new Set(['space', 'comment', 'string', 'quoted identifier'])

function lineBreaks(token: Token): number {
  return manyLines.has(token.kind) ? (token.text.match(/\r\n?|\n/g)?.length ?? 0) : 0
}

const letters = 'a-zA-Z_\\u0080-\\uffff'
const patterns = {
  space: /[ \t\n\r\f\v]+/y,
  lineComment: /--[^\n\r]*/y,
  word: new RegExp(`[${letters}][${letters}0-9$]*`, 'y'),
  dollarTag: new RegExp(`\\$(?:[${letters}][${letters}0-9]*)?\\$`, 'y'),
  parameter: /\$[0-9]+/y,
  number: /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+/y,
  decimal:
    /(?:[0-9](?:_?[0-9])*(?:\.(?!\.)(?:[0-9](?:_?[0-9])*)?)?|\.[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9](?:_?[0-9])*)?/y,
  operator: /[~!@#^&|`?+\-*/%<>=]+/y,
  colons: /::|:=|\.\./y,
  punctuation: /[()[\],;.:{}]/y,
  psql: /\\[^\n\r]*/y,
}

function pieceAt(text: string, offset: number, escapes: boolean): Piece {
  return (
    blankAt(text, offset) ??
    quotedAt(text, offset, escapes) ??
    matched(text, offset, 'word', patterns.word) ??
    matched(text, offset, 'number', patterns.number) ??
    matched(text, offset, 'number', patterns.decimal) ??
    operatorAt(text, offset) ??
    matched(text, offset, 'operator', patterns.colons) ??
    matched(text, offset, 'punctuation', patterns.punctuation) ??
    matched(text, offset, 'psql', patterns.psql) ??
    whole('unknown', offset + 1)
  )
}

function blankAt(text: string, offset: number): Piece | undefined {
  if (offset === 0 && text.startsWith('\ufeff')) return whole('space', 1)
  if (text.startsWith('/*', offset)) return blockComment(text, offset)
  return matched(text, offset, 'space', patterns.space) ?? matched(text, offset, 'comment', patterns.lineComment)
}

function quotedAt(text: string, offset: number, escapes: boolean): Piece | undefined {
  switch (text[offset]) {
    case "'":
      return string(text, offset + 1, escapes)
    case '"':
      return doubled('quoted identifier', text, offset + 1)
    case '$':
      return matched(text, offset, 'parameter', patterns.parameter) ?? dollarQuoted(text, offset)
    default:
      return prefixed(text, offset)
  }
}

function prefixed(text: string, offset: number): Piece | undefined {
  const prefix = text.slice(offset, offset + 3).toLowerCase()
  if (prefix === "u&'") return string(text, offset + 3, false)
  if (prefix === 'u&"') return doubled('quoted identifier', text, offset + 3)
  return /^[ebxn]'/.test(prefix) ? string(text, offset + 2, prefix.startsWith('e')) : undefined
}

function string(text: string, from: number, escapes: boolean): Piece {
  return escapes ? escaped(text, from) : doubled('string', text, from)
}

function doubled(kind: 'string' | 'quoted identifier', text: string, from: number): Piece {
  const quote = kind === 'string' ? "'" : '"'
  let at = text.indexOf(quote, from)
  while (at !== -1 && text[at + 1] === quote) at = text.indexOf(quote, at + 2)
  return at === -1 ? cut(kind, text) : whole(kind, at + 1)
}

function escaped(text: string, from: number): Piece {
  const stops = /\\|'/g
  stops.lastIndex = from
  for (let stop = stops.exec(text); stop !== null; stop = stops.exec(text)) {
    if (stop[0] === "'" && text[stop.index + 1] !== "'") return whole('string', stop.index + 1)
    stops.lastIndex = stop.index + 2
  }
  return cut('string', text)
}

function dollarQuoted(text: string, offset: number): Piece | undefined {
  const tag = matchAt(text, offset, patterns.dollarTag)
  if (tag === undefined) return undefined
  const close = text.indexOf(tag, offset + tag.length)
  return close === -1 ? cut('string', text) : whole('string', close + tag.length)
}

function blockComment(text: string, offset: number): Piece {
  const marks = /\/\*|\*\//g
  marks.lastIndex = offset
  let depth = 0
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    depth += mark[0] === '/*' ? 1 : -1
    if (depth === 0) return whole('comment', mark.index + 2)
  }
  return cut('comment', text)
}

// An operator ends before a comment begins, and gives a trailing sign back to the number after it: `a =-1`, `2*-3`.
function operatorAt(text: string, offset: number): Piece | undefined {
  const run = matchAt(text, offset, patterns.operator)
  if (run === undefined) return undefined
  const comment = run.search(/--|\/\*/)
  const operator = comment > 0 ? run.slice(0, comment) : run
  const signed = /[~!@#^&|`?%]/.test(operator) ? operator : operator.replace(/(?<=.)[+-]+$/, '')
  return whole('operator', offset + signed.length)
}

function matched(text: string, offset: number, kind: TokenKind, pattern: RegExp): Piece | undefined {
  const found = matchAt(text, offset, pattern)
  return found === undefined ? undefined : whole(kind, offset + found.length)
}

function matchAt(text: string, offset: number, pattern: RegExp): string | undefined {
  pattern.lastIndex = offset
  return pattern.exec(text)?.[0]
}

function whole(kind: TokenKind, end: number): Piece {
  return { kind, end, terminated: true }
}

function cut(kind: TokenKind, text: string): Piece {
  return { kind, end: text.length, terminated: false }
}
