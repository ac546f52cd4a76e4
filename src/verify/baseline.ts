import { readFile, writeFile } from 'node:fs/promises'
import { messageOf, RowhouseError } from '../errors/index.ts'
import { keyOf } from './exceptions.ts'
import type { Report } from './verify.ts'

/** The findings that a baseline file knows, each as `check:object`. Throws `INVALID_OPTION` when it cannot be read. */
export async function readBaseline(file: string): Promise<string[]> {
  try {
    return knownIn(JSON.parse(await readFile(file, 'utf8')))
  } catch (cause) {
    const message = `the baseline ${file} cannot be read (${messageOf(cause)}); write it with --update-baseline`
    throw new RowhouseError('INVALID_OPTION', message, { cause, facts: { option: 'baseline', file } })
  }
}

/**
 * Writes the findings of a report to a baseline file, sorted and one a line, so that its changes are easy to read. What `before`
 * knew of checks that could not look this time stays in it.
 */
export async function writeBaseline(file: string, report: Report, before: readonly string[] = []): Promise<string[]> {
  const known = baselineOf(report, before)
  await writeFile(file, `${JSON.stringify({ known }, null, 2)}\n`)
  return known
}

/** What a baseline should know after a report. */
export function baselineOf({ findings, known, checks }: Report, before: readonly string[]): string[] {
  const ran = new Set(checks.filter((check) => check.status !== 'skipped').map((check) => check.id))
  const unseen = before.filter((key) => !ran.has(key.split(':', 1)[0]!))
  return [...new Set([...unseen, ...findings.map(keyOf), ...known.map(keyOf)])].toSorted()
}

function knownIn(content: unknown): string[] {
  if (typeof content === 'object' && content !== null && 'known' in content && isTexts(content.known))
    return content.known
  throw new TypeError('it should be an object with a list "known" of strings')
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
