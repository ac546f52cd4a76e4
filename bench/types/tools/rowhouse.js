import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './run.js'

export const name = 'Rowhouse'
export const from = 'rowhouse'
export const drivers = ['rowhouse']

const program = fileURLToPath(new URL('../../../bin/rowhouse.js', import.meta.url))
const library = fileURLToPath(new URL('../../../dist/index.d.ts', import.meta.url))

/**
 * Asks Rowhouse, with a project whose only migration is the schema and whose only source sends all texts.
 * @type {import('./index.js').Ask}
 */
export async function ask({ folder, cases, schema }) {
  await mkdir(join(folder, 'migrations', '1_library'), { recursive: true })
  await mkdir(join(folder, 'src'))
  await writeFile(join(folder, 'migrations', '1_library', 'up.sql'), schema)
  await writeFile(
    join(folder, 'src', 'queries.ts'),
    cases.map(({ text }) => `db.many(${JSON.stringify(text)})\n`).join(''),
  )
  const { stdout, stderr } = await run(program, ['generate', '--json'], folder)
  await writeFile(join(folder, 'log'), stdout + stderr)
  const byText = new Map(JSON.parse(stdout).map((query) => [query.text, query]))
  return new Map(cases.map(({ id, text }) => [id, answer(byText.get(text))]))
}

/** @returns {import('./index.js').Answer} */
function answer(query) {
  if (query === undefined) return { refused: 'not found in the source' }
  if (query.error !== undefined) return { refused: query.error.message }
  const params = query.params.map((param, index) => ({ ...param, name: `p${index + 1}` }))
  return { row: objectOf(query.columns), params: objectOf(params) }
}

function objectOf(values) {
  const properties = values.map(
    ({ name, type, nullable }) => `${JSON.stringify(name)}: ${named(type)}${nullable ? ' | null' : ''}`,
  )
  return `{ ${properties.join('; ')} }`
}

function named(type) {
  return type.replaceAll(/\b(JsonValue|Range)\b/g, (word) => `import(${JSON.stringify(library)}).${word}`)
}
