import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { rowhouse, writeFiles } from './testing-support/command.ts'

let folder: string

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'rowhouse-watch-')))
  writeFiles(folder, {
    'migrations/1_users/up.sql': 'create table users (id int primary key, email text not null);',
    'src/users.ts': "db.one('select id from users')\n",
  })
})

afterEach(() => rmSync(folder, { recursive: true }))

interface Running {
  readonly child: ChildProcess
  /** What was written to stdout since the last time, up to and with the line in which `word` stands. */
  until(word: string): Promise<string>
}

/** `rowhouse generate --watch` as a process of its own, on the library's source. */
function start(...args: string[]): Running {
  const cli = resolve(import.meta.dirname, 'index.ts')
  const script = `
    import { createJiti } from ${JSON.stringify(import.meta.resolve('jiti'))}
    const { run } = await createJiti(${JSON.stringify(import.meta.url)}).import(${JSON.stringify(cli)})
    process.exitCode = await run(${JSON.stringify(['generate', '--watch', '--project', folder, ...args])})`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  let written = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written += text
  })
  const until = async (word: string) => {
    for (;;) {
      const end = written.indexOf('\n', written.indexOf(word))
      if (written.includes(word) && end !== -1) {
        const told = written.slice(0, end + 1)
        written = written.slice(end + 1)
        return told
      }
      await once(child.stdout, 'data')
    }
  }
  return { child, until }
}

async function interrupt({ child }: Running): Promise<number | null> {
  child.kill('SIGINT')
  const [code] = await once(child, 'exit')
  return code as number | null
}

test('a change is told in one line with its time, a fault with its caret, and Ctrl-C ends it with 0', async () => {
  const running = start()
  expect(await running.until('waiting for changes')).toMatch(
    /^1 query in 1 file, 0 wrong\nwritten {2}src\/users\.ts\nwritten {2}tables\.ts\n\d+ ms; waiting for changes, Ctrl-C ends it\n$/,
  )
  writeFiles(folder, { 'src/users.ts': "db.one('select email from users')\n" })
  expect(await running.until('src/users.ts')).toMatch(
    /^src\/users\.ts {2}1 query in 1 file, 0 wrong, 1 file of types changed {2}\d+ ms\n$/,
  )
  expect(readFileSync(join(folder, 'src/generated/src/users.ts'), 'utf8')).toContain('row: { email: string }')
  writeFiles(folder, { 'src/users.ts': "db.one('select emial from users')\n" })
  expect(await running.until('1 wrong')).toMatch(
    /^src\/users\.ts:1:16 {2}error {2}column "emial" does not exist {2}\[42703\]\n1 \| .*\n +\^\nhint: .*\n\nsrc\/users\.ts {2}1 query in 1 file, 1 wrong, /,
  )
  expect(await interrupt(running)).toBe(0)
})

test('--json prints one value a line, with the queries that are new', async () => {
  writeFiles(folder, { 'src/other.ts': "db.one('select 1 as one')" })
  const running = start('--json')
  const first = JSON.parse(await running.until('queries'))
  expect(first).toMatchObject({ changed: ['migrations', 'src/other.ts', 'src/users.ts'], removed: [], unchecked: [] })
  expect(first.queries).toHaveLength(2)
  writeFiles(folder, { 'src/users.ts': "db.one('select email from users')\n" })
  expect(JSON.parse(await running.until('queries'))).toEqual({
    changed: ['src/users.ts'],
    ms: expect.any(Number),
    written: ['src/users.ts'],
    removed: [],
    queries: [
      {
        file: 'src/users.ts',
        line: 1,
        text: 'select email from users',
        columns: [{ name: 'email', type: 'string', nullable: false }],
        params: [],
      },
    ],
    unchecked: [],
  })
  writeFiles(folder, { 'migrations/2_wrong/up.sql': 'create table wrong (id nonsense);' })
  expect(JSON.parse(await running.until('error'))).toMatchObject({ error: { code: 'MIGRATION_FAILED' } })
  expect(await interrupt(running)).toBe(0)
})

test('--watch and --check together are wrong usage, since the one writes and the other must not', async () => {
  expect(await rowhouse('generate', '--watch', '--check')).toMatchObject({
    code: 2,
    err: expect.stringContaining("option '--watch' cannot be used with option '--check'"),
  })
})
