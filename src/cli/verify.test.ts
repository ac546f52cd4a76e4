import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createOnServer } from '../../test/support/databases.ts'
import { connect } from '../database/index.ts'
import { rowhouse, writeFiles } from './testing-support/command.ts'

let folder: string
let url: string
let drop: () => Promise<void>
let home: string

beforeEach(async () => {
  home = process.cwd()
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'rowhouse-cli-')))
  ;({ url, drop } = await createOnServer())
  await change('create table notes (id bigint primary key, note json not null)')
})

afterEach(async () => {
  process.chdir(home)
  await drop()
  rmSync(folder, { recursive: true })
})

const verify = (...args: string[]) => rowhouse('verify', '--project', folder, '--url', url, ...args)
const json = ['--only', 'json-instead-of-jsonb,primary-key']

async function change(sql: string): Promise<void> {
  await using db = await connect(url)
  await db.script(sql)
}

test('a warning exits with 0, and with 1 when that is asked for', async () => {
  const lenient = await verify(...json)
  expect(lenient.out).toContain('warning  json-instead-of-jsonb')
  expect(lenient.out).toContain('1 warning; 2 of 2 checks ran')
  expect(lenient.code).toBe(0)
  expect((await verify(...json, '--strict')).code).toBe(1)
})

test('the configuration ignores a finding for a reason, which is told when asked for', async () => {
  writeFiles(folder, {
    'rowhouse.config.mjs': `export default { verify: { ignore: { 'json-instead-of-jsonb:public.notes.note': 'kept as sent' } } }`,
  })
  const { out, code } = await verify(...json, '--strict', '--verbose')
  expect(out).toContain('ignored  json-instead-of-jsonb:public.notes.note: kept as sent')
  expect(code).toBe(0)
})

test('a baseline is written, keeps quiet of what it knows, and tells what is new', async () => {
  const file = join(folder, 'verify-baseline.json')
  expect((await verify(...json, '--baseline')).err).toContain('write it with --update-baseline')
  const written = await verify(...json, '--update-baseline')
  expect(written.out).toContain('knows 1 finding')
  expect(written.code).toBe(0)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ known: ['json-instead-of-jsonb:public.notes.note'] })
  expect((await verify(...json, '--baseline', '--strict')).code).toBe(0)
  await change('create table stray (note text)')
  const { out, code } = await verify(...json, '--baseline')
  expect(out).toContain('table public.stray has no primary key')
  expect(out).not.toContain('public.notes.note')
  expect(code).toBe(1)
})

test('a baseline may lie elsewhere', async () => {
  const file = join(folder, 'known.json')
  await verify(...json, '--baseline', file, '--update-baseline')
  expect(existsSync(file)).toBe(true)
  expect((await verify(...json, '--baseline', file, '--strict')).code).toBe(0)
})

test('kinds, depth and profile say which checks run', async () => {
  const report = async (...args: string[]) => JSON.parse((await verify('--json', ...args)).out)
  const security = await report('--kind', 'security')
  expect(new Set(security.checks.map(({ kind }: { kind: string }) => kind))).toEqual(new Set(['security']))
  const skipped = ({ checks }: { checks: { id: string; reason?: string }[] }) =>
    checks.filter(({ reason }) => reason !== undefined).map(({ id }) => id)
  expect(skipped(await report('--kind', 'data'))).toEqual([
    'empty-table',
    'orphan-rows',
    'case-insensitive-duplicates',
    'corrupt-index',
  ])
  expect(skipped(await report('--kind', 'data', '--deep', '--profile', 'production'))).toEqual(['corrupt-index'])
})

test.each([
  ['--kind', 'statics'],
  ['--profile', 'staging'],
])('%s %s is a wrong usage', async (option, value) => {
  const { code, err } = await verify(option, value)
  expect(code).toBe(2)
  expect(err).toContain('Choose of ')
})
