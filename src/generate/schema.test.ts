import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createOnServer } from '../../test/support/databases.ts'
import { loadConfig, type Project } from '../config/index.ts'
import { connect } from '../database/index.ts'
import { type AnalyseProgress, type Generation, generate, isWrong } from './index.ts'

let cache: string
let folder: string

beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), 'rowhouse-cache-'))
})

afterAll(() => rmSync(cache, { recursive: true }))

beforeEach(() => {
  vi.stubEnv('XDG_CACHE_HOME', cache)
  for (const name of entries()) rmSync(join(cache, 'rowhouse', name))
  folder = mkdtempSync(join(tmpdir(), 'rowhouse-schema-'))
  write({
    'migrations/1_people/up.sql': 'create table people (id int primary key, data jsonb not null);',
    'src/people.ts': "db.one('select data from people'); db.one('select dta from people')",
  })
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

function entries(): string[] {
  const kept = join(cache, 'rowhouse')
  return existsSync(kept) ? readdirSync(kept).filter((name) => !name.startsWith('pglite-')) : []
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
}

/** Generates, and tells what had to be done for it: `migrate 1_people` and `analyse 2` for two texts that were asked. */
async function run(changes: Partial<Project> = {}, url?: string): Promise<Generation & { did: string[] }> {
  const did: string[] = []
  const onProgress = ({ phase, name, done, total }: AnalyseProgress) => {
    if (phase === 'migrate') did.push(`migrate ${name}`)
    else if (done === total) did.push(`analyse ${total}`)
  }
  const project = { ...(await loadConfig(folder)), ...changes }
  return { ...(await generate(project, { onProgress, ...(url !== undefined && { url }) })), did }
}

const all = ['migrate 1_people', 'analyse 2']

test('the second run does nothing and answers the same, wrong queries with their places', async () => {
  const first = await run()
  rmSync(join(folder, 'src/generated'), { recursive: true })
  const second = await run()
  expect(first.did).toEqual(all)
  expect(second).toEqual({ ...first, did: [] })
  expect(second.analysis.queries.map(isWrong)).toEqual([false, true])
})

test('only a text that is new is asked, of the database that was kept', async () => {
  await run()
  write({ 'src/new.ts': "db.one('select id from people')" })
  expect((await run()).did).toEqual(['analyse 1'])
})

test('what an answer follows from leads to another answer when it changes', async () => {
  await run()
  const columnTypes = { 'people.data': '{ name: string }' }
  expect(await run({ columnTypes })).toMatchObject({
    did: ['analyse 2'],
    analysis: { queries: [{ columns: [{ type: '{ name: string }' }] }, {}] },
    changes: { written: ['src/people.ts', 'tables.ts'] },
  })
  expect((await run({ schemas: ['app'] })).changes.written).toEqual(['src/people.ts', 'tables.ts'])
  write({ 'migrations/1_people/up.sql': 'create table people (id int primary key, data text, dta text);' })
  const { did, analysis } = await run()
  expect(did).toEqual(all)
  expect(analysis.queries).toMatchObject([{ columns: [{ type: 'string', nullable: true }] }, { columns: [{}] }])
})

test('a cache that is spoiled is no cache', async () => {
  const first = await run()
  for (const name of entries()) writeFileSync(join(cache, 'rowhouse', name), '[]')
  expect(await run()).toEqual({ ...first, changes: { written: [], removed: [] } })
})

test('several at once, with nothing kept yet, answer the same', async () => {
  const runs = await Promise.all([run(), run(), run()])
  for (const { analysis } of runs) expect(analysis).toEqual(runs[0]!.analysis)
  expect((await run()).did).toEqual([])
})

test('a migration that is wrong is told each time', async () => {
  write({ 'migrations/2_wrong/up.sql': 'create table wrong (id nonsense);' })
  for (let attempt = 1; attempt <= 2; attempt += 1)
    await expect(run()).rejects.toMatchObject({ code: 'MIGRATION_FAILED' })
})

test('what a server says is asked anew each time', async () => {
  const { url, drop } = await createOnServer()
  try {
    await using db = await connect(url)
    await db.script('create table people (id int, data text, dta text)')
    expect((await run({}, url)).analysis.queries.map(isWrong)).toEqual([false, false])
    await db.script('alter table people drop column data')
    const { did, analysis } = await run({}, url)
    expect([did, analysis.queries.map(isWrong)]).toEqual([['analyse 2'], [true, false]])
    expect(entries()).toEqual([])
  } finally {
    await drop()
  }
})
