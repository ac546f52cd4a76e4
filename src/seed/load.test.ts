import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadSeeds } from './index.ts'

let folder: string

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'rowhouse-seeds-')))
})

afterEach(() => rm(folder, { recursive: true }))

async function write(name: string, text: string): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, text)
  return file
}

const sound = `export default { kind: 'reference', table: 'levels', key: ['id'], rows: () => [{ id: 1 }] }`

test('seeds are the files of the folder, by name in the order of their numbers', async () => {
  await write('10_exercises.mjs', sound)
  await write('2_levels.mjs', sound)
  await write('colours.js', sound)
  await write('1.mjs', sound)
  await write('notes.md', 'not a seed')
  await write('types.d.ts', 'export {}')
  await mkdir(join(folder, 'shared'))

  const seeds = await loadSeeds(folder)

  expect(seeds.map(({ name }) => name)).toEqual(['1', 'levels', 'exercises', 'colours'])
  expect(seeds[1]).toMatchObject({ file: join(folder, '2_levels.mjs'), seed: { table: 'levels' } })
})

test('a TypeScript seed imports rowhouse and its neighbours', async () => {
  await mkdir(join(folder, 'shared'))
  await write('shared/names.ts', `export const names: readonly string[] = ['Push', 'Pull']`)
  await write(
    '10_categories.ts',
    `import { defineSeed } from 'rowhouse/seed'
     import { names } from './shared/names.ts'
     interface Category { name: string }
     export default defineSeed<Category>({
       kind: 'reference', table: 'categories', key: ['name'], rows: () => names.map((name) => ({ name })),
     })`,
  )
  const [categories] = await loadSeeds(folder)
  expect(categories).toMatchObject({ name: 'categories', seed: { kind: 'reference', table: 'categories' } })
})

test.each([
  ['export const a = 1', 'has no default export; write `export default defineSeed({ … })`'],
  ['export default {}', `has a wrong "kind": it should be 'reference', 'sample' or 'volume'`],
  [sound.replace('reference', 'demo'), 'has a wrong "kind"'],
  [sound.replace('table', 'tabel'), 'has the unknown key "tabel"; did you mean "table"?'],
  [sound.replace(`key: ['id']`, `key: []`), 'has a wrong "key": it should be an array of the columns'],
  [sound.replace(`key: ['id'],`, ''), 'has no "key"; give "table" and "key", or "write"'],
  [sound.replace('rows: () =>', 'rows:'), 'has a wrong "rows": it should be a function'],
  [sound.replace('kind', 'batchSize: 0, kind'), 'has a wrong "batchSize": it should be a whole number above 0'],
  [sound.replace('kind', `dependsOn: 'a', kind`), 'has a wrong "dependsOn": it should be an array of names of seeds'],
  [sound.replace('kind', 'write: () => 1, kind'), 'has both "write" and "table"; keep one of them'],
  [`throw new Error('out of coffee')`, 'cannot be loaded: out of coffee'],
])('what is no seed is refused by file: %s', async (text, problem) => {
  const file = await write('10_levels.mjs', text)
  await expect(loadSeeds(folder)).rejects.toMatchObject({
    code: 'SEED_INVALID',
    message: expect.stringContaining(`${file} ${problem}`),
    facts: { file },
  })
})

test('two files of one name are refused, and so is a folder that is not there', async () => {
  await write('1_a.mjs', sound)
  await write('2_a.mjs', sound)
  await expect(loadSeeds(folder)).rejects.toThrow(/1_a\.mjs and .*2_a\.mjs have the same name "a"; rename one/)
  await expect(loadSeeds(join(folder, 'none'))).rejects.toMatchObject({
    code: 'SEED_INVALID',
    message: expect.stringContaining('cannot be read; create it with a first seed such as'),
  })
})
