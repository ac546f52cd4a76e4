import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { cacheFolder, keepCached, keyOf, ownVersion, readCached } from './index.ts'

let home: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'rowhouse-cache-'))
  vi.stubEnv('XDG_CACHE_HOME', home)
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(home, { recursive: true })
})

const bytes = (text: string) => new TextEncoder().encode(text)
const read = async (name: string) => {
  const content = await readCached(name)
  return content && new TextDecoder().decode(content)
}

test('what is kept is read again, and what was not kept is nothing', async () => {
  expect(await read('words-1')).toBeUndefined()
  await keepCached('words-1', bytes('one'))
  await keepCached('words-2', bytes(''))
  expect([await read('words-1'), await read('words-2')]).toEqual(['one', ''])
})

test.each([
  ['cut short', (file: Buffer) => file.subarray(0, file.length - 1)],
  ['empty', () => Buffer.alloc(0)],
  ['changed', (file: Buffer) => Buffer.from(file).fill('x', file.length - 1)],
])('a file that is %s is nothing', async (_, spoil) => {
  await keepCached('words-1', bytes('one'))
  const file = join(cacheFolder(), 'words-1')
  writeFileSync(file, spoil(readFileSync(file)))
  expect(await read('words-1')).toBeUndefined()
})

test('a folder that cannot be made costs nothing but the cache', async () => {
  writeFileSync(join(home, 'rowhouse'), 'a file where the folder should be')
  await keepCached('words-1', bytes('one'))
  expect(await read('words-1')).toBeUndefined()
})

test('the 20 that were used last stay, and what a killed process left aside goes', async () => {
  mkdirSync(cacheFolder(), { recursive: true })
  const old = (name: string, hours: number) => {
    const then = Date.now() / 1000 - hours * 3600
    utimesSync(join(cacheFolder(), name), then, then)
  }
  for (let number = 1; number <= 20; number += 1) {
    await keepCached(`words-${number}`, bytes('x'))
    old(`words-${number}`, 100 - number)
  }
  for (const name of ['words-99.killed.new', 'words-98.writing.new', 'other-1']) {
    writeFileSync(join(cacheFolder(), name), '')
  }
  old('words-99.killed.new', 2)
  old('other-1', 999)
  await read('words-1')
  await keepCached('words-21', bytes('x'))
  const names = readdirSync(cacheFolder())
  expect(names).toHaveLength(22)
  expect(names).toEqual(expect.arrayContaining(['words-1', 'words-21', 'words-98.writing.new', 'other-1']))
  expect(names).not.toContain('words-2')
})

test('writers at the same time leave one whole entry', async () => {
  const contents = Array.from({ length: 10 }, (_, index) => String(index).repeat(1_000_000))
  await Promise.all(contents.map((content) => keepCached('words-1', bytes(content))))
  expect(contents).toContain(await read('words-1'))
  expect(readdirSync(cacheFolder())).toEqual(['words-1'])
})

test('other parts, also in another order or divided otherwise, have another key', () => {
  const keys = [keyOf('a', 'b'), keyOf('b', 'a'), keyOf('ab'), keyOf(['a', 'b']), keyOf('a', 'b', ''), keyOf()]
  expect(new Set(keys).size).toBe(keys.length)
  expect(keyOf('a', 'b')).toBe(keys[0])
})

test('the version is a hash, the same each time', () => {
  expect(ownVersion()).toMatch(/^[0-9a-f]{64}$/)
  expect(ownVersion()).toBe(ownVersion())
})
