import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { readCatalog } from '../../catalog/index.ts'
import { type Blueprint, blueprintKey, blueprintOfFolder, blueprintOfHistory, openScratch } from '../index.ts'
import { emptyFolder } from '../testing-support/folder.ts'

let cache: string

beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), 'rowhouse-scratch-'))
})

beforeEach(() => vi.stubEnv('XDG_CACHE_HOME', cache))

afterEach(() => {
  vi.unstubAllEnvs()
  for (const name of dumps()) rmSync(join(cache, 'rowhouse', name))
})

afterAll(() => rmSync(cache, { recursive: true }))

const people = { name: '1_people', text: 'create table people (id serial primary key, mood text check (mood <> $$$$))' }
const rights = {
  name: '2_rights',
  text: 'insert into people (mood) values ($$good$$); grant select on people to reader',
}
const blueprint = blueprintOfHistory([people, rights], ['reader'])

const dumps = () => readdirSync(join(cache, 'rowhouse')).filter((name) => name.startsWith('scratch-'))

/** Opens a scratch database, counting the migrations that had to run for it. */
async function look(from: Blueprint) {
  let ran = 0
  await using db = await openScratch(from, { onProgress: () => (ran += 1) })
  const moods = await db.many<{ id: number; mood: string }>('select id, mood from people')
  return { ran, moods, catalog: await readCatalog(db) }
}

test('what the migrations make is made once, and the second time it is all there without running one', async () => {
  const first = await look(blueprint)
  const second = await look(blueprint)
  expect(first.ran).toBe(2)
  expect(second).toEqual({ ...first, ran: 0 })
  expect(second.moods).toEqual([{ id: 1, mood: 'good' }])
})

test('a dump that is cut short, or is none, is made anew', async () => {
  await look(blueprint)
  const [dump] = dumps()
  writeFileSync(join(cache, 'rowhouse', dump!), 'nonsense')
  expect((await look(blueprint)).ran).toBe(2)
  expect((await look(blueprint)).ran).toBe(0)
})

test('two that make the same at once do not disturb each other', async () => {
  const [one, other] = await Promise.all([look(blueprint), look(blueprint)])
  expect(other).toEqual(one)
  expect(dumps()).toHaveLength(1)
})

test('a cache that cannot be written costs only time', async () => {
  writeFileSync(join(cache, 'file'), '')
  vi.stubEnv('XDG_CACHE_HOME', join(cache, 'file'))
  expect(await look(blueprint)).toMatchObject({ ran: 2 })
  expect(await look(blueprint)).toMatchObject({ ran: 2 })
})

test('migrations that fail leave nothing in the cache', async () => {
  const broken = blueprintOfHistory([people, { name: '2_wrong', text: 'create table wrong (id nonsense)' }], [])
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    await expect(openScratch(broken)).rejects.toMatchObject({ code: 'MIGRATION_FAILED', facts: { name: '2_wrong' } })
  }
  expect(dumps()).toEqual([])
})

test('a folder and a history with the same names and texts make the same; any other text, order or role does not', async () => {
  await using folder = await emptyFolder()
  for (const { name, text } of [people, rights]) await folder.add(name, text)
  const { migrations } = blueprintOfHistory([people, rights], [])
  expect(blueprintKey(await blueprintOfFolder(folder.path))).toBe(blueprintKey({ migrations }))
  const keys = [
    blueprintOfHistory([people, rights], []),
    blueprintOfHistory([people, rights], ['reader']),
    blueprintOfHistory([people], []),
    blueprintOfHistory([{ ...people, text: `${people.text} ` }, rights], []),
    blueprintOfHistory([{ ...people, name: '1_persons' }, rights], []),
  ].map(blueprintKey)
  expect(new Set(keys).size).toBe(keys.length)
})
