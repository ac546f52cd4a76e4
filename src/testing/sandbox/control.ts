import { firstWords, splitStatements } from '../../sql/index.ts'
import { refusedControl } from './failures.ts'

const control: ReadonlySet<string> = new Set(['begin', 'start', 'commit', 'end', 'rollback', 'abort'])

/** The statement, unless it begins or ends a transaction by itself: what the test wrote would be kept. */
export function refuseControl(statement: string): string {
  const [first = '', second = ''] = firstWords(statement, 2)
  if (control.has(first) || (first === 'prepare' && second === 'transaction')) throw refusedControl(first)
  return statement
}

/** The script, unless one of its statements begins or ends a transaction. */
export function refuseControlIn(script: string): string {
  for (const { text } of splitStatements(script)) refuseControl(text)
  return script
}
