import type { Difference } from '../../catalog/index.ts'
import { DatabaseError, messageOf } from '../../errors/index.ts'
import { excerpt, offsetOf, positionAt } from '../../sql/index.ts'
import type { Script } from '../files.ts'
import type { CheckFinding } from './findings.ts'
import type { ScriptFailure } from './run-script.ts'

/** What a finding says of a place. */
export type Told = Pick<CheckFinding, 'file' | 'line' | 'column' | 'message' | 'excerpt'>

/** A sentence about an object that `down` does not put back. */
export function tellDown(difference: Difference): string {
  const object = `${difference.kind} ${difference.name}`
  switch (difference.change) {
    case 'unexpected':
      return `down leaves ${object}`
    case 'missing':
      return `down does not bring ${object} back`
    case 'different':
      return `down leaves ${object} different: ${contrast(difference, 'it was', 'and is')}`
  }
}

/** A sentence about an object that `up` makes otherwise when it runs after `down`. */
export function tellUpAgain(difference: Difference): string {
  const object = `${difference.kind} ${difference.name}`
  switch (difference.change) {
    case 'unexpected':
      return `up after down leaves ${object}, which up alone does not`
    case 'missing':
      return `up after down does not make ${object} again`
    case 'different':
      return `up after down makes ${object} different: ${contrast(difference, 'at first it was', 'then')}`
  }
}

/** What PostgreSQL said of a script, and where in the file. */
export function tellFailure({ read: { script }, statement, cause }: ScriptFailure): Told {
  const hint = cause instanceof DatabaseError && cause.hint !== undefined ? `; hint: ${cause.hint}` : ''
  const message = `${messageOf(cause)}${hint}${adviceOn(cause)}`
  if (statement === undefined) return { file: script.path, message: `at its commit: ${message}` }
  const character = cause instanceof DatabaseError ? cause.position : undefined
  const within = character === undefined ? 0 : offsetOf(statement.text, character)
  return { ...placeIn(script, statement.offset + within, true), message }
}

/** The line and column of an offset, with the line itself and a caret where that helps. */
export function placeIn(script: Script, offset: number, shown = false): Omit<Told, 'message'> {
  const { line, column } = positionAt(script.text, offset)
  return { file: script.path, line, column, ...(shown && { excerpt: excerpt(script.text, { line, column }) }) }
}

// How PostgreSQL says that an extension is not there: `feature_not_supported`, before version 15 `undefined_file`.
const missing: ReadonlySet<string> = new Set(['0A000', '58P01'])

function adviceOn(cause: unknown): string {
  if (!(cause instanceof DatabaseError) || !missing.has(cause.code) || !/extension/.test(cause.message)) return ''
  return '; what the embedded PostgreSQL lacks, a server may have: name an empty database there with --shadow-url'
}

function contrast({ expected, live }: Difference, was: string, is: string): string {
  return `${was} ${oneLine(expected?.definition)} ${is} ${oneLine(live?.definition)}`
}

const longest = 300

function oneLine(definition = ''): string {
  const text = definition.replace(/\s+/g, ' ').trim()
  const shown = text.length > longest ? `${text.slice(0, longest)}…` : text
  return shown === '' ? 'nothing' : `"${shown}"`
}
