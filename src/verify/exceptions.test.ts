import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import { readBaseline, verify, writeBaseline } from './index.ts'

const schema = `
  create table notes (note json);
  create table tags (tag json)`

const checks = ['primary-key', 'json-instead-of-jsonb']

describe.each(engines)('on $name', ({ open }) => {
  test('a finding that is ignored for a reason is told apart, by its name or by a pattern', async () => {
    await using db = await open()
    await db.script(schema)
    const report = await verify(db, {
      checks,
      ignore: {
        'primary-key:public.notes': 'a log',
        'json-instead-of-jsonb:public.*': 'kept as it was sent',
        'json-instead-of-jsonb:public.gone.note': 'dropped long ago',
        'drift:public.notes': 'a check that does not run now',
      },
    })
    expect(report.findings.map(({ object }) => object)).toEqual(['public.tags'])
    expect(report.ignored.map(({ object, reason }) => [object, reason])).toEqual([
      ['public.notes', 'a log'],
      ['public.notes.note', 'kept as it was sent'],
      ['public.tags.tag', 'kept as it was sent'],
    ])
    expect(report.unused).toEqual(['json-instead-of-jsonb:public.gone.note'])
  })

  test('strict fails on warnings, and on exceptions that nothing needs', async () => {
    await using db = await open()
    await db.script('create table notes (id bigint primary key, note json not null)')
    expect(await verify(db, { checks })).toMatchObject({ ok: true, findings: [{ severity: 'warning' }] })
    expect((await verify(db, { checks, strict: true })).ok).toBe(false)
    const ignore = { 'json-instead-of-jsonb:*': 'kept as it was sent' }
    expect((await verify(db, { checks, strict: true, ignore })).ok).toBe(true)
    await db.script('alter table notes drop column note')
    expect((await verify(db, { checks, strict: true, ignore })).ok).toBe(false)
    expect((await verify(db, { checks, ignore })).ok).toBe(true)
  })

  test('an exception without a reason, or for a check that does not exist, is refused', async () => {
    await using db = await open()
    await expect(verify(db, { ignore: { 'serial:public.a.b': ' ' } })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
      message: 'say why serial:public.a.b is ignored',
    })
    await expect(verify(db, { ignore: { 'serials:public.a.b': 'x' } })).rejects.toMatchObject({
      message: 'there is no check serials; did you mean "serial"?',
    })
  })
})

describe('a baseline', () => {
  let folder: string
  let file: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rowhouse-baseline-'))
    file = join(folder, 'verify-baseline.json')
  })

  afterEach(() => rm(folder, { recursive: true }))

  test.each(engines)('keeps quiet of what it knows, and no more, on $name', async ({ open }) => {
    await using db = await open()
    await db.script(schema)
    await writeBaseline(file, await verify(db, { checks }))
    const known = await readBaseline(file)
    expect(known).toEqual([
      'json-instead-of-jsonb:public.notes.note',
      'json-instead-of-jsonb:public.tags.tag',
      'primary-key:public.notes',
      'primary-key:public.tags',
    ])
    expect(await verify(db, { checks, known })).toMatchObject({ ok: true, findings: [], unused: [] })
    await db.script('drop table tags; create table fresh (note json)')
    const report = await verify(db, { checks, known })
    expect(report.findings.map(({ object }) => object)).toEqual(['public.fresh', 'public.fresh.note'])
    expect(report.unused).toEqual(['json-instead-of-jsonb:public.tags.tag', 'primary-key:public.tags'])
  })

  test.each(engines)('remembers what checks knew that did not run, on $name', async ({ open }) => {
    await using db = await open()
    await db.script(schema)
    const before = ['orphan-rows:public.a.b', 'primary-key:public.gone']
    const known = await writeBaseline(file, await verify(db, { checks: ['primary-key'] }), before)
    expect(known).toEqual(['orphan-rows:public.a.b', 'primary-key:public.notes', 'primary-key:public.tags'])
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ known })
  })

  test.each(['', '{}', '[]', '{"known":[1]}', 'null'])('that says %j is refused by name', async (content) => {
    await writeFile(file, content)
    await expect(readBaseline(file)).rejects.toMatchObject({
      code: 'INVALID_OPTION',
      message: expect.stringMatching(/verify-baseline\.json cannot be read \(.*\); write it with --update-baseline$/),
    })
  })
})
