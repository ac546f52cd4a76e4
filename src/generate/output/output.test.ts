import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import { compareFiles, type GeneratedFile, renderQueries, renderTables, type TypedQuery, writeFiles } from './index.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rowhouse-output-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

const layout = () => ({ folder, generated: join(folder, 'src/generated') })

const column = (name: string, type: string, nullable = false) => ({ name, type, nullable })

const dollar = '$'

const queries: readonly TypedQuery[] = [
  {
    file: 'src/people.ts',
    line: 4,
    text: 'select id, name, data from people where id = $1',
    columns: [column('id', 'number'), column('name', 'string', true), column('data', 'JsonValue')],
    params: [column('id', 'number')],
  },
  {
    file: 'src/people.ts',
    line: 12,
    text: `update people\r\nset name = 'a\\b\`c${dollar}{d}'`,
    columns: [],
    params: [],
  },
  {
    file: 'src/people.ts',
    line: 20,
    text: 'select id from people order by id',
    columns: [column('id', 'number')],
    params: [],
  },
  {
    file: 'src/people.ts',
    line: 20,
    text: 'select id from people order by name',
    columns: [column('id', 'number')],
    params: [],
  },
  {
    file: 'src/deep/sets.ts',
    line: 1,
    text: 'select sets as "the sets" from plans where "class" = $1',
    columns: [column('the sets', "import('./src/types.ts').PlannedSet[]")],
    params: [column('class', 'string', true)],
  },
]

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

/** The compiler's errors in a project with these sources and the generated files, as `file(line): message`. */
function compile(sources: Readonly<Record<string, string>>): string[] {
  const root = resolve(import.meta.dirname, '../../..')
  const compilerOptions = {
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  }
  write({
    ...sources,
    'package.json': '{"type":"module"}',
    'tsconfig.json': JSON.stringify({ compilerOptions, include: ['src'] }),
  })
  if (!existsSync(join(folder, 'node_modules'))) {
    mkdirSync(join(folder, 'node_modules'))
    symlinkSync(root, join(folder, 'node_modules/rowhouse'))
  }
  try {
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
      encoding: 'utf8',
      cwd: folder,
    })
    return []
  } catch (error) {
    const { stdout } = error as { stdout: string }
    return stdout
      .split('\n')
      .flatMap((line) => /^([^(]+\(\d+),\d+\): error \w+: (.*)$/.exec(line)?.slice(1).join('): ') ?? [])
  }
}

describe('the files', () => {
  test('are one per source file, readable, and the same every time', () => {
    const files = renderQueries(queries, layout())
    expect(files.map(({ path }) => path)).toEqual(['src/deep/sets.ts', 'src/people.ts'])
    expect(renderQueries(queries.toReversed(), layout())).toEqual(files)
    expect(
      files[0]!.content,
    ).toBe(`// Written by \`rowhouse generate\` from src/deep/sets.ts. Run it again instead of editing this.
import 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    ['select sets as "the sets" from plans where "class" = $1']: {
      row: { 'the sets': import('../../../types.ts').PlannedSet[] }
      params: readonly [_class: string | null]
    }
  }
}
`)
  })

  test('are written once, replaced when they differ, removed when their source is gone, and others are left alone', async () => {
    const generated = join(folder, 'generated')
    const files = renderQueries(queries, layout())
    expect(await compareFiles(generated, files)).toEqual({
      written: ['src/deep/sets.ts', 'src/people.ts'],
      removed: [],
    })
    await writeFiles(generated, files)
    expect(await writeFiles(generated, files)).toEqual({ written: [], removed: [] })
    write({ 'generated/mine.ts': 'export const mine = 1\n' })
    const changed = files.slice(0, 1).map((file): GeneratedFile => ({ ...file, content: `${file.content}// more\n` }))
    expect(await writeFiles(generated, changed)).toEqual({ written: ['src/deep/sets.ts'], removed: ['src/people.ts'] })
    expect(readdirSync(generated).sort()).toEqual(['mine.ts', 'src'])
    expect(readFileSync(join(generated, 'src/deep/sets.ts'), 'utf8')).toContain('// more')
  })
})

test('the compiler knows rows and parameters by the text, and refuses what is wrong', async () => {
  await writeFiles(join(folder, 'src/generated'), renderQueries(queries, layout()))
  const errors = compile({
    'src/types.ts': 'export interface PlannedSet { reps: number }\n',
    'src/fine.ts': `
      import { connect, type JsonValue, type Queryable } from 'rowhouse'
      const db = await connect()
      const person = await db.one('select id, name, data from people where id = $1', [1])
      export const id: number = person.id
      export const name: string | null = person.name
      export const data: JsonValue = person.data
      export const sorted = (handle: Queryable, by: 'id' | 'name') => handle.many(\`select id from people order by \${by}\`)
      export const reps = (await db.many('select sets as "the sets" from plans where "class" = $1', [null])).map((row) => row['the sets'][0]?.reps)
      export const touched: number = await db.execute("update people\\r\\nset name = 'a\\\\b\`c\${d}'")
      export const unknown = (await db.queryUnsafe('select 1')).rows
      await db.transaction((tx) => tx.transaction((inner) => inner.maybeOne('select id, name, data from people where id = $1', [2])))
      for await (const row of db.stream('select id from people order by id', [], { batchSize: 5 })) console.log(row.id)
    `,
    'src/wrong.ts': `import { connect, type Queryable } from 'rowhouse'
const db = await connect()
await db.one('select id, name, data from people where id = $1', ['x'])
await db.one('select id, name, data from people where id = $1')
await db.many('select id from people order by id', [1])
await db.many('select something else')
export const sorted = (handle: Queryable, by: string) => handle.many(\`select id from people order by \${by}\`)
export const name: string = (await db.one('select id, name, data from people where id = $1', [1])).name
`,
  })
  const unregistered = (text: string) => `is not assignable to parameter of type '"${text}`
  expect(errors.map((error) => error.split('): ')[0])).toEqual([3, 4, 5, 6, 7, 8].map((line) => `src/wrong.ts(${line}`))
  expect(errors[3]).toContain(unregistered('this query has no type yet: run `rowhouse generate`'))
  expect(errors[4]).toContain(`\`select id from people order by ${dollar}{string}\``)
})

test('without generated files rows are annotated by hand', () => {
  const errors = compile({
    'src/a.ts': `import { connect } from 'rowhouse'
      const db = await connect()
      export const n: number = (await db.one<{ n: number }>('select 1 as n')).n`,
  })
  expect(errors).toEqual([])
})

test.each(engines)('tables are described with what is read, inserted and updated, on $name', async ({ open }) => {
  await using db = await open()
  await db.script(`
    create table "People" (
      id int generated always as identity primary key,
      name text not null,
      "nick name" text,
      since date not null default current_date,
      shout text generated always as (upper(name)) stored);
    create view loud as select shout from "People";
    create schema app;
    create table app.settings (key text primary key, value jsonb not null)`)
  const types = new Map([
    ['id', column('id', 'number')],
    ['value', column('value', 'JsonValue')],
  ])
  const typeColumns = async (text: string) =>
    (await db.describe(text)).columns.map(
      ({ name }) => types.get(name) ?? column(name, 'string', name !== 'name' && name !== 'since'),
    )
  const { path, content } = await renderTables(db, ['public', 'app'], typeColumns, layout())
  expect(path).toBe('tables.ts')
  expect(content).toBe(`// Written by \`rowhouse generate\` from the migrations. Run it again instead of editing this.
import type { JsonValue } from 'rowhouse'

declare module 'rowhouse' {
  interface Tables {
    People: {
      row: { id: number; name: string; 'nick name': string | null; since: string; shout: string | null }
      insert: { name: string; 'nick name'?: string | null; since?: string }
      update: { name?: string; 'nick name'?: string | null; since?: string }
    }
    'app.settings': {
      row: { key: string | null; value: JsonValue }
      insert: { key: string | null; value: NonNullable<JsonValue> }
      update: { key?: string | null; value?: NonNullable<JsonValue> }
    }
    loud: {
      row: { shout: string | null }
      insert: Record<never, never>
      update: Record<never, never>
    }
  }
}
`)
})
