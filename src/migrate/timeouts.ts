import { firstWords, isWord, type Statement, significantTokens } from '../sql/index.ts'

/** How long statements may take and wait, in milliseconds; 0 is without end. */
export interface Timeouts {
  /** For a lock that, while it is waited for, makes others wait: an ALTER TABLE that waits stops every reader behind it. */
  readonly lockTimeout: number
  /** For a statement. Absent: what the role, the database or the server says. */
  readonly statementTimeout?: number | undefined
}

/**
 * The `lock_timeout` for each statement of a transaction: 0 until the first that may take a lock for which others wait, and
 * `lockTimeout` from there on, because what has been locked stays so. What comes before it (validating a constraint, reading
 * and writing rows) holds up nobody while it waits. `undefined` where the script has set its own.
 */
export function lockTimeouts(statements: readonly Statement[], lockTimeout: number): (number | undefined)[] {
  let current: number | undefined = 0
  return statements.map(({ text }) => {
    if (current === 0 && !waitsQuietly(text)) current = lockTimeout
    const timeout = current
    if (setsLockTimeout(text)) current = undefined
    return timeout
  })
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
