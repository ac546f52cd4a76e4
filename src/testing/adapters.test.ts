import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, inject, test } from 'vitest'
import { temporaryProject } from './testing-support/project.ts'

const source = (file: string) => JSON.stringify(fileURLToPath(new URL(file, import.meta.url)))

// The same tests in the words of each runner: two sandboxes of one database, and three tests that leave something open.
const body = `
  const names = async (db) => (await db.many('select name from users order by name')).map(({ name }) => name).join()
  const add = (db, name) => db.execute('insert into users values ($1)', [name])
  const check = (found, wanted) => { if (found !== wanted) throw new Error(found + ' is not ' + wanted) }
  test('first sandbox', async ({ db }) => { await add(db, 'Grace'); check(await names(db), 'Ada,Grace') })
  test('second sandbox', async ({ db }) => check(await names(db), 'Ada'))
  own('database', async ({ db }) => {
    const heard = new Promise((resolve) => void db.listen('c', resolve).then(() => db.query("select pg_notify('c', 'x')")))
    check(await heard, 'x')
    await db.transaction((tx) => add(tx, 'Grace'))
  })
  own('leaves a transaction', async ({ db }) => {
    await new Promise((resolve) => void db.transaction(() => { resolve(); return new Promise((end) => setTimeout(end, 400)) }))
  })
  own('leaves a session', async ({ db }) => {
    const other = await connect(db.url, { applicationName: 'other' })
    setTimeout(() => void other.close(), 1500)
  })
  test('forgets to await', async ({ db }) => { void add(db, 'late').catch(() => undefined) })`

/** Runs a program to its end, and answers what it said. */
function output(args: readonly string[], cwd: string): Promise<string> {
  const environment = {
    ...process.env,
    TEST_DATABASE_URL: inject('serverUrl'),
    NODE_TEST_CONTEXT: undefined,
    NO_COLOR: '1',
  }
  return new Promise((resolve) => {
    execFile(process.execPath, [...args], { cwd, env: environment }, (_failure, out, error) => resolve(out + error))
  })
}

function expectFailures(report: string): void {
  expect(report).toMatch(/the test left open: a listener on the channel c;/)
  expect(report).toMatch(/the test left open: a connection of its pool \(a transaction/)
  expect(report).toMatch(/the test left open: a session of another client \(other, idle\)/)
  expect(report).toMatch(/the test returned while a call of its database was still running/)
}

describe('tests with databases', () => {
  test('in Vitest', async () => {
    using project = temporaryProject()
    writeFileSync(
      join(project.folder, 'some.test.js'),
      `import { test } from ${source('vitest.ts')}
       import { connect } from ${source('../index.ts')}
       const own = (name, work) => test(name, ({ database }) => work({ db: database }))
       ${body}`,
    )
    const vitest = join(createRequire(import.meta.url).resolve('vitest/package.json'), '..', 'vitest.mjs')
    const report = await output([vitest, 'run', '--root', project.folder, '--no-cache'], project.folder)
    expectFailures(report)
    expect(report).toMatch(/Tests {2}4 failed \| 2 passed \(6\)/)
  })

  test('in node:test', async () => {
    using project = temporaryProject()
    writeFileSync(
      join(project.folder, 'some.test.ts'),
      `import { test, testOnDatabase as own } from ${source('node.ts')}
       import { connect } from ${source('../index.ts')}
       ${body}`,
    )
    const jiti = ['--import', import.meta.resolve('jiti/register')]
    const report = await output([...jiti, '--test', '--test-reporter=tap', 'some.test.ts'], project.folder)
    expectFailures(report)
    expect(report).toMatch(/# pass 2\n# fail 4/)
  })
})
