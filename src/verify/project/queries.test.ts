import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import { loadConfig, type Project } from '../../config/index.ts'
import { generate } from '../../generate/index.ts'
import { migrateUp } from '../../migrate/index.ts'
import { type Report, verify } from '../index.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rowhouse-queries-'))
})

afterEach(() => rm(folder, { recursive: true }))

async function createProject(files: Readonly<Record<string, string>> = {}): Promise<Project> {
  const all = {
    'migrations/1_people/up.sql': `create table people (id bigint primary key, name text not null, mood text not null check (mood in ('glad', 'it''s')))`,
    'migrations/1_people/down.sql': 'drop table people',
    'src/people.ts': `export const names = (db) => db.many('select name from people')`,
    ...files,
  }
  for (const [name, text] of Object.entries(all)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  return loadConfig(folder)
}

const checks = ['query', 'generated-types', 'column-type-union']

describe.each(engines)('on $name', ({ open }) => {
  test('the queries and types of a project fit the database that its migrations made', async () => {
    const project = await createProject()
    await generate(project)
    await using db = await open()
    await migrateUp(db, { folder: project.migrations })
    const report = await verify(db, { project, checks })
    expect(statuses(report)).toEqual(['ok', 'ok', 'ok'])
  })

  test('a query that the live database refuses is found, and so are types that it contradicts', async () => {
    const project = await createProject()
    await generate(project)
    await using db = await open()
    await migrateUp(db, { folder: project.migrations })
    await db.script('alter table people rename name to label')
    const { findings } = await verify(db, { project, checks })
    expect(findings.map(({ check, object }) => `${check} ${object}`)).toEqual([
      'query src/people.ts:1',
      'generated-types src/generated/tables.ts',
      'generated-types src/generated/src/people.ts',
    ])
    expect(findings[0]!.message).toBe('src/people.ts:1:46 is refused: column "name" does not exist (42703)')
    expect(await db.one('select 1 as alive')).toEqual({ alive: 1 })
  })

  test('a query that reads a large table for a few rows is found by its generic plan', async () => {
    const project = await createProject({
      'src/people.ts': `
        export const slow = (db, mood) => db.many('select id from people where name = $1 -- by name', [mood])
        export const quick = (db, id) => db.many('select name from people where id = $1', [id])
        export const all = (db) => db.many('select name from people')
        export const lock = (db) => db.execute('lock table people')`,
    })
    await using db = await open()
    await migrateUp(db, { folder: project.migrations })
    await db.script(`insert into people select n, n, 'glad' from generate_series(1, 20000) as n; analyze people`)
    const { findings } = await verify(db, { project, checks: ['query-scan'] })
    expect(findings.map(({ object }) => object)).toEqual(['src/people.ts:2 public.people'])
    expect(await db.many('select name from pg_prepared_statements where name like $1', ['%plan%'])).toEqual([])
  })

  test('a union in columnTypes is compared with the values that a check constraint or an enum allows', async () => {
    const project = await createProject({
      'rowhouse.config.mjs': `export default { columnTypes: { 'people.mood': "'glad' | 'sad'", 'other.kind': "'a' | 'b'" } }`,
    })
    await using db = await open()
    await migrateUp(db, { folder: project.migrations })
    await db.script(`create type kind as enum ('a', 'b'); create table other (kind kind primary key)`)
    const { findings } = await verify(db, { project, checks: ['column-type-union'] })
    expect(findings.map(({ message }) => message)).toEqual([
      `the union of public.people.mood in columnTypes is not up to date: the database also allows it's, and it does not allow sad`,
    ])
  })

  test('what cannot be asked is skipped with the reason', async () => {
    const project = await createProject()
    await using db = await open()
    const without = await verify(db, { checks })
    expect(without.checks.map(({ reason }) => reason)).toEqual(Array(3).fill('no project was given'))
    const inside = await db.transaction((tx) => verify(tx, { project, checks: ['query'] }))
    expect(inside.checks[0]!.reason).toBe('queries are prepared on a database, not in a transaction')
    const untyped = await verify(db, { project, checks: ['generated-types'] })
    expect(untyped.checks[0]!.reason).toBe('no types were generated; run `rowhouse generate`')
    await rm(join(folder, 'src'), { recursive: true })
    const { checks: results } = await verify(db, { project, checks: ['query'] })
    expect(results[0]!.reason).toBe(`there is no folder ${join(folder, 'src')} with the sources`)
  })

  test('a schema that is to be sharded is told what stands in the way', async () => {
    await using db = await open()
    await db.script(`
      create table users (user_id bigint primary key);
      create table plans (id bigint generated always as identity primary key, user_id bigint references users on delete set null);
      create table levels (id bigint primary key, name text not null unique);
      create table steps (user_id bigint not null, id bigint, level_id bigint not null references levels, primary key (user_id, id))`)
    const { findings } = await verify(db, { checks: ['shard-key'], shardKey: 'user_id' })
    expect(findings.map(({ message }) => message)).toEqual([
      'column public.plans.user_id can be null, but says where a row is',
      'primary key plans_pkey of public.plans (id) lacks user_id; make it (user_id, id)',
      'foreign key plans_user_id_fkey of public.plans sets the shard key null on delete; let it cascade',
    ])
  })
})

function statuses({ checks: results }: Report): string[] {
  return results.map(({ status, reason }) => reason ?? status)
}
