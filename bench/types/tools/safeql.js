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
  const trials = cases.flatMap((each) => each.params.flatMap((_, at) => tried.map((type) => ({ each, at, type }))))
  const outcomes = await check(
    folder,
    'trials',
    trials.map(({ each, at, type }) => ({
      each,
      types: each.params.map((_, index) => (index === at ? type : 'null')),
    })),
  )
  const taken = trials.filter((_, index) => outcomes[index].refused === undefined)
  const takenBy = cases.map((each) =>
    each.params.map((_, at) => taken.filter((trial) => trial.each === each && trial.at === at).map(({ type }) => type)),
  )
  const rows = await check(
    folder,
    'rows',
    cases.map((each, index) => ({
      each,
      types: each.params.map(({ type }, at) => preferred(takenBy[index][at], type)),
    })),
  )
  return new Map(cases.map(({ id }, index) => [id, { ...rows[index], params: paramsOf(takenBy[index]) }]))
}

function preferred(taken, type) {
  return taken.includes(type) ? type : (taken[0] ?? 'null')
}

function paramsOf(taken) {
  const union = (types) => types.map((type) => palette[type] ?? type).join(' | ') || 'never'
  return `{ ${taken.map((types, at) => `p${at + 1}: ${union(types)}`).join('; ')} }`
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
