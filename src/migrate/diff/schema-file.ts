import { readFile } from 'node:fs/promises'
import { messageOf, RowhouseError } from '../../errors/index.ts'
import {
  excerpt,
  firstWords,
  isWord,
  positionAt,
  type Statement,
  significantTokens,
  splitStatements,
  tokens,
} from '../../sql/index.ts'

/** A file that says what the schema should be. */
export interface SchemaFile {
  readonly path: string
  /** The text with `\n` at the end of its lines, and without a byte order mark. */
  readonly text: string
  readonly statements: readonly Statement[]
}

/**
 * Reads a schema file. Throws `SCHEMA_INVALID`, with file, line and column, when it is missing or holds what does not describe
 * a schema: data, settings, transaction control, psql commands.
 */
export async function readSchemaFile(path: string): Promise<SchemaFile> {
  const text = decode(path, await readBytes(path)).replaceAll('\r\n', '\n')
  return schemaFile(path, text)
}

/** The schema file with this text. Throws `SCHEMA_INVALID` for what does not describe a schema. */
export function schemaFile(path: string, text: string): SchemaFile {
  const file = { path, text, statements: splitStatements(text) }
  const found = misread(text) ?? refused(file.statements) ?? empty(file.statements)
  if (found !== undefined) throw invalidAt(file, found.offset, found.reason)
  return file
}

/** The error for a place in a schema file, which it shows. */
export function invalidAt({ path, text }: SchemaFile, offset: number, reason: string, cause?: unknown): RowhouseError {
  const position = positionAt(text, offset)
  const { line, column } = position
  return new RowhouseError('SCHEMA_INVALID', `${path}:${line}:${column}: ${reason}\n${excerpt(text, position)}`, {
    facts: { file: path, line, column },
    cause,
  })
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (cause) {
    const mend = 'write it from the migrations with `rowhouse migrate dump`, or name another file with --schema'
    throw new RowhouseError('SCHEMA_INVALID', `${path} cannot be read (${messageOf(cause)}); ${mend}`, {
      facts: { file: path },
      cause,
    })
  }
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new RowhouseError('SCHEMA_INVALID', `${path} is not UTF-8; save it as UTF-8`, {
      facts: { file: path },
      cause,
    })
  }
}

interface Found {
  readonly offset: number
  readonly reason: string
}

function misread(text: string): Found | undefined {
  for (const { kind, offset, terminated } of tokens(text)) {
    if (kind === 'psql')
      return { offset, reason: 'commands that begin with a backslash belong to psql; remove the line' }
    if (!terminated) return { offset, reason: `this ${kind} never ends; close it` }
  }
  const nul = text.indexOf('\0')
  return nul === -1 ? undefined : { offset: nul, reason: 'PostgreSQL cannot hold a NUL character; remove it' }
}

function refused(statements: readonly Statement[]): Found | undefined {
  const found = statements.map(({ text, offset }) => ({ offset, reason: reasonAgainst(text) }))
  return found.find((each): each is Found => each.reason !== undefined)
}

function empty(statements: readonly Statement[]): Found | undefined {
  if (statements.length > 0) return undefined
  return {
    offset: 0,
    reason: 'the file holds no statement; write what the schema should be, or `create schema` at least',
  }
}

const describing: ReadonlySet<string> = new Set(['create', 'alter', 'comment', 'grant', 'revoke', 'security'])
const reasons: Readonly<Record<string, string>> = {
  ...reasonFor('rows are no part of a schema; put them in a seed, or in a migration of their own', [
    ...['insert', 'update', 'delete', 'merge', 'copy', 'truncate', 'select', 'with', 'values', 'call'],
  ]),
  ...reasonFor(
    'a setting holds for one session and is no part of a schema; remove it and write names with their schema',
    [...['set', 'reset']],
  ),
  drop: 'a schema file says what should be there; remove the object from the file instead of dropping it',
  do: 'what a block does cannot be read from it; write the statements themselves',
}

function reasonFor(reason: string, words: readonly string[]): Record<string, string> {
  return Object.fromEntries(words.map((word) => [word, reason]))
}

function reasonAgainst(statement: string): string | undefined {
  const [first = '', second = ''] = firstWords(statement, 2)
  if (!describing.has(first)) return reasons[first] ?? 'this does not describe a schema; remove it'
  if (first === 'create' && ['database', 'tablespace', 'role', 'user', 'subscription'].includes(second)) {
    return `a ${second} belongs to the server and not to a schema; make it outside of the migrations`
  }
  const index =
    first === 'create' && [...significantTokens(statement)].slice(1, 5).some((each) => isWord(each, 'concurrently'))
  return index ? 'a schema file is never run against live tables; leave out `concurrently`' : undefined
}
