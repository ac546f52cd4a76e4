import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rewritten } from '../cases.js'
import { run } from './run.js'

export const name = 'TypeSQL'
export const from = 'typesql-cli'
export const drivers = ['pg']

/**
 * Asks TypeSQL, with a SQL file for each case. A text on which it crashes takes the others with it, so those without an
 * answer are asked again in halves, until the one that crashes it stands alone.
 * @type {import('./index.js').Ask}
 */
export async function ask({ folder, cases, url }) {
  await mkdir(join(folder, 'sql'))
  await writeFile(join(folder, 'typesql.json'), JSON.stringify({ databaseUri: url, sqlDir: './sql', client: 'pg' }))
  const answers = new Map()
  await compile(folder, cases, answers)
  return answers
}

async function compile(folder, cases, answers) {
  for (const each of cases)
    await writeFile(
      file(folder, each, 'sql'),
      rewritten(each, (name) => `:${name}`),
    )
  const { stderr } = await run('typesql', ['compile'], folder)
  for (const each of cases) await rm(file(folder, each, 'sql'))
  const open = []
  for (const each of cases) {
    const written = await readFile(file(folder, each, 'ts'), 'utf8').catch(() => undefined)
    if (written === undefined) open.push(each)
    else answers.set(each.id, answer(each, written, stderr))
  }
  if (open.length === 0) return
  if (cases.length === 1) return answers.set(open[0].id, { refused: `crashes: ${crash(stderr)}` })
  const half = Math.ceil(open.length / 2)
  await compile(folder, open.slice(0, half), answers)
  await compile(folder, open.slice(half), answers)
}

function file(folder, { id }, ending) {
  return join(folder, 'sql', `${id}.${ending}`)
}

/** @returns {import('./index.js').Answer} */
function answer({ id, text }, written, stderr) {
  if (written.startsWith('//Invalid SQL')) return { refused: complaint(id, stderr) }
  const [row, data, params] = ['Result', 'Data', 'Params'].map((kind) => {
    const type = `${id.toUpperCase()}${kind}`
    return written.includes(`export type ${type} `) ? `import('./sql/${id}').${type}` : '{}'
  })
  return { row, params: text.includes(' in ($') ? elementsOf(params) : `${data} & ${params}` }
}

// What stands in `in (…)` is a list for TypeSQL, which spreads it. A list of one is the parameter of the case.
function elementsOf(type) {
  return `{ [name in keyof ${type}]: ${type}[name] extends (infer element)[] ? element : ${type}[name] }`
}

function complaint(id, stderr) {
  const lines = stderr.split('\n')
  const at = lines.findIndex((line) => line.startsWith('at ') && line.endsWith(`/${id}.sql`))
  return (lines[at - 1] ?? '').replace('ERROR:  ', '')
}

function crash(stderr) {
  return /^\w*Error: .*$/m.exec(stderr)?.[0] ?? stderr.slice(0, 200)
}
