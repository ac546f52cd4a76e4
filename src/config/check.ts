import { RowhouseError } from '../errors/index.ts'
import type { Config } from './config.ts'
import { didYouMean } from './nearest.ts'

/** Refuses whatever is not a configuration with `INVALID_CONFIG`, naming the file, the key and what it should be. */
export function checkConfig(value: unknown, file: string): asserts value is Config {
  if (!isRecord(value)) throw invalid(file, 'has no default export; write `export default defineConfig({ … })`')
  for (const [key, given] of Object.entries(value)) checkKey(key, given, file)
}

interface Expectation {
  readonly accepts: (value: unknown) => boolean
  readonly what: string
}

const text: Expectation = { accepts: isText, what: 'a string that is not empty' }
const texts: Expectation = {
  accepts: (value) => Array.isArray(value) && value.every(isText),
  what: 'an array of strings that are not empty',
}
const record: Expectation = {
  accepts: (value) => isRecord(value) && Object.values(value).every(isText),
  what: 'an object whose values are strings',
}
const verify: Expectation = {
  accepts: (value) => isRecord(value) && Object.entries(value).every(([key, part]) => acceptsPart(key, part)),
  what: 'an object with { ignore: { "check:object": "reason" }, shardKey: "column" }, both optional',
}

function acceptsPart(key: string, part: unknown): boolean {
  if (part === undefined) return true
  return (key === 'ignore' && record.accepts(part)) || (key === 'shardKey' && text.accepts(part))
}

const expectations = new Map<string, Expectation>(
  Object.entries({
    database: text,
    migrations: text,
    schema: text,
    seeds: text,
    sources: texts,
    generated: text,
    columnTypes: record,
    schemas: texts,
    production: texts,
    verify,
  } satisfies Record<keyof Config, Expectation>),
)

function checkKey(key: string, given: unknown, file: string): void {
  const expectation = expectations.get(key)
  if (expectation === undefined) throw unknownKey(key, file)
  if (given === undefined || expectation.accepts(given)) return
  throw invalid(file, `has a wrong "${key}": it should be ${expectation.what}`, { key })
}

function unknownKey(key: string, file: string): RowhouseError {
  const known = [...expectations.keys()]
  const advice = didYouMean(key, known) || `; the keys are ${known.join(', ')}`
  return invalid(file, `has the unknown key "${key}"${advice}`, { key })
}

function invalid(file: string, problem: string, facts: Record<string, unknown> = {}): RowhouseError {
  return new RowhouseError('INVALID_CONFIG', `${file} ${problem}`, { facts: { file, ...facts } })
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
