import { describe, expect, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import type { Database } from '../database/index.ts'
import type { Queryable } from '../query/index.ts'
import { type Report, type VerifyOptions, verify } from './index.ts'
import { makeBad } from './testing-support/make-bad.ts'
import { badSchemaFindings, goodSchema } from './testing-support/schemas.ts'

describe.each(engines)('on $name', ({ open }) => {
  test('an empty database has nothing to find', async () => {
    await using db = await open()
    const report = await verify(db)
    expect(report).toMatchObject({ ok: true, findings: [] })
    const reasons = report.checks.filter((check) => check.status === 'skipped').map((check) => check.reason)
    expect(new Set(reasons)).toEqual(
      new Set([
        'no folder of migrations was given',
        'no project was given',
        'no shard key was named; it asks only for schemas that are to be sharded',
        'it reads whole tables (--deep)',
        'it asks for what only production needs (--profile production)',
      ]),
    )
  })

  test('a good schema with rows, partitions among them, has nothing to find', async () => {
    await using db = await open()
    await db.script(goodSchema)
    expect((await verify(db, { deep: true })).findings).toEqual([])
  })

  test('each check finds what is wrong, and nothing beside it, whatever the names', async () => {
    await using db = await open()
    await makeBad(db)
    const report = await verify(db, { checks: badSchemaChecks, deep: true })
    expect(found(report).toSorted()).toEqual(badSchemaFindings.toSorted())
    expect(report.ok).toBe(false)
    expect(report.findings.map((finding) => finding.severity)).toEqual(bySeverity(report))
  })

  test('each finding goes away when its fix is run', async () => {
    await using db = await open()
    await makeBad(db)
    const { findings } = await verify(db, { checks: badSchemaChecks, deep: true })
    for (const { check, object, fix } of findings) {
      await db.script(fix ?? '')
      expect(found(await verify(db, { checks: [check] }))).not.toContain(`${check} ${object}`)
    }
    expect((await verify(db, { checks: badSchemaChecks, deep: true })).findings).toEqual([])
  })

  test('orphans are counted once, by the rules of their foreign key', async () => {
    await using db = await open()
    await makeBad(db)
    const { findings } = await verify(db, { checks: ['orphan-rows'] })
    const counts = findings.map(({ object, message }) => [object.split('.').at(-1), message.split(' of ')[0]])
    expect(Object.fromEntries(counts)).toEqual({
      '"to parents"': '2 rows',
      full_key: '2 rows',
      to_parents: expect.stringMatching(/^[1-9] rows$/),
      '"parted_links_parted id_fkey"': '1 row',
      unindexed_parts_parent_fkey: '1 row',
    })
  })

  test('only the schemas and the checks asked for are looked at', async () => {
    await using db = await open()
    await db.script('create schema a; create table a.t (x json); create schema b; create table b.t (x json)')
    const report = await verify(db, { schemas: ['b'], checks: ['primary-key'] })
    expect(found(report)).toEqual(['primary-key b.t'])
    expect(report.checks).toHaveLength(1)
  })

  test('a check that does not exist is refused by name', async () => {
    await using db = await open()
    await expect(verify(db, { checks: ['primary-keys'] })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
      message: expect.stringMatching(/^there is no check primary-keys; did you mean "primary-key"\?$/),
    })
  })

  test('a check that lacks rights is skipped with the reason, and the others run', async () => {
    await using db = await open()
    await db.script(`
      create table parents (id int primary key);
      create table children (id int primary key, parent_id int references parents, note json not null);
      create index on children (parent_id)`)
    const report = await verifyAs(db, 'grant select on parents to %', { deep: true })
    expect(statusOf(report, 'orphan-rows')).toEqual(['skipped', 'permission denied for table children (42501)'])
    expect(found(report)).toEqual(['json-instead-of-jsonb public.children.note'])
  })

  test('a check is skipped when row security hides rows from it', async () => {
    await using db = await open()
    await db.script(`
      create table parents (id int primary key);
      create table children (id int primary key, parent_id int);
      create index on children (parent_id);
      insert into children values (1, 1);
      alter table children add foreign key (parent_id) references parents not valid;
      alter table children enable row level security`)
    const report = await verifyAs(db, 'grant select on all tables in schema public to %', { deep: true })
    expect(statusOf(report, 'orphan-rows')).toEqual([
      'skipped',
      'query would be affected by row-level security policy for table "children" (42501)',
    ])
  })

  test('it changes nothing: neither in the database nor in the session', async () => {
    await using db = await open()
    await makeBad(db)
    await db.transaction(async (tx) => {
      const before = await settingsOf(tx)
      await verify(tx)
      expect(await settingsOf(tx)).toEqual(before)
    })
  })

  test('progress names each check', async () => {
    await using db = await open()
    const heard: string[] = []
    await verify(db, {
      checks: ['primary-key', 'orphan-rows'],
      onProgress: ({ name, done, total }) => heard.push(`${done}/${total} ${name}`),
    })
    expect(heard).toEqual([
      '0/2 the catalog',
      '0/2 every table has a primary key',
      '1/2 no row refers to one that is not there',
      '2/2 ',
    ])
  })
})

describe.each(engines.filter((engine) => engine.name === 'PostgreSQL'))('on $name alone', ({ open }) => {
  test('a check that would wait for a lock is skipped, and the others run', async () => {
    await using db = await open()
    await db.script('create table held (id bigint primary key, note json not null)')
    await db.transaction(async (tx) => {
      await tx.execute('lock table held')
      const report = await verify(db, { checks: ['empty-table', 'json-instead-of-jsonb'] })
      expect(statusOf(report, 'empty-table')).toEqual(['skipped', 'canceling statement due to lock timeout (55P03)'])
      expect(found(report)).toEqual(['json-instead-of-jsonb public.held.note'])
    })
    expect((await verify(db, { checks: ['empty-table'] })).checks).toMatchObject([{ status: 'findings' }])
  })

  test('a check that takes too long is skipped', async () => {
    await using db = await open()
    await db.script(`
      create table parents (id int primary key);
      create table children (id int primary key, parent_id int references parents);
      insert into children (id) select generate_series(1, 200000)`)
    const report = await verify(db, { checks: ['orphan-rows'], timeout: 1 })
    expect(statusOf(report, 'orphan-rows')).toEqual(['skipped', 'canceling statement due to statement timeout (57014)'])
  })
})

const badSchemaChecks = [...new Set(badSchemaFindings.map((finding) => finding.split(' ', 1)[0]!))]

async function verifyAs(db: Database, grant: string, options: VerifyOptions): Promise<Report> {
  const role = `weak_${process.pid}_${Math.random().toString(36).slice(2, 8)}`
  const undone = new Error('undone')
  let report: Report | undefined
  const work = db.transaction(async (tx) => {
    await tx.script(`create role ${role}; ${grant.replace('%', role)}; set local role ${role}`)
    report = await verify(tx, options)
    throw undone
  })
  await expect(work).rejects.toBe(undone)
  return report!
}

function found({ findings }: Report): string[] {
  return findings.map((finding) => `${finding.check} ${finding.object}`)
}

function bySeverity({ findings }: Report): string[] {
  return ['error', 'warning', 'info'].flatMap((severity) =>
    findings.map((finding) => finding.severity).filter((other) => other === severity),
  )
}

function statusOf({ checks }: Report, id: string): (string | undefined)[] {
  const check = checks.find((each) => each.id === id)
  return [check?.status, check?.reason]
}

function settingsOf(tx: Queryable): Promise<object> {
  return tx.one(`
    select current_setting('search_path') as path, current_setting('row_security') as security,
      current_setting('statement_timeout') as timeout, current_setting('transaction_read_only') as read_only`)
}
