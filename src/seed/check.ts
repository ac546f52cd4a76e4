import { didYouMean } from '../config/index.ts'
import { RowhouseError } from '../errors/index.ts'
import type { AnySeed } from './seed.ts'

/** Refuses whatever is not a seed with `SEED_INVALID`, naming the file and the key. */
export function checkSeed(value: unknown, file: string): asserts value is AnySeed {
  if (!isRecord(value)) {
    const advice = 'write `export default defineSeed({ … })`, and keep files that are not seeds in a folder below'
    throw invalid(file, `has no default export; ${advice}`)
  }
  const expectations = value.kind === 'volume' ? ofVolume : ofRows
  for (const key of Object.keys(value)) checkKnown(key, Object.keys(expectations), file)
  for (const [key, { accepts, what }] of Object.entries(expectations)) {
    if (!accepts(value[key])) throw invalid(file, `has a wrong "${key}": it should be ${what}`, key)
  }
  if (value.kind !== 'volume') checkForm(value, file)
}

interface Expectation {
  readonly accepts: (value: unknown) => boolean
  readonly what: string
}

const kind: Expectation = {
  accepts: (value) => ['reference', 'sample', 'volume'].includes(String(value)),
  what: `'reference', 'sample' or 'volume'`,
}
const dependsOn: Expectation = { accepts: optional(isTexts), what: 'an array of names of seeds' }

const ofVolume: Readonly<Record<string, Expectation>> = {
  kind,
  dependsOn,
  table: { accepts: isText, what: 'the name of a table' },
  count: { accepts: isFunction, what: 'a function that gives the number of rows at a scale' },
  prepare: { accepts: optional(isFunction), what: 'a function that reads what rows are made from' },
  row: { accepts: isFunction, what: 'a function that makes the row of a number' },
}

const ofRows: Readonly<Record<string, Expectation>> = {
  kind,
  dependsOn,
  rows: { accepts: isFunction, what: 'a function that gives the rows' },
  label: { accepts: optional(isFunction), what: 'a function that gives the name of a row' },
  batchSize: {
    accepts: optional((value) => Number.isSafeInteger(value) && Number(value) > 0),
    what: 'a whole number above 0',
  },
  table: { accepts: optional(isText), what: 'the name of a table' },
  key: {
    accepts: optional((value) => isTexts(value) && value.length > 0),
    what: 'an array of the columns by which a row is found again',
  },
  columns: { accepts: optional(isFunction), what: 'a function that gives the columns of a row' },
  fills: { accepts: optional(isTexts), what: 'an array of the tables that "write" fills' },
  write: { accepts: optional(isFunction), what: 'a function that writes a row' },
}

function checkKnown(key: string, known: readonly string[], file: string): void {
  if (known.includes(key)) return
  throw invalid(
    file,
    `has the unknown key "${key}"${didYouMean(key, known) || `; the keys are ${known.join(', ')}`}`,
    key,
  )
}

/** Either `table` and `key`, or `write`. */
function checkForm(seed: Readonly<Record<string, unknown>>, file: string): void {
  const forTable = ['table', 'key', 'columns'].filter((key) => seed[key] !== undefined)
  if (seed.write !== undefined && forTable.length > 0) {
    throw invalid(file, `has both "write" and "${forTable[0]}"; keep one of them`, 'write')
  }
  if (seed.write !== undefined) return
  for (const key of ['table', 'key']) {
    if (seed[key] === undefined) throw invalid(file, `has no "${key}"; give "table" and "key", or "write"`, key)
  }
}

function invalid(file: string, problem: string, key?: string): RowhouseError {
  return new RowhouseError('SEED_INVALID', `${file} ${problem}`, { facts: { file, ...(key !== undefined && { key }) } })
}

function optional(accepts: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => value === undefined || accepts(value)
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function'
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isText)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
