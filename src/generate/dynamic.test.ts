// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are programs, whose templates are meant
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeFiles } from '../cli/testing-support/command.ts'
import { loadConfig } from '../config/index.ts'
import { type Generation, generate, isWrong } from './index.ts'

// What users write, generated and compiled by the real compiler: each program in a file of its own.
const programs: Readonly<Record<string, string>> = {
  constant: "const sql = 'select id from people'\nexport const f = (db: Queryable) => db.many(sql)",
  asConst: 'const sql = `select id from ${"people"}` as const\nexport const f = (db: Queryable) => db.many(sql)',
  imported: "import { from } from './fragments.js'\nexport const f = (db: Queryable) => db.many(`select id ${from}`)",
  module: "import * as sql from './fragments.js'\nexport const f = (db: Queryable) => db.many(`select id ${sql.from}`)",
  enumMember:
    "import { Order } from './fragments.js'\nexport const f = (db: Queryable) => db.many(`select id from people order by ${Order.Name}`)",
  enumType:
    "import { Order } from './fragments.js'\nexport const f = (db: Queryable, by: Order) => db.many(`select id from people order by ${by}`)",
  importedUnion:
    "import type { Column } from './fragments.js'\nexport const f = (db: Queryable, by: Column) => db.many(`select id from people order by ${by}`)",
  keys: "import { columns } from './fragments.js'\nexport const f = (db: Queryable, by: keyof typeof columns) => db.many(`select id from people order by ${columns[by]}`)",
  satisfied:
    "const by = { name: 'name', id: 'id desc' } as const satisfies Record<string, string>\nexport const f = (db: Queryable, k: keyof typeof by) => db.many(`select id from people order by ${by[k]}`)",
  ternary:
    "export const f = (db: Queryable, up: boolean) => db.many(`select id from people order by id ${up ? 'asc' : 'desc'}`)",
  twice: "export const f = (db: Queryable, c: 'id' | 'name') => db.many(`select ${c} from people group by ${c}`)",
  thrice:
    "export const f = (db: Queryable, c: 'id' | 'name' | 'email') => db.many(`select ${c} from people where ${c} is not null order by ${c}`)",
  twiceWithParameter:
    "export const f = (db: Queryable, c: 'id' | 'name') => db.many(`select max(${c}) as m from people where email = $1 group by ${c}`, ['x'])",
  method:
    "export class People { constructor(private readonly db: Queryable) {}\n find() { return this.db.one('select id from people where id = $1', [1]) } }",
  optional: "export const f = (db?: Queryable) => db?.one('select id from people')",
  transaction: "export const f = (db: Queryable) => db.transaction((tx) => tx.query('select name from people'))",
  // These are not checked, or found and yet refused by the compiler: the text has the type `string`.
  joined:
    "const columns = ['id', 'name'] as const\nexport const f = (db: Queryable) => db.many(`select ${columns.join(', ')} from people`)",
  objectKeys:
    "import { columns } from './fragments.js'\nexport const f = (db: Queryable) => db.many(`select ${Object.keys(columns)[0]} from people`)",
  raw: 'export const f = (db: Queryable) => db.many(String.raw`select id from people`)',
  sum: "export const f = (db: Queryable) => db.many('select id ' + 'from people')",
  anyString: 'export const f = (db: Queryable, by: string) => db.many(`select id from people order by ${by}`)',
  destructured: "export const f = ({ one }: Queryable) => one('select 1 as destructured')",
}
const refused = ['anyString', 'destructured', 'joined', 'objectKeys', 'raw', 'sum']

const fragments = `
export const from = 'from people'
export const columns = { id: 'id', name: 'name' } as const
export type Column = keyof typeof columns
export enum Order { Name = 'name', Id = 'id' }`

let folder: string
let generation: Generation

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rowhouse-dynamic-'))
  const header = "import type { Queryable } from 'rowhouse'\n"
  const sources = Object.entries(programs).map(([name, text]) => [`src/${name}.ts`, `${header}${text}\n`])
  writeFiles(folder, {
    'migrations/1_people/up.sql': 'create table people (id int primary key, name text not null, email text);',
    ...Object.fromEntries(sources),
    'src/fragments.ts': fragments,
    'package.json': '{ "type": "module" }',
    'tsconfig.json': JSON.stringify({ compilerOptions, include: ['src'] }),
  })
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(root, join(folder, 'node_modules/rowhouse'))
  generation = await generate(await loadConfig(folder))
})

afterAll(() => rmSync(folder, { recursive: true }))

const root = resolve(import.meta.dirname, '../..')
const compilerOptions = {
  target: 'es2023',
  module: 'nodenext',
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  customConditions: ['rowhouse:source'],
  allowImportingTsExtensions: true,
  lib: ['es2023', 'es2024.string', 'esnext.disposable'],
  types: ['node'],
  typeRoots: [join(root, 'node_modules/@types')],
}

/** The programs that the compiler refuses. */
async function refusedByCompiler(): Promise<string[]> {
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', folder], { cwd: folder }).catch(
    (error: { readonly stdout: string }) => error,
  )
  return [...new Set([...stdout.matchAll(/^src\/(\w+)\.ts\(/gm)].map(([, name]) => name!))].toSorted()
}

const fileNames = (places: readonly { readonly file: string }[]) => [
  ...new Set(places.map(({ file }) => file.replace(/^src\/|\.ts$/g, ''))),
]

describe('what users write', () => {
  test('is compiled when its text is a literal to the compiler too, and refused when it is a string', async () => {
    expect(generation.analysis.queries.filter(isWrong)).toEqual([])
    expect(await refusedByCompiler()).toEqual(refused)
  })

  test('is found, or told as not checked, or is no call on a database', () => {
    const { queries, unchecked } = generation.analysis
    expect(fileNames(unchecked)).toEqual(['anyString', 'joined', 'objectKeys', 'raw'])
    const neither = [...fileNames(queries), ...fileNames(unchecked)]
    expect(Object.keys(programs).filter((name) => !neither.includes(name))).toEqual(['destructured'])
  })
})

test('a text that no call sends is registered as answering nothing, unless another call does send it', () => {
  const file = join(folder, 'src/generated/src/twice.ts')
  const text = readFileSync(file, 'utf8')
  expect(text).toContain(`    /** Never sent, since a variable has one value. */
    ['select id from people group by name']: {
      row: never
      params: readonly []
    }`)
  expect(text).toContain(`['select id from people group by id']: {\n      row: { id: number }`)
})
