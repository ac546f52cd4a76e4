// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are programs, whose templates are meant
import { EventEmitter, once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Generation, isWrong, type WatchRun, watchProject } from '../index.ts'

let folder: string
let watching: Watching

interface Watching {
  /** The next run for which `wanted` answers something, and that answer; runs before it are passed over. */
  until<T>(wanted: (run: WatchRun) => T | undefined): Promise<T>
  readonly runs: readonly WatchRun[]
  stop(): Promise<void>
}

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'rowhouse-watch-')))
  write({
    'migrations/1_people/up.sql': 'create table people (id int primary key, name text not null, email text);',
    'src/people.ts': "db.one('select id from people')",
  })
})

afterEach(async () => {
  await watching.stop()
  rmSync(folder, { recursive: true })
})

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
}

/** Begins to watch, and waits for the first run. */
async function watch(): Promise<void> {
  const controller = new AbortController()
  const runs: WatchRun[] = []
  const told = new EventEmitter()
  const ended = watchProject(folder, {
    signal: controller.signal,
    onRun: (run) => {
      runs.push(run)
      told.emit('run')
    },
  })
  let next = 0
  watching = {
    runs,
    until: async (wanted) => {
      for (;;) {
        while (next < runs.length) {
          next += 1
          const answer = wanted(runs[next - 1]!)
          if (answer !== undefined) return answer
        }
        if (controller.signal.aborted) throw new Error('the watch has ended')
        await Promise.race([once(told, 'run'), ended])
      }
    },
    stop: () => {
      controller.abort()
      return ended
    },
  }
  await watching.until(() => true)
}

const succeeded = (run: WatchRun) => ('error' in run ? undefined : run)

/** The next state of the project in which these are the texts that are right, by file. */
function right(expected: Readonly<Record<string, readonly string[]>>): Promise<WatchRun & Generation> {
  return watching.until((run) => {
    const generation = succeeded(run)
    return generation && JSON.stringify(textsOf(generation)) === JSON.stringify(expected) ? generation : undefined
  })
}

function textsOf({ analysis }: Generation): Record<string, string[]> {
  const files = [...new Set(analysis.queries.map(({ file }) => file))]
  const textsIn = (file: string) => analysis.queries.filter((query) => query.file === file && !isWrong(query))
  return Object.fromEntries(files.map((file) => [file, textsIn(file).map(({ text }) => text)]))
}

const failure = () => watching.until((run) => ('error' in run ? String(run.error) : undefined))
const faults = () =>
  watching.until((run) => {
    const found = succeeded(run)?.analysis.queries.filter(isWrong) ?? []
    return found.length === 0 ? undefined : found.map(({ file, error }) => `${file}:${error.line} ${error.code}`)
  })
const generated = (name: string) => join(folder, 'src/generated/src', name)
const people = { 'src/people.ts': ['select id from people'] }

describe('a file', () => {
  test('that changes is typed anew, and nothing else is written', async () => {
    write({ 'src/other.ts': "db.one('select email from people')" })
    await watch()
    write({ 'src/people.ts': "db.one('select name from people')" })
    const { changed, changes } = await right({
      'src/other.ts': ['select email from people'],
      'src/people.ts': ['select name from people'],
    })
    expect(changed).toEqual(['src/people.ts'])
    expect(changes).toEqual({ written: ['src/people.ts'], removed: [] })
    expect(readFileSync(generated('people.ts'), 'utf8')).toContain('row: { name: string }')
  })

  test('that is broken, with a wrong query, and mended is told as such each time', async () => {
    await watch()
    write({ 'src/people.ts': "db.one('select nmae from people')" })
    expect(await faults()).toEqual(['src/people.ts:1 42703'])
    write({ 'src/people.ts': "db.one('select name from people'" })
    expect(await faults()).toEqual(['src/people.ts:1 UNREADABLE_FILE'])
    write({ 'src/people.ts': "db.one('select id from people')" })
    await right(people)
  })

  test('that is added, renamed and removed', async () => {
    await watch()
    write({ 'src/new.ts': "db.one('select 1 as one')" })
    await right({ 'src/new.ts': ['select 1 as one'], ...people })
    renameSync(join(folder, 'src/new.ts'), join(folder, 'src/newer.ts'))
    await right({ 'src/newer.ts': ['select 1 as one'], ...people })
    expect([existsSync(generated('new.ts')), existsSync(generated('newer.ts'))]).toEqual([false, true])
    rmSync(join(folder, 'src/newer.ts'))
    await right(people)
    expect(existsSync(generated('newer.ts'))).toBe(false)
  })

  test('that an editor writes aside and moves into place', async () => {
    await watch()
    for (const column of ['name', 'email', 'id']) {
      write({ 'src/.people.ts.swp': `db.one('select ${column} from people')` })
      renameSync(join(folder, 'src/.people.ts.swp'), join(folder, 'src/people.ts'))
      await right({ 'src/people.ts': [`select ${column} from people`] })
    }
  })

  test('that imports a text is typed anew when the text changes', async () => {
    write({ 'shared/sql.ts': "export const from = 'from people'" })
    write({ 'src/people.ts': "import { from } from '../shared/sql.ts'\ndb.one(`select id ${from}`)" })
    await watch()
    write({ 'shared/sql.ts': "export const from = 'from people limit 1'" })
    await right({ 'src/people.ts': ['select id from people limit 1'] })
  })

  test('that changes without meaning anything new writes nothing', async () => {
    await watch()
    write({ 'src/people.ts': "db.one('select id from people') // the only one" })
    const { changes } = await watching.until(succeeded)
    expect(changes).toEqual({ written: [], removed: [] })
  })
})

describe('folders', () => {
  test('that are made, with folders and files in them, renamed and removed', async () => {
    await watch()
    write({ 'src/deep/deeper/one.ts': "db.one('select 1 as one')" })
    await right({ 'src/deep/deeper/one.ts': ['select 1 as one'], ...people })
    write({ 'src/deep/deeper/one.ts': "db.one('select 2 as two')" })
    await right({ 'src/deep/deeper/one.ts': ['select 2 as two'], ...people })
    renameSync(join(folder, 'src/deep'), join(folder, 'src/flat'))
    await right({ 'src/flat/deeper/one.ts': ['select 2 as two'], ...people })
    write({ 'src/flat/deeper/one.ts': "db.one('select 3 as three')" })
    await right({ 'src/flat/deeper/one.ts': ['select 3 as three'], ...people })
    rmSync(join(folder, 'src/flat'), { recursive: true })
    await right(people)
  })

  test('that are taken away and come back, that of the sources itself', async () => {
    await watch()
    rmSync(join(folder, 'src'), { recursive: true })
    expect(await failure()).toContain('cannot be read')
    write({ 'src/people.ts': "db.one('select name from people')" })
    await right({ 'src/people.ts': ['select name from people'] })
    write({ 'src/people.ts': "db.one('select id from people')" })
    await right(people)
  })
})

test('two changes at once, and a burst of them, end in what the files say', async () => {
  await watch()
  write({ 'src/people.ts': "db.one('select name from people')", 'src/b.ts': "db.one('select 1 as b')" })
  await right({ 'src/b.ts': ['select 1 as b'], 'src/people.ts': ['select name from people'] })
  for (let round = 1; round <= 200; round += 1) {
    write({ [`src/many/${round % 20}.ts`]: `db.one('select ${round} as round')` })
    if (round % 10 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  const last = Array.from({ length: 20 }, (_, index) => (index === 0 ? 200 : 180 + index))
  const files = last.map((round) => [`src/many/${round % 20}.ts`, [`select ${round} as round`]] as const)
  const many = Object.fromEntries(files.toSorted(([one], [other]) => (one < other ? -1 : 1)))
  await right({ 'src/b.ts': ['select 1 as b'], ...many, 'src/people.ts': ['select name from people'] })
})

describe('migrations', () => {
  test('that are added, changed and taken back make another schema', async () => {
    write({ 'src/people.ts': "db.one('select born from people')" })
    await watch()
    write({ 'migrations/2_born/up.sql': 'alter table people add column born date;' })
    const { changed, changes } = await right({ 'src/people.ts': ['select born from people'] })
    expect(changed).toEqual(['migrations'])
    expect(changes.written).toEqual(['src/people.ts', 'tables.ts'])
    write({ 'migrations/2_born/up.sql': 'alter table people add column born int not null;' })
    await watching.until((run) => succeeded(run)?.changes.written.includes('src/people.ts') || undefined)
    expect(readFileSync(generated('people.ts'), 'utf8')).toContain('row: { born: number }')
    rmSync(join(folder, 'migrations/2_born'), { recursive: true })
    expect(await faults()).toEqual(['src/people.ts:1 42703'])
  })

  test('that are wrong are told, and the watch goes on', async () => {
    await watch()
    write({ 'migrations/2_wrong/up.sql': 'create table wrong (id nonsense);' })
    expect(await failure()).toContain('type "nonsense" does not exist')
    write({ 'migrations/2_wrong/up.sql': 'create table mended (id int);' })
    await right(people)
    write({ 'src/people.ts': "db.one('select id from mended')" })
    await right({ 'src/people.ts': ['select id from mended'] })
  })
})

test('the configuration is read again when it changes, and one that does not load is told', async () => {
  await watch()
  write({ 'lib/other.ts': "db.one('select 1 as one')", 'rowhouse.config.ts': "export default { sources: ['lib'] }" })
  await right({ 'lib/other.ts': ['select 1 as one'] })
  write({ 'rowhouse.config.ts': "export default { sauces: ['lib'] }" })
  expect(await failure()).toContain('unknown key "sauces"')
  write({ 'rowhouse.config.ts': "export default { sources: ['src', 'lib'] }" })
  await right({ 'lib/other.ts': ['select 1 as one'], ...people })
  write({ 'lib/other.ts': "db.one('select 2 as two')" })
  await right({ 'lib/other.ts': ['select 2 as two'], ...people })
})

test('what was wrong when the watch began is told, and mended while it goes on', async () => {
  write({ 'migrations/1_people/up.sql': 'create tabel people ();' })
  await watch()
  expect(watching.runs[0]).toHaveProperty('error.code', 'MIGRATION_FAILED')
  write({ 'migrations/1_people/up.sql': 'create table people (id int);' })
  await right(people)
})

test('a watch that is ended answers no more, and another can begin', async () => {
  await watch()
  await watching.stop()
  const before = watching.runs.length
  write({ 'src/people.ts': "db.one('select name from people')" })
  await watch()
  expect(textsOf(succeeded(watching.runs[0]!)!)).toEqual({ 'src/people.ts': ['select name from people'] })
  expect(before).toBe(1)
})
