import { expect, test } from 'vitest'
import { diffProject } from './testing-support/project.ts'

const faults: readonly (readonly [text: string, line: string, reason: string])[] = [
  ['create table a (id int);\ninsert into a values (1);', '2:1', 'rows are no part of a schema'],
  ['create table a (id int);\n\n  select setval($$a$$, 1);', '3:3', 'rows are no part of a schema'],
  ['begin;', '1:1', 'this does not describe a schema'],
  ['set search_path = app;', '1:1', 'a setting holds for one session'],
  ['create table a ();\n\\connect other', '2:1', 'belong to psql'],
  [`comment on table a is 'never ends`, '1:23', 'this string never ends'],
  ['create table a ();\ndrop table a;', '2:1', 'instead of dropping it'],
  ['create role reader;', '1:1', 'belongs to the server'],
  ['create unique index concurrently i on a (id);', '1:1', 'leave out `concurrently`'],
  ['create table a (id int, name txet);', '1:30', 'type "txet" does not exist'],
  ['create table a (id int);\ncreate table b (id int,);', '2:24', 'syntax error'],
  ['create view v as select no_such from a;\ncreate table a (id int);', '1:25', 'column "no_such" does not exist'],
  ['-- nothing\n', '1:1', 'holds no statement'],
]

test.each(faults)('%j is refused at %s: %s', async (text, place, reason) => {
  await using project = await diffProject()
  const fault = await project.diff(text).catch((error: unknown) => error)
  expect(fault).toMatchObject({ code: 'SCHEMA_INVALID' })
  expect(String(fault)).toContain(`schema.sql:${place}: `)
  expect(String(fault)).toContain(reason)
  expect(String(fault)).toMatch(/ \| .*\n +\^/)
})

test('statements may stand in any order, with line ends of any kind', async () => {
  await using project = await diffProject()
  const { migrations } = await project.diff(
    '\ufeffcreate view names as select name from users;\r\ncreate table users (name text, team int references teams);\r\n' +
      'grant select on users to some_reader;\r\ncreate table teams (id int primary key);\r\n',
  )
  expect(migrations).toHaveLength(1)
  expect(migrations[0]!.up).not.toContain('\r')
  expect(migrations[0]!.up).toContain('grant select on table public.users to some_reader;')
})

test('a schema file that is not there is an error that says how to get one', async () => {
  const { diffSchema } = await import('../index.ts')
  await expect(diffSchema({ schema: '/nowhere/schema.sql' })).rejects.toMatchObject({
    code: 'SCHEMA_INVALID',
    message: expect.stringContaining('rowhouse migrate dump'),
  })
})
