import { RowhouseError } from '../errors/index.ts'
import {
  copiesFromStdin,
  copiesToStdout,
  firstWords,
  isWord,
  positionAt,
  type Statement,
  significantTokens,
  splitStatements,
  tokens,
} from '../sql/index.ts'
import type { Script } from './files.ts'

/** Something in a script that must not run: where it stands, and what is wrong with it and how to mend it. */
export interface Finding {
  /** In UTF-16 units from 0. */
  readonly offset: number
  readonly reason: string
}

/**
 * The statements of a script. Throws `MIGRATION_INVALID`, with file, line and column, for what cannot run in the one
 * transaction of a migration or would end it.
 */
export function inspect(script: Script): Statement[] {
  const finding = findRefused(script.text)
  if (finding === undefined) return splitStatements(script.text)
  const { line, column } = positionAt(script.text, finding.offset)
  throw new RowhouseError('MIGRATION_INVALID', `${script.path}:${line}:${column}: ${finding.reason}`, {
    facts: { file: script.path, line, column },
  })
}

/** The first thing in a script that must not run, if there is one. */
export function findRefused(text: string): Finding | undefined {
  const findings = [misreadToken(text), ...splitStatements(text).map(refusedStatement), emptyScript(text)]
  return findings.filter((finding) => finding !== undefined).toSorted((a, b) => a.offset - b.offset)[0]
}

function misreadToken(text: string): Finding | undefined {
  for (const { kind, offset, terminated } of tokens(text)) {
    if (kind === 'psql') return { offset, reason: psqlReason }
    if (!terminated) return { offset, reason: `this ${kind} never ends; close it` }
  }
  return undefined
}

const psqlReason = 'commands that begin with a backslash belong to psql and are no SQL; remove the line'

function emptyScript(text: string): Finding | undefined {
  if (!significantTokens(text).next().done) return undefined
  return { offset: 0, reason: 'the file holds no statement; write it (or `select 1` if there is nothing to do)' }
}

function refusedStatement({ text, offset }: Statement): Finding | undefined {
  const words = firstWords(text, 4)
  const reason = transactionReason(words) ?? copyReason(text) ?? aloneReason(text, words)
  return reason === undefined ? undefined : { offset, reason }
}

const transactionWords: ReadonlySet<string> = new Set([
  'begin',
  'commit',
  'end',
  'rollback',
  'abort',
  'savepoint',
  'release',
])
const transactionPhrases: ReadonlySet<string> = new Set(['start transaction', 'prepare transaction', 'set transaction'])

function transactionReason(words: readonly string[]): string | undefined {
  const [first = '', second = ''] = words
  if (!transactionWords.has(first) && !transactionPhrases.has(`${first} ${second}`)) return undefined
  return 'a migration runs in a transaction of its own, so that it cannot control one; remove the statement'
}

function copyReason(text: string): string | undefined {
  if (copiesFromStdin(text)) return 'data cannot follow `copy … from stdin` in a migration; write `insert` instead'
  return copiesToStdout(text) ? '`copy … to stdout` has nowhere to write in a migration; remove it' : undefined
}

function aloneReason(text: string, words: readonly string[]): string | undefined {
  const name = runsAlone(text, words)
  if (name === undefined) return undefined
  const mend = name.includes('concurrently') ? 'leave out `concurrently`' : 'run it outside of the migrations'
  return `a migration runs in one transaction, and PostgreSQL cannot run \`${name}\` in one; ${mend}`
}

// The server is the judge of what cannot run in a transaction (25001). This finds what people write, before anything has run.
function runsAlone(text: string, words: readonly string[]): string | undefined {
  const phrase = words.join(' ')
  const plain = alonePhrases.find((alone) => phrase === alone || phrase.startsWith(`${alone} `))
  if (plain !== undefined) return plain
  if (words[0] === 'reindex' && holdsWord(text, 'concurrently')) return 'reindex concurrently'
  if (phrase.startsWith('alter table') && endsWithWord(text, 'concurrently')) return 'detach partition concurrently'
  if (phrase.startsWith('alter database') && holdsWord(text, 'tablespace')) return 'alter database set tablespace'
  return words[0] === 'cluster' && namesNoTable(text) ? 'cluster' : undefined
}

const alonePhrases = [
  'create index concurrently',
  'create unique index concurrently',
  'drop index concurrently',
  'reindex schema',
  'reindex database',
  'reindex system',
  'vacuum',
  'create database',
  'drop database',
  'create tablespace',
  'drop tablespace',
  'alter system',
  'discard all',
]

function holdsWord(text: string, word: string): boolean {
  return [...significantTokens(text)].some((token) => isWord(token, word))
}

function endsWithWord(text: string, word: string): boolean {
  return isWord([...significantTokens(text)].at(-1), word)
}

function namesNoTable(text: string): boolean {
  const [, ...rest] = significantTokens(text)
  return rest.every((token) => isWord(token, 'verbose') || token.kind === 'punctuation')
}
