import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

// The package as a stranger gets it: packed, and installed into an empty folder without what is optional.
const root = resolve(import.meta.dirname, '..')
let folder: string
let packed: string[]

async function run(
  program: string,
  args: readonly string[],
  cwd = folder,
): Promise<{ stdout: string; stderr: string }> {
  const { PATH, HOME } = process.env
  return promisify(execFile)(program, args, { cwd, env: { PATH, HOME } })
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rowhouse-package-'))
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], root)
  const [report] = Object.values(JSON.parse(stdout)) as { filename: string; files: { path: string }[] }[]
  packed = report!.files.map(({ path }) => path)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'stranger', private: true, type: 'module' }))
  await run('npm', ['install', '--omit=optional', '--no-audit', '--no-fund', join(folder, report!.filename)])
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('it holds what was built and what it was built from, and no tests', () => {
  expect(packed).toEqual(
    expect.arrayContaining([
      'bin/rowhouse.js',
      'dist/index.js',
      'dist/index.d.ts',
      'src/index.ts',
      'README.md',
      'LICENSE',
    ]),
  )
  expect(packed.filter((path) => /\.test\.|testing-support|^apps\/|^test\//.test(path))).toEqual([])
})

test('all its doors open', async () => {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    exports: Record<string, unknown>
  }
  // The door for Vitest needs Vitest, which a slim install has not.
  const doors = Object.keys(exports).filter((door) => !door.endsWith('.json') && !door.endsWith('/vitest'))
  const program = doors.map(
    (door) =>
      `if (Object.keys(await import('rowhouse${door.slice(1)}')).length === 0) throw new Error('${door} is empty')`,
  )
  await run(process.execPath, ['--input-type=module', '-e', program.join('\n')])
  expect(doors.length).toBeGreaterThanOrEqual(6)
})

test('a slim install works on a server, and says what the embedded database needs', async () => {
  const program = `
    import { connect } from 'rowhouse'
    const db = await connect(${JSON.stringify(inject('serverUrl'))})
    console.log((await db.one('select 1 + 1 as two')).two)
    await db.close()
    await connect('pglite:memory').catch((error) => console.log(error.code, error.message))`
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program])
  expect(stdout).toMatch(
    /^2\nMISSING_PACKAGE the embedded database needs the package @electric-sql\/pglite; run npm install/,
  )
})

test('its command runs', async () => {
  const { stdout } = await run('npx', ['--no-install', 'rowhouse', 'ping', '--url', inject('serverUrl')])
  expect(stdout).toMatch(/PostgreSQL \d+\.\d+ answered in/)
})

test('no public type is any', () => {
  const dist = join(root, 'dist')
  const declarations = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.d.ts'))
  const offenders = declarations.flatMap((name) =>
    readFileSync(join(dist, name), 'utf8')
      .split('\n')
      .filter((line) => /(?:[:<|&,(]|=>)\s*any\b/.test(line) && !/^\s*(\/?\*|\/\/)/.test(line))
      .map((line) => `${name}: ${line.trim()}`),
  )
  expect(declarations.length).toBeGreaterThan(20)
  expect(offenders).toEqual([])
})
