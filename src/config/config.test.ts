import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadConfig, nearest, projectFolder } from './index.ts'

let folder: string

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'rowhouse-config-')))
})

afterEach(() => rm(folder, { recursive: true }))

async function write(name: string, text: string): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, text)
  return file
}

describe('finding the configuration', () => {
  test('without a file the defaults hold, from the folder where the search began', async () => {
    expect(await loadConfig(folder)).toEqual({
      folder,
      migrations: join(folder, 'migrations'),
      schema: join(folder, 'schema.sql'),
      seeds: join(folder, 'seeds'),
      sources: [join(folder, 'src')],
      generated: join(folder, 'src/generated'),
      columnTypes: {},
      verify: { ignore: {} },
    })
  })

  test('a file is found from any folder below it, and its paths start at its own folder', async () => {
    const file = await write(
      'rowhouse.config.mjs',
      `export default { migrations: 'db/migrations', seeds: '/srv/seeds' }`,
    )
    const below = join(folder, 'src/deep')
    await mkdir(below, { recursive: true })

    const project = await loadConfig(below)

    expect(project).toMatchObject({ folder, file, migrations: join(folder, 'db/migrations'), seeds: '/srv/seeds' })
    expect(projectFolder(below)).toBe(folder)
  })

  test('the nearest file wins', async () => {
    await write('rowhouse.config.mjs', `export default { seeds: 'outer' }`)
    const inner = join(folder, 'apps/one')
    await mkdir(inner, { recursive: true })
    await write('apps/one/rowhouse.config.mjs', `export default { seeds: 'inner' }`)
    expect((await loadConfig(inner)).seeds).toBe(join(inner, 'inner'))
  })

  test('an embedded database in a relative folder lies beside the file, and other targets stay as they are', async () => {
    await write('rowhouse.config.mjs', `export default { database: 'pglite:./data' }`)
    expect((await loadConfig(folder)).database).toBe(`pglite:${join(folder, 'data')}`)
    await mkdir(join(folder, 'other'))
    await write('other/rowhouse.config.mjs', `export default { database: 'pglite:memory' }`)
    expect((await loadConfig(join(folder, 'other'))).database).toBe('pglite:memory')
  })
})

describe('a TypeScript configuration', () => {
  test('imports rowhouse and its doors as the package that is running, though none is installed beside it', async () => {
    await write(
      'rowhouse.config.ts',
      `import { defineConfig } from 'rowhouse'
       import { defineSeed } from 'rowhouse/seed'
       const seeds: string = typeof defineSeed
       export default defineConfig({ seeds })`,
    )
    expect((await loadConfig(folder)).seeds).toBe(join(folder, 'function'))
  })

  test('may import its neighbours', async () => {
    await write('names.ts', `export const names: readonly string[] = ['public', 'app']`)
    await write('rowhouse.config.ts', `import { names } from './names.ts'\nexport default { schemas: names }`)
    expect((await loadConfig(folder)).schemas).toEqual(['public', 'app'])
  })
})

describe('refusing what is wrong', () => {
  test.each([
    [`export default { migration: 'x' }`, 'has the unknown key "migration"; did you mean "migrations"?'],
    [
      `export default { colour: 'x' }`,
      'has the unknown key "colour"; the keys are database, migrations, schema, seeds, ',
    ],
    [`export default { toString: 'x' }`, 'has the unknown key "toString"; the keys are '],
    [`export default { seeds: 7 }`, 'has a wrong "seeds": it should be a string that is not empty'],
    [`export default { seeds: '' }`, 'has a wrong "seeds": it should be a string that is not empty'],
    [`export default { sources: 'src' }`, 'has a wrong "sources": it should be an array of strings that are not empty'],
    [`export default { columnTypes: { a: 1 } }`, 'has a wrong "columnTypes": it should be an object whose values are'],
    [`export const config = {}`, 'has no default export; write `export default defineConfig({ … })`'],
    [`export default () => ({})`, 'has no default export'],
    [`throw new Error('out of coffee')`, 'cannot be loaded: out of coffee'],
    [`export default {`, 'cannot be loaded: '],
  ])('%s', async (text, problem) => {
    for (const name of ['rowhouse.config.mjs', 'rowhouse.config.ts']) {
      const file = await write(name, text)
      await expect(loadConfig(folder)).rejects.toMatchObject({
        code: 'INVALID_CONFIG',
        message: expect.stringContaining(`${file} ${problem}`),
        facts: { file },
      })
    }
  })
})

test('the nearest name is found whatever its case, and nothing when none is near', () => {
  expect(nearest('Nmae', ['id', 'name', 'level'])).toBe('name')
  expect(nearest('EMAIL', ['id', 'email'])).toBe('email')
  expect(nearest('colour', ['id', 'name'])).toBeUndefined()
  expect(nearest('x', [])).toBeUndefined()
})
