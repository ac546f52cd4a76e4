// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are programs, whose templates are meant
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Library } from './index.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rowhouse-library-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
}

const open = () => Library.open({ folder, sources: [join(folder, 'src')] })

/** The texts that each file sends; a call that is not checked is told by its reason. */
async function texts(library: Library): Promise<Record<string, string[]>> {
  const sources = (await library.read()).filter(({ calls }) => calls.length > 0)
  return Object.fromEntries(
    sources.map(({ path, calls }) => [
      path,
      calls.map((call) => (call.kind === 'query' ? call.text : call.kind === 'unchecked' ? call.reason : call.kind)),
    ]),
  )
}

/** What `src/main.ts` sends when the project holds these files too. */
async function sent(main: string, files: Readonly<Record<string, string>>): Promise<string[] | undefined> {
  write({ 'src/main.ts': main, ...files })
  return (await texts(await open()))['src/main.ts']
}

const both = ['select a', 'select b']

describe('what is imported from the project is known', () => {
  test.each<[string, string, Record<string, string>, string[]]>([
    [
      'a constant',
      "import { text } from './sql.ts'\ndb.one(text)",
      { 'src/sql.ts': "export const text = 'select 1'" },
      ['select 1'],
    ],
    [
      'a fragment under another name, by the ending that JavaScript will have',
      "import { text as t } from './deep/sql.js'\ndb.one(`${t} where x`)",
      { 'src/deep/sql.ts': "const text = 'select 1'\nexport { text }" },
      ['select 1 where x'],
    ],
    [
      'a fragment without an ending',
      "import { text } from './sql'\ndb.one(text)",
      { 'src/sql.tsx': "export const text = 'select 1'" },
      ['select 1'],
    ],
    [
      'the index of a folder, through two re-exports',
      "import { text } from './sql'\ndb.one(text)",
      {
        'src/sql/index.ts': "export * from './other.ts'\nexport { inner as text } from './texts.ts'",
        'src/sql/other.ts': '',
        'src/sql/texts.ts': "export { deepest as inner } from '../deepest.mts'",
        'src/deepest.mts': "export const deepest = 'select 1'",
      },
      ['select 1'],
    ],
    [
      'what a star exports',
      "import { text } from './index.ts'\ndb.one(text)",
      { 'src/index.ts': "export * from './sql.ts'", 'src/sql.ts': "export const text = 'select 1'" },
      ['select 1'],
    ],
    [
      'a default export',
      "import text from './sql.ts'\nimport other from './other.ts'\ndb.one(text); db.one(other)",
      {
        'src/sql.ts': "export default 'select 1'",
        'src/other.ts': "const x = 'select 2'\nexport default x",
      },
      ['select 1', 'select 2'],
    ],
    [
      'a module as a whole',
      "import * as sql from './sql.ts'\ndb.one(sql.text); db.one(sql.deep.text)",
      { 'src/sql.ts': "export const text = 'select 1'\nexport const deep = { text: 'select 2' } as const" },
      ['select 1', 'select 2'],
    ],
    [
      'a constant object and its keys',
      "import { orders } from './orders.ts'\nconst f = (by: keyof typeof orders) => db.one(`select ${orders[by]}`)",
      { 'src/orders.ts': "export const orders = { x: 'a', y: 'b' } as const satisfies Record<string, string>" },
      both,
    ],
    [
      'a union',
      "import type { Column } from './types.ts'\nconst f = (by: Column) => db.one(`select ${by}`)",
      {
        'src/types.ts': "import { C } from './more.ts'\nexport type Column = C | 'b'",
        'src/more.ts': "export type C = 'a'",
      },
      both,
    ],
    [
      'a union of the elements of an array there',
      "import { type Column } from './types.ts'\nconst f = (by: Column) => db.one(`select ${by}`)",
      { 'src/types.ts': "const columns = ['a', 'b'] as const\nexport type Column = (typeof columns)[number]" },
      both,
    ],
    [
      'an interface',
      "import { type Options } from './types.ts'\nconst f = ({ by }: Options) => db.one(`select ${by}`)",
      { 'src/types.ts': "export interface Options { by: 'a' | 'b' }" },
      both,
    ],
    [
      'an enum, by member and as a type',
      "import { E } from './e.ts'\nconst f = (e: E) => { db.one(`select ${e}`); db.one(`select 1 ${E.A}`) }",
      { 'src/e.ts': "export enum E { A = 'a', B = 'b' }" },
      [...both, 'select 1 a'],
    ],
    [
      'a path of tsconfig.json',
      "import { text } from '@sql/all'\ndb.one(text)",
      {
        'tsconfig.json':
          '{ // paths\n "compilerOptions": { "paths": { "@sql/*": ["./lib/*", "./src/sql/*.ts"], }, },\n}',
        'src/sql/all.ts': "export const text = 'select 1'",
      },
      ['select 1'],
    ],
    [
      'a file outside the folders of sources',
      "import { text } from '../shared/sql.ts'\ndb.one(text)",
      { 'shared/sql.ts': "export const text = 'select 1'" },
      ['select 1'],
    ],
  ])('%s', async (_, main, files, expected) => {
    expect(await sent(main, files)).toEqual(expected)
  })
})

describe('what is imported is not known', () => {
  test.each<[string, Record<string, string>]>([
    ['from a package', {}],
    ['from a file that is not there', { 'src/other.ts': '' }],
    ['from a file that does not parse', { 'src/sql.ts': "export const text = 'select 1" }],
    ['when it may change', { 'src/sql.ts': "export let text = 'select 1'" }],
    ['when it is not exported', { 'src/sql.ts': "const text = 'select 1'" }],
    ['when two files export it from each other', { 'src/sql.ts': "export { text } from './main.ts'" }],
    [
      'when two constants are made of each other',
      {
        'src/sql.ts': "import { other } from './other.ts'\nexport const text = `${other}`",
        'src/other.ts': "import { text } from './sql.ts'\nexport const other = `${text}`",
      },
    ],
    [
      'when stars lead in a circle',
      { 'src/sql.ts': "export * from './star.ts'", 'src/star.ts': "export * from './sql.ts'" },
    ],
  ])('%s', async (_, files) => {
    const from = Object.keys(files).length === 0 ? 'sql' : './sql.ts'
    const main = `import { text } from '${from}'\nexport { text }\ndb.one(text)`
    expect(await sent(main, files)).toEqual([expect.stringContaining('known only at run time')])
  })
})

test('an error in what is imported is placed where it is used', async () => {
  write({
    'src/main.ts': "import { text } from './sql.ts'\n\ndb.one(`${text} x`)",
    'src/sql.ts': "export const text = 'select bad'",
  })
  const [source] = await (await open()).read()
  expect(source?.calls).toMatchObject([{ kind: 'query', text: 'select bad x', places: expect.arrayContaining([43]) }])
})

describe('a library that stays open', () => {
  test('reads a changed file and those that import from it, and keeps the others as they are', async () => {
    write({
      'src/main.ts': "import { text } from './index.ts'\ndb.one(text)",
      'src/index.ts': "export * from './sql.ts'",
      'src/sql.ts': "export const text = 'select 1'",
      'src/other.ts': "db.one('select 2')",
    })
    const library = await open()
    const before = await library.read()
    write({ 'src/sql.ts': "export const text = 'select 9'" })
    const after = await library.read()
    const kept = before.filter((source) => after.includes(source)).map(({ path }) => path)
    expect(kept).toEqual(['src/index.ts', 'src/other.ts'])
    expect(await texts(library)).toMatchObject({ 'src/main.ts': ['select 9'] })
  })

  test('sees a file that was missing, is broken, mended, and gone', async () => {
    write({ 'src/main.ts': "import { text } from './sql.ts'\ndb.one(text)" })
    const library = await open()
    const seen = async () => (await texts(library))['src/main.ts']![0]!.slice(0, 8)
    expect(await seen()).toBe('`text` i')
    write({ 'src/sql.ts': "export const text = 'select 1'" })
    expect(await seen()).toBe('select 1')
    write({ 'src/sql.ts': "export const text = 'select 1" })
    expect(await seen()).toBe('`text` i')
    write({ 'src/sql.ts': "export const text = 'select 2'" })
    expect(await seen()).toBe('select 2')
    rmSync(join(folder, 'src/sql.ts'))
    expect(await seen()).toBe('`text` i')
  })

  test('sees a change that neither the size nor the time of the file tells', async () => {
    write({ 'src/main.ts': "db.one('select 1')" })
    const library = await open()
    const then = new Date()
    utimesSync(join(folder, 'src/main.ts'), then, then)
    await library.read()
    write({ 'src/main.ts': "db.one('select 2')" })
    utimesSync(join(folder, 'src/main.ts'), then, then)
    expect(await texts(library)).toEqual({ 'src/main.ts': ['select 2'] })
  })

  test('does not look for queries in what was generated', async () => {
    write({ 'src/generated/src/a.ts': "// Written by `rowhouse generate` from src/a.ts.\ndb.one('select 1')" })
    expect(await texts(await open())).toEqual({})
  })
})

test('a byte order mark, CRLF, and a file of two megabytes are read', async () => {
  const padding = `export const x = [${"'0123456789',\n".repeat(150_000)}]\n`
  write({ 'src/bom.ts': '\ufeffdb.one(`select\r\n 1`)\r\n', 'src/huge.cts': `${padding}db.one('select 2')` })
  expect(await texts(await open())).toEqual({ 'src/bom.ts': ['select\n 1'], 'src/huge.cts': ['select 2'] })
})
