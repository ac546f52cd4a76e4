import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createOnServer } from '../../test/support/databases.ts'
import { loadConfig } from '../config/index.ts'
import { connect } from '../database/index.ts'
import { analyseProject, isWrong, type ProjectAnalysis } from './index.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rowhouse-generate-'))
  await write({
    'migrations/1_people/up.sql': 'create table people (id int primary key, name text not null, email text);',
    'src/people/repository.ts': `
      export const find = (db: Queryable, id: number) => db.maybeOne(\`
        select name, email
        from people
        where id = $1\`, [id])
      export const count = (db: Queryable) => db.one('select count(*) as people from people')`,
    'src/people/wrong.mts': `
      const remove = (db: Queryable) => db.execute('delete from peopel')`,
    'src/people/repository.test.ts': `db.one('select nonsense')`,
    'src/types.d.ts': `declare const x: typeof db.one('select nonsense')`,
    'src/node_modules/other/index.ts': `db.one('select nonsense')`,
    'src/.hidden/index.ts': `db.one('select nonsense')`,
  })
})

afterAll(() => rm(folder, { recursive: true }))

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
}

function places({ queries }: ProjectAnalysis): string[] {
  return queries.map(({ file, line, column }) => `${file}:${line}:${column}`)
}

describe('a project', () => {
  test('is answered for by file and line, wrong queries among the others', async () => {
    const analysis = await analyseProject(await loadConfig(folder))
    expect(places(analysis)).toEqual([
      'src/people/repository.ts:2:70',
      'src/people/repository.ts:6:54',
      'src/people/wrong.mts:2:52',
    ])
    expect(analysis.queries).toMatchObject([
      {
        columns: [
          { name: 'name', type: 'string', nullable: false },
          { name: 'email', type: 'string', nullable: true },
        ],
        params: [{ type: 'number', nullable: false }],
      },
      { columns: [{ name: 'people', type: 'number', nullable: false }], params: [] },
      { error: { code: '42P01', message: 'relation "peopel" does not exist', line: 2, column: 65 } },
    ])
  })

  test('has its tests read when that is asked for', async () => {
    const analysis = await analyseProject(await loadConfig(folder), { tests: true })
    expect(places(analysis)).toContain('src/people/repository.test.ts:1:8')
  })

  test('can be asked about on a server, which stays as it was', async () => {
    const { url, drop } = await createOnServer()
    try {
      await using db = await connect(url)
      await db.execute('create table peopel (id int)')
      const { queries } = await analyseProject(await loadConfig(folder), { url })
      expect(queries.map(isWrong)).toEqual([true, true, false])
      expect(await db.many(`select relname from pg_class where relnamespace = 'public'::regnamespace`)).toHaveLength(1)
      expect(await db.many(`select 1 from pg_namespace where nspname = 'rowhouse'`)).toEqual([])
    } finally {
      await drop()
    }
  })

  test('whose folder of sources is missing is told which', async () => {
    const project = { ...(await loadConfig(folder)), sources: [join(folder, 'lib')] }
    await expect(analyseProject(project)).rejects.toMatchObject({
      code: 'INVALID_CONFIG',
      message: expect.stringMatching(/lib cannot be read; .*`sources` in rowhouse\.config\.ts/),
    })
  })

  test('whose migrations need what the embedded PostgreSQL lacks is told of --url', async () => {
    const migrations = join(folder, 'other')
    await write({ 'other/1_places/up.sql': 'create extension postgis;' })
    await expect(analyseProject({ ...(await loadConfig(folder)), migrations })).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      message: expect.stringMatching(/"postgis" is not available[\s\S]*name a migrated database with --url/),
    })
  })
})

test.each([
  ['in a file with CRLF', 'const f = 1\r\ndb.one(`\r\n  select id,\r\n    bad\r\n  from people`)\r\n', '4:5'],
  ['behind tabs and emoji', "/* 👩‍🚀 */\tdb.one(`select '👩‍🚀' as a,\tbad from people`)", '1:38'],
  ['behind escapes', "db.one('select \\'\\u{1F600}\\' as \\x61,\\n bad from people')", '1:41'],
  ['in a constant', "const from = 'from bad'\ndb.one('select 1 as a ' + from)", '1:20'],
  ['at the end of the text', 'db.one(`\n  select id from people where\n`)', '2:30'],
])('what PostgreSQL points at is found in the file: %s', async (_, text, place) => {
  await write({ 'place/place.ts': text })
  const { queries } = await analyseProject({ ...(await loadConfig(folder)), sources: [join(folder, 'place')] })
  expect(queries.map((query) => isWrong(query) && `${query.error.line}:${query.error.column}`)).toEqual([place])
})

describe('what no query may be', () => {
  test.each([
    ['two statements', 'select 1; select 2'],
    ['the end of a function around it', 'select 1; end; create table hole (id int)'],
    ['a text cut short', "select 'a"],
    ['a comment that does not end', 'select 1 /* a'],
    ['a word that is no statement', 'nonsense'],
    ['a column without a name', 'select 1'],
    ['a column twice', 'select id, id from people'],
    ['a parameter of no type', 'select $2::int as a'],
  ])('%s is refused by itself', async (_, text) => {
    await write({ 'odd/odd.ts': `db.query(${JSON.stringify(text)})\ndb.one('select 1 as a')` })
    const project = { ...(await loadConfig(folder)), sources: [join(folder, 'odd')] }
    const { queries } = await analyseProject(project)
    expect(queries.map(isWrong)).toEqual([true, false])
  })
})

test('every query of CalisthenIQ is found, and accepted by the database that its migrations make', async () => {
  const app = resolve(import.meta.dirname, '../../apps/calistheniq')
  const project = await loadConfig(app)
  const { queries, unchecked } = await analyseProject(project)
  expect(queries.filter(isWrong)).toEqual([])
  expect(unchecked).toEqual([])
  const calls = await Promise.all(project.sources.map(callsIn))
  expect(queries.length).toBe(calls.reduce((sum, count) => sum + count))
})

/** How many calls there are by the look of the text, to compare with what reading it found. */
async function callsIn(sources: string): Promise<number> {
  const files = await readdir(sources, { recursive: true })
  const texts = files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(sources, file), 'utf8'))
  return [...texts.join('\n').matchAll(/\b(?:db|tx)\s*\.(?:query|one|maybeOne|many|execute|stream)\b/g)].length
}
