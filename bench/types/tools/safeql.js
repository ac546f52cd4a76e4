import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rewritten } from '../cases.js'
import { run } from './run.js'

export const name = 'SafeQL'
export const from = '@ts-safeql/eslint-plugin'
// It names no driver; these two are the ones that its documentation shows first. A type that fits one of them is right.
export const drivers = ['pg', 'postgres']

// The types that a parameter is tried with; those with a name are taught to it below.
const palette = {
  number: 'number',
  string: 'string',
  boolean: 'boolean',
  Date: 'Date',
  Buffer: 'Buffer',
  'number[]': 'number[]',
  'string[]': 'string[]',
  Json: 'Record<string, unknown>',
  Mood: "'sad' | 'ok' | 'happy'",
  Span: 'string',
  Size: 'string',
}

const tried = [...Object.keys(palette), 'null']

// What it has no mapping for and would call `any` or `unknown`. What it does map stays as it ships.
const unmapped = [
  'numrange',
  'tstzrange',
  'int4multirange',
  'record',
  'tid',
  'xid',
  'regtype',
  'tsvector',
  'name',
  'path',
  'book',
]
const types = {
  oid: 'number',
  bytea: { parameter: { regex: 'Buffer.*' }, return: 'Buffer' },
  ...Object.fromEntries(unmapped.map((type) => [type, 'string'])),
  jsonb: { parameter: 'Json', return: 'any' },
  mood: { parameter: 'Mood', return: palette.Mood },
  int4range: { parameter: 'Span', return: 'string' },
  size: { parameter: 'Size', return: 'string' },
}

/**
 * Asks SafeQL, which writes the type of a row itself but none of a parameter: it takes or refuses the types that it meets. So
 * each parameter is tried with each type, beside untyped nulls, and then the rows are asked for with types that it took.
 * @type {import('./index.js').Ask}
 */
export async function ask({ folder, cases, url }) {
  await prepare(folder, url)
  const takenBy = await tryTypes(folder, cases)
  const queries = cases.map((each) => ({
    each,
    types: each.params.map(({ type }, at) => preferred(takenBy(each, at), type)),
  }))
  const rows = await check(folder, 'rows', queries)
  return new Map(cases.map((each, index) => [each.id, { ...rows[index], params: paramsOf(each, takenBy) }]))
}

async function tryTypes(folder, cases) {
  const trials = cases.flatMap((each) => each.params.flatMap((_, at) => tried.map((type) => trial(each, at, type))))
  const outcomes = await check(folder, 'trials', trials)
  const taken = trials.filter((_, index) => outcomes[index].refused === undefined)
  return (each, at) => taken.filter((one) => one.each === each && one.at === at).map(({ type }) => type)
}

function trial(each, at, type) {
  return { each, at, type, types: each.params.map((_, index) => (index === at ? type : 'null')) }
}

function preferred(taken, type) {
  return taken.includes(type) ? type : (taken[0] ?? 'null')
}

function paramsOf(each, takenBy) {
  const union = (at) =>
    takenBy(each, at)
      .map((type) => palette[type] ?? type)
      .join(' | ') || 'never'
  return `{ ${each.params.map((_, at) => `p${at + 1}: ${union(at)}`).join('; ')} }`
}

async function prepare(folder, url) {
  await mkdir(join(folder, 'src'))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  const compilerOptions = {
    strict: true,
    target: 'es2022',
    module: 'nodenext',
    types: ['node'],
    skipLibCheck: true,
    noEmit: true,
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }))
  const options = { connections: [{ databaseUrl: url, targets: [{ tag: 'sql' }], overrides: { types } }] }
  await writeFile(
    join(folder, 'eslint.config.js'),
    `import * as safeql from '@ts-safeql/eslint-plugin'
    import parser from '@typescript-eslint/parser'
    export default [{
      files: ['src/*.ts'],
      languageOptions: { parser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
      plugins: { '@ts-safeql': safeql },
      rules: { '@ts-safeql/check-sql': ['error', ${JSON.stringify(options)}] },
    }]`,
  )
}

const declarations = `
interface Json { json: true }
interface Span { span: true }
interface Size { size: true }
type Mood = ${palette.Mood}
declare const given: { ${tried.map((type) => `'${type}': ${type}`).join('; ')} }
declare function sql<T>(texts: TemplateStringsArray, ...values: unknown[]): T
`

/** What it says of each query, whose parameters have those types. */
async function check(folder, file, queries) {
  const texts = queries.map(({ each, types }) => query(each, types))
  await writeFile(join(folder, 'src', `${file}.ts`), [declarations, ...texts].join('\n'))
  const { stdout, stderr } = await run('eslint', ['--format', 'json', `src/${file}.ts`], folder)
  await writeFile(join(folder, `${file}.log`), stdout + stderr)
  const [{ messages }] = JSON.parse(stdout)
  let line = declarations.split('\n').length + 1
  return texts.map((text) => {
    const message = messages.find((each) => each.line === line)
    line += text.split('\n').length
    return answer(message)
  })
}

function query(each, types) {
  const text = rewritten(each, (name) => `\0${name}\0`).replaceAll(/[\\`]/g, '\\$&')
  return `sql\`${text.replaceAll(/\0p(\d+)\0/g, (_, number) => `\${given['${types[number - 1]}']}`)}\``
}

function answer(message) {
  if (message === undefined) return { row: '{}' }
  if (message.fix === undefined) return { refused: message.message }
  return { row: message.fix.text.slice(1, -1) }
}
