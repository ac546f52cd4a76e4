import { firstWords, isWord, type Statement, significantTokens } from '../sql/index.ts'

/** How long statements may take and wait, in milliseconds; 0 is without end. */
export interface Timeouts {
  /** For a lock that, while it is waited for, makes others wait: an ALTER TABLE that waits stops every reader behind it. */
  readonly lockTimeout: number
  /** For a statement. Absent: what the role, the database or the server says. */
  readonly statementTimeout?: number | undefined
}

/**
 * The statement from which on `lock_timeout` is short: the first that may take a lock for which others wait. What comes before
 * it (validating a constraint, reading and writing rows) holds up nobody while it waits. `undefined` if there is none, or if
 * the script sets `lock_timeout` itself.
 */
export function firstBlocking(statements: readonly Statement[]): number | undefined {
  const at = statements.findIndex(({ text }) => !waitsQuietly(text) || setsLockTimeout(text))
  return at === -1 || setsLockTimeout(statements[at]!.text) ? undefined : at
}

const quietWords: ReadonlySet<string> = new Set([
  'select',
  'with',
  'values',
  'insert',
  'update',
  'delete',
  'merge',
  'analyze',
  'set',
  'reset',
  'comment',
])

function waitsQuietly(text: string): boolean {
  const [first = '', second = ''] = firstWords(text, 2)
  return quietWords.has(first) || (`${first} ${second}` === 'alter table' && onlyValidates(text))
}

function onlyValidates(text: string): boolean {
  const all = [...significantTokens(text)]
  const validate = all.findIndex((token, index) => isWord(token, 'validate') && isWord(all[index + 1], 'constraint'))
  return validate !== -1 && !all.some((token) => token.text === ',') && validate === all.length - 3
}

function setsLockTimeout(text: string): boolean {
  const words = firstWords(text, 3)
  return words[0] === 'set' && words.includes('lock_timeout')
}
