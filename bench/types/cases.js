// The witness cases of src/generate/analyse, and how they are put to a peer.
import { fileURLToPath } from 'node:url'
import { createJiti } from 'jiti'

/**
 * @typedef {{ name: string, type: string, nullable: boolean }} Value a column or a parameter
 * @typedef {object} Case
 * @property {string} id such as `q007`
 * @property {string} subject
 * @property {string} text
 * @property {Value[]} columns as the case declares them
 * @property {Value[]} params
 * @property {unknown[]} args what it is run with
 * @property {readonly string[]} loose the columns that are declared nullable though no data makes them null
 */

const support = fileURLToPath(new URL('../../src/generate/analyse/testing-support/', import.meta.url))

/** The schema with its rows, and every case. */
export async function readCases() {
  const jiti = createJiti(import.meta.url)
  const { library } = await jiti.import(`${support}library.ts`)
  const { cases } = await jiti.import(`${support}cases/index.ts`)
  const list = Object.entries(cases).flatMap(([subject, each]) => each.map((one) => ({ subject, ...one })))
  return { library, cases: list.map(numbered) }
}

/**
 * The text of a case as a peer can read it: `$1` is written by `parameter`, dollar quotes, which look like parameters, are
 * ordinary ones, and a colon in JSON is followed by a space, without which it looks like one as well.
 * @param {Case} each
 * @param {(name: string) => string} parameter
 */
export function rewritten({ text }, parameter) {
  return text
    .replaceAll(/\$\$(.*?)\$\$/g, "'$1'")
    .replaceAll('":', '": ')
    .replaceAll(/\$(\d+)/g, (_, number) => parameter(`p${number}`))
}

/** @returns {Case} */
function numbered({ subject, text, columns, params = [], args = [], loose = [] }, index) {
  const id = `q${String(index + 1).padStart(3, '0')}`
  return { id, subject, text, columns: columns.map(value), params: params.map(value), args, loose }
}

/** @returns {Value} */
function value(declaration) {
  const colon = declaration.indexOf(': ')
  const type = declaration.slice(colon + 2)
  const nullable = type.endsWith(' | null')
  return { name: declaration.slice(0, colon), type: nullable ? type.slice(0, -' | null'.length) : type, nullable }
}
