// Compares what a tool says with what is true. TypeScript's own checker decides what fits a type.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { columnType, driverOf, isJson, parameterTypes } from './driver-types.js'
import { createReader, isTypeScript } from './reader.js'

/**
 * @typedef {'right' | 'needlessly nullable' | 'too strict' | 'less precise' | 'refused' | 'wrong type' | 'wrong null'} Verdict
 * @typedef {object} Judged
 * @property {string} id of the case
 * @property {string} text
 * @property {'columns' | 'JSON shapes' | 'parameters'} about
 * @property {string} name of the column, or the parameter's number
 * @property {Verdict} verdict
 * @property {string} claim the type that the tool says, or why it refuses
 * @property {string} truth
 */

/** From best to worst. */
export const verdicts = /** @type {const} */ ([
  'right',
  'needlessly nullable',
  'too strict',
  'less precise',
  'refused',
  'wrong type',
  'wrong null',
])

const library = fileURLToPath(new URL('../../dist/index.d.ts', import.meta.url))
const prelude = `import type { JsonValue, Range } from ${JSON.stringify(library)}
interface PostgresInterval { toPostgres(): string }
interface Point { x: number; y: number }
`

/**
 * Judges all answers of a tool. Where it may be used with several drivers, the one that is kindest to it counts.
 * @param {{ folder: string, tool: import('./tools/index.js').Tool, cases: import('./cases.js').Case[],
 *   answers: Map<string, import('./tools/index.js').Answer>, witnessed: Map<string, import('./truth.js').Witnessed> }} input
 * @returns {Judged[]}
 */
export function judge({ folder, tool, cases, answers, witnessed }) {
  const claims = cases.flatMap((each) => {
    const answer = readable(answers.get(each.id))
    return tool.drivers.map((driver) => ({ each, driver, answer, ...witnessed.get(each.id) }))
  })
  const file = join(folder, 'claims.ts')
  writeFileSync(
    file,
    prelude +
      claims
        .filter(({ answer }) => answer.refused === undefined)
        .map(questions)
        .join(''),
  )
  const reader = createReader(file)
  return best(claims.flatMap((claim) => [...judgeColumns(claim, reader), ...judgeParameters(claim, reader)]))
}

function readable(answer) {
  if (answer.refused !== undefined || isTypeScript(answer.row)) return answer
  return { refused: `writes what is no TypeScript: ${answer.row}` }
}

/** The types about which the checker is asked. */
function questions({ each, driver, answer, columns, params, through }) {
  const via = (at) => driverOf(driver, columns[at])
  const values = (name, at) => through[via(at)].rows.map((row) => row[name]).filter((value) => value !== null)
  const types = {
    Row: answer.row,
    Params: answer.params,
    Truth: objectOf(each.columns.map(({ name, type }, at) => [name, columnType(via(at), columns[at], type)])),
    Seen: objectOf(each.columns.map(({ name }, at) => [name, typeOfAll(values(name, at))])),
    Sent: objectOf(
      each.params.map(({ type }, at) => [`p${at + 1}`, parameterTypes(driver, params[at], type).join(' | ')]),
    ),
  }
  return Object.entries(types)
    .map(([kind, type]) => `export type ${kind}_${each.id}_${driver} = ${type}\n`)
    .join('')
}

function objectOf(properties) {
  return `{ ${properties.map(([name, type]) => `${JSON.stringify(name)}: ${type}`).join('; ')} }`
}

/** The narrowest type of these values. */
function typeOfAll(values) {
  return [...new Set(values.map(typeOf))].join(' | ') || 'never'
}

function typeOf(value) {
  if (typeof value === 'number' && !Number.isFinite(value)) return 'number'
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (value instanceof Date) return 'Date'
  if (value instanceof Uint8Array) return 'Buffer'
  if (Array.isArray(value)) return `(${typeOfAll(value)})[]`
  if (typeof value.toPostgres === 'function') return 'PostgresInterval'
  return objectOf(Object.entries(value).map(([name, part]) => [name, typeOf(part)]))
}

/** @returns {Judged[]} */
function judgeColumns(claim, reader) {
  const { each, driver, answer, columns, nulls } = claim
  return each.columns.map(({ name, type }, at) => ({
    id: each.id,
    text: each.text,
    about: isJson(columns[at]) && type !== 'JsonValue' ? 'JSON shapes' : 'columns',
    name,
    truth: columnType(driverOf(driver, columns[at]), columns[at], type) + (nulls.has(name) ? ' | null' : ''),
    ...(answer.refused === undefined ? judgeColumn(name, claim, reader) : refusal(answer)),
  }))
}

function judgeColumn(name, claim, reader) {
  const [type, truth, seen] = ['Row', 'Truth', 'Seen'].map((kind) => reader.property(kind, claim, name))
  if (!reader.fits(seen, truth)) throw new Error(`${claim.each.text}: ${name} is not ${reader.text(truth)}`)
  if (type === undefined) return absent
  const nulls = holdsNull(name, claim, reader)
  return { claim: reader.text(type), verdict: columnVerdict({ type, truth, seen, nulls }, reader) }
}

/** @returns {Verdict} */
function columnVerdict({ type, truth, seen, nulls }, { fits, overlaps, acceptsNull, isVague, isNever }) {
  // Where only null was seen, what the driver would make of a value decides.
  if (isNever(seen) ? !overlaps(type, truth) : !fits(seen, type)) return 'wrong type'
  if (nulls && !acceptsNull(type)) return 'wrong null'
  if (!fits(type, truth) || isVague(type, truth)) return 'less precise'
  return !nulls && acceptsNull(type) && !acceptsNull(truth) ? 'needlessly nullable' : 'right'
}

/** Does the column hold null on some data, or for a null that the tool lets through instead of an argument? */
function holdsNull(name, claim, reader) {
  const { withNull } = claim.through[claim.driver]
  const letThrough = withNull.filter((_, at) => takesNull(`p${at + 1}`, claim, reader))
  return claim.nulls.has(name) || letThrough.some((answer) => answer?.some((row) => row[name] === null))
}

function takesNull(name, claim, reader) {
  const type = reader.property('Params', claim, name)
  return type !== undefined && reader.acceptsNull(type)
}

/** @returns {Judged[]} */
function judgeParameters(claim, reader) {
  const { each, answer } = claim
  return each.params.map(({ type, nullable }, at) => ({
    id: each.id,
    text: each.text,
    about: 'parameters',
    name: `$${at + 1}`,
    truth: type + (nullable ? ' | null' : ''),
    ...(answer.refused === undefined ? judgeParameter(at, claim, reader) : refusal(answer)),
  }))
}

function judgeParameter(at, claim, reader) {
  const [type, sent] = ['Params', 'Sent'].map((kind) => reader.property(kind, claim, `p${at + 1}`))
  if (type === undefined) return absent
  const refusesNull = claim.through[claim.driver].withNull[at] === undefined
  const { nullable } = claim.each.params[at]
  return { claim: reader.text(type), verdict: parameterVerdict({ type, sent, refusesNull, nullable }, reader) }
}

/** @returns {Verdict} */
function parameterVerdict({ type, sent, refusesNull, nullable }, { fits, overlaps, acceptsNull, isVague }) {
  if (!overlaps(type, sent)) return 'wrong type'
  if (acceptsNull(type) && refusesNull) return 'wrong null'
  if (!fits(type, sent) || isVague(type, sent)) return 'less precise'
  if (acceptsNull(type) !== nullable) return nullable ? 'too strict' : 'needlessly nullable'
  return 'right'
}

/** @type {Pick<Judged, 'claim' | 'verdict'>} */
const absent = { claim: 'nothing', verdict: 'wrong type' }

/** @returns {Pick<Judged, 'claim' | 'verdict'>} */
function refusal({ refused }) {
  return { claim: refused, verdict: 'refused' }
}

function best(judged) {
  const found = new Map()
  for (const each of judged) {
    const key = `${each.id} ${each.about} ${each.name}`
    const known = found.get(key)
    if (known === undefined || verdicts.indexOf(each.verdict) < verdicts.indexOf(known.verdict)) found.set(key, each)
  }
  return [...found.values()]
}
