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
import { type Alone, aloneOf } from './alone.ts'
import type { Script } from './files.ts'
import { directiveOf, firstMixed } from './mode.ts'

/** Something in a script that must not run: where it stands, and what is wrong with it and how to mend it. */
export interface Finding {
  /** In UTF-16 units from 0. */
  readonly offset: number
  readonly reason: string
}

/** A script that may run, and how. */
export interface Inspected {
  readonly statements: readonly Statement[]
  /** Whether all of it runs in one transaction; else each statement is sent alone. */
  readonly transactional: boolean
}

/** The statements of a script. Throws `MIGRATION_INVALID`, with file, line and column, for what must not run. */
export function inspect(script: Script): Inspected {
  const { statements, transactional, finding } = judge(script.text)
  if (finding === undefined) return { statements, transactional }
  const { line, column } = positionAt(script.text, finding.offset)
  throw new RowhouseError('MIGRATION_INVALID', `${script.path}:${line}:${column}: ${finding.reason}`, {
    facts: { file: script.path, line, column },
  })
}

/** How a text would run, and the first thing in it that must not, if there is one. */
export function judge(text: string): Inspected & { readonly finding: Finding | undefined } {
  const statements = splitStatements(text)
  const directive = directiveOf(text)
  const transactional = !directive && !statements.some((statement) => aloneOf(statement.text) !== undefined)
  const refused = firstOf(statements, refusedStatement)
  const mixed = transactional ? undefined : firstMixed(text, statements, directive)
  const findings = [misreadToken(text), refused, mixed, emptyScript(statements)]
  const finding = findings.filter((each) => each !== undefined).toSorted((a, b) => a.offset - b.offset)[0]
  return { statements, transactional, finding }
}

function firstOf(
  statements: readonly Statement[],
  find: (statement: Statement) => Finding | undefined,
): Finding | undefined {
  for (const statement of statements) {
    const finding = find(statement)
    if (finding !== undefined) return finding
  }
  return undefined
}

function misreadToken(text: string): Finding | undefined {
  for (const { kind, offset, terminated } of tokens(text)) {
    if (kind === 'psql') return { offset, reason: psqlReason }
    if (!terminated) return { offset, reason: `this ${kind} never ends; close it` }
  }
  return undefined
}

const psqlReason = 'commands that begin with a backslash belong to psql and are no SQL; remove the line'

function emptyScript(statements: readonly Statement[]): Finding | undefined {
  if (statements.length > 0) return undefined
  return { offset: 0, reason: 'the file holds no statement; write it (or `select 1` if there is nothing to do)' }
}

function refusedStatement({ text, offset }: Statement): Finding | undefined {
  const words = firstWords(text, 4)
  const reason =
    transactionReason(words) ?? settingReason(text, words) ?? copyReason(text) ?? aloneReason(aloneOf(text))
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
  return 'the runner itself begins and ends the transaction of a migration; remove the statement'
}

function settingReason(text: string, words: readonly string[]): string | undefined {
  const [first = '', second = ''] = words
  if (first === 'discard' && second === 'all') return 'the runner resets the session between migrations; remove it'
  if (first !== 'set') return undefined
  if (words.includes('transaction_read_only'))
    return 'the history could not be written in a transaction that is read only; remove the statement'
  if (words.includes('standard_conforming_strings') && turnsOff(text))
    return "strings are read with standard_conforming_strings on; remove the statement and write E'…' for escapes"
  return undefined
}

function turnsOff(text: string): boolean {
  return [...significantTokens(text)].some(
    (token) => isWord(token, 'off', 'false', 'no') || /^'?(off|false|no|0)'?$/i.test(token.text),
  )
}

function copyReason(text: string): string | undefined {
  if (copiesFromStdin(text)) return 'data cannot follow `copy … from stdin` in a migration; write `insert` instead'
  return copiesToStdout(text) ? '`copy … to stdout` has nowhere to write in a migration; remove it' : undefined
}

function aloneReason(alone: Alone | undefined): string | undefined {
  if (alone?.kind !== 'create index') return undefined
  if (alone.ifNotExists)
    return '`if not exists` would take the INVALID index that an interrupted build leaves for a good one; leave it out: an interrupted build of this file is found and built anew'
  if (alone.index === undefined)
    return 'an index that is built concurrently needs a name, by which an interrupted build is found again; write one before `on`'
  return undefined
}
