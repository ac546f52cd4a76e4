import { DatabaseError, messageOf, RowhouseError } from '../errors/index.ts'
import { excerpt, positionOf } from '../sql/index.ts'
import { styles } from '../terminal/index.ts'
import type { Streams } from './output.ts'

/** Tells a person, or with `json` a program, why a command failed. */
export function printFailure(error: unknown, { stdout, stderr }: Streams, json: boolean): void {
  if (json) return void stdout.write(`${JSON.stringify({ error: describedFailure(error) }, null, 2)}\n`)
  const { red, dim } = styles(stderr)
  stderr.write(`${red('error')}  ${messageOf(error)}\n`)
  for (const line of details(error)) stderr.write(`${line}\n`)
  const code = codeOf(error)
  if (code !== undefined) stderr.write(`${dim(code)}\n`)
}

/** Why a command failed, for a program. */
export function describedFailure(error: unknown): Record<string, unknown> {
  const facts = error instanceof RowhouseError ? { facts: error.facts } : {}
  return { code: codeOf(error) ?? 'UNEXPECTED', message: messageOf(error), ...facts }
}

// The statement that failed with a caret under the place, and the server's hint. Not its detail, which may hold values.
function details(error: unknown): string[] {
  if (!(error instanceof DatabaseError)) return error instanceof RowhouseError ? [] : stackOf(error)
  const { query, position, hint } = error
  return [
    ...(query !== undefined && position !== undefined ? [excerpt(query, positionOf(query, position))] : []),
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
  ]
}

function stackOf(error: unknown): string[] {
  return error instanceof Error ? (error.stack ?? '').split('\n').slice(1) : []
}

function codeOf(error: unknown): string | undefined {
  return error instanceof RowhouseError || error instanceof DatabaseError ? error.code : undefined
}
