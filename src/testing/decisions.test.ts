import { describe, expect, test } from 'vitest'
import { createStatement } from './cluster.ts'
import { chooseEngine } from './engine.ts'
import { filesOf, quotedPaths } from './fingerprint.ts'
import { databaseName, leftBehind, ownerOf } from './names.ts'
import { hasEnded, thisProcess } from './process.ts'
import { refuseControl } from './sandbox/control.ts'
import { temporaryProject } from './testing-support/project.ts'

const [server, other] = ['postgres://one/db', 'postgres://other/db']

describe('where a test database is made', () => {
  const choose = (options: Parameters<typeof chooseEngine>[0], environment: NodeJS.ProcessEnv, programs = true) =>
    chooseEngine(options, environment, () => programs)

  test.each<[string, Parameters<typeof choose>, ReturnType<typeof choose>]>([
    ['the option first', [{ server }, { TEST_DATABASE_URL: other }], { engine: 'postgres', server }],
    [
      'then TEST_DATABASE_URL',
      [{}, { TEST_DATABASE_URL: server, DATABASE_URL: other }],
      { engine: 'postgres', server },
    ],
    ['then DATABASE_URL', [{}, { TEST_DATABASE_URL: '', DATABASE_URL: server }], { engine: 'postgres', server }],
    ['then a server that is started', [{}, {}], { engine: 'postgres' }],
    ['and without programs embedded', [{}, {}, false], { engine: 'pglite' }],
    ['a server that is wanted is not made embedded', [{ engine: 'postgres' }, {}, false], { engine: 'postgres' }],
    ['an embedded DATABASE_URL means embedded', [{}, { DATABASE_URL: 'pglite:./data' }], { engine: 'pglite' }],
    ['unless a server is wanted', [{ engine: 'postgres' }, { DATABASE_URL: 'pglite:x' }], { engine: 'postgres' }],
    ['embedded is embedded', [{ engine: 'pglite' }, { DATABASE_URL: server }], { engine: 'pglite' }],
  ])('%s', (_sentence, given, chosen) => expect(choose(...given)).toEqual(chosen))

  test('is not the server of DATABASE_URL in production', () => {
    const NODE_ENV = 'production'
    expect(() => choose({}, { NODE_ENV, DATABASE_URL: server })).toThrow(/set TEST_DATABASE_URL/)
    expect(choose({}, { NODE_ENV, DATABASE_URL: other, TEST_DATABASE_URL: server })).toMatchObject({ server })
  })
})

describe('the name of a test database', () => {
  const most = { host: 'abcdef', pid: 2 ** 31 - 1, started: Number.MAX_SAFE_INTEGER }

  test('fits into what PostgreSQL keeps, and tells whose it is', () => {
    expect(databaseName(most).length).toBeLessThanOrEqual(63)
    expect(ownerOf(databaseName(most))).toEqual(most)
    expect(databaseName()).not.toBe(databaseName())
  })

  test('tells what is left behind, and nothing else', () => {
    const [mine, gone] = [databaseName(thisProcess()), databaseName({ ...thisProcess(), started: 1 })]
    const elsewhere = databaseName({ ...most, host: '000000' })
    expect(leftBehind([mine, gone, elsewhere, 'rowhouse_test_mine', 'app'])).toEqual([gone])
    expect(hasEnded({ ...thisProcess(), pid: 2 ** 22 + 1 })).toBe(true)
  })
})

describe('a database is copied', () => {
  test.each([
    [{ version: 150_000, fsync: false }, 'create database "a""b" template "t" strategy file_copy'],
    [{ version: 150_000, fsync: true }, 'create database "a""b" template "t"'],
    [{ version: 140_000, fsync: false }, 'create database "a""b" template "t"'],
  ])('%o: %s', (facts, statement) => expect(createStatement('a"b', 't', facts)).toBe(statement))
})

describe('what the content depends on', () => {
  test('is what the sources of seeds name in quotes', () => {
    const source = `import x from './x.ts'; read("data/it's.json"); const y = \`../y\`; 'no path'; 'users'; ''`
    expect(quotedPaths(source)).toEqual(['./x.ts', "data/it's.json", '../y'])
  })

  test('is found transitively, whatever the circle, and changes with the seeds that are wanted', () => {
    using project = temporaryProject()
    project.write('seeds/20_more.js', `import '../lib/more.js'; readJson('data/a.json'); readJson('data/none.json')`)
    project.write('lib/more.js', `import '../seeds/20_more.js'; read('./near.csv')`)
    for (const file of ['lib/near.csv', 'data/a.json', 'extra/.hidden', 'extra/b.json']) project.write(file, '')
    const { folder } = project
    const seeds = { seeds: `${folder}/seeds`, inputs: [`${folder}/extra`, `${folder}/nothing`] }
    const files = (more: object) =>
      filesOf({ folder, migrations: `${folder}/migrations`, kinds: [], inputs: [], ...more }).map((file) =>
        file.slice(folder.length + 1),
      )
    expect(files({})).toEqual(['migrations/1_users/up.sql'])
    expect(files(seeds)).toEqual([
      'data/a.json',
      'extra/b.json',
      'lib/more.js',
      'lib/near.csv',
      'migrations/1_users/up.sql',
      'seeds/10_users.js',
      'seeds/20_more.js',
    ])
  })
})

test.each(['savepoint a', 'prepare p as select 1', 'select 1', 'set transaction read only', '"commit"'])(
  'a sandbox runs %s',
  (statement) => expect(refuseControl(statement)).toBe(statement),
)
