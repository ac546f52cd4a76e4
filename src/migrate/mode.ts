import { firstWords, positionAt, type Statement, tokens } from '../sql/index.ts'
import { aloneOf } from './alone.ts'

/** What a statement may stand beside in one file. */
type Company = 'alone' | 'procedure' | 'setting' | 'ordinary'

/**
 * Whether the file says `-- rowhouse: no transaction` before its first statement. Only so can it be known of CALL and DO that
 * they commit; the line also promises that they may run again after an interruption.
 */
export function directiveOf(text: string): boolean {
  for (const { kind, text: written } of tokens(text)) {
    if (kind === 'comment' && /^--\s*rowhouse:\s*no transaction\s*$/i.test(written)) return true
    if (kind !== 'comment' && kind !== 'space') return false
  }
  return false
}

/** The first statement of a file without a transaction that cannot stand there, and how to divide the file. */
export function firstMixed(
  text: string,
  statements: readonly Statement[],
  directive: boolean,
): { readonly offset: number; readonly reason: string } | undefined {
  const fits: readonly Company[] = directive ? ['alone', 'procedure', 'setting'] : ['alone', 'setting']
  const stranger = statements.find((statement) => !fits.includes(companyOf(statement.text)))
  if (stranger === undefined) return undefined
  return { offset: stranger.offset, reason: mixedReason(text, statements) }
}

/** Whether a statement only sets its session, so that an interrupted file runs it again before it goes on. */
export function isSetting(text: string): boolean {
  return companyOf(text) === 'setting'
}

function companyOf(text: string): Company {
  const [first = '', second = ''] = firstWords(text, 2)
  if (first === 'reset') return 'setting'
  if (first === 'set') return ['local', 'constraints'].includes(second) ? 'ordinary' : 'setting'
  if (first === 'call' || first === 'do') return 'procedure'
  return aloneOf(text) === undefined ? 'ordinary' : 'alone'
}

function mixedReason(text: string, statements: readonly Statement[]): string {
  const alone = statements.find((statement) => aloneOf(statement.text) !== undefined)
  if (alone === undefined)
    return 'without a transaction only `call`, `do`, `set` and what cannot run in one may stand; put this statement into a migration of its own'
  const { line } = positionAt(text, alone.offset)
  const { command } = aloneOf(alone.text)!
  return `this runs in a transaction, and \`${command}\` in line ${line} cannot; put \`${command}\` into a migration of its own: rowhouse migrate new <name>`
}
