import { expect, test } from 'vitest'
import { declaredRenames } from './declarations.ts'
import { schemaFile } from './schema-file.ts'

const cases: readonly (readonly [text: string, found: string])[] = [
  ['-- @renamed from people\ncreate table users (id int);', 'table users from people'],
  ['create table users (id int); -- @renamed from people', 'table users from people'],
  ['create table app.users (\n  -- @renamed from fax\n  facsimile text\n);', 'column app.users.facsimile from fax'],
  ['create table users (facsimile text, -- @renamed from fax\n  b int);', 'column users.facsimile from fax'],
  ['create table users (a numeric(5, 2) /* @renamed from b */, c int);', 'column users.a from b'],
  ['create table users (a int, -- @renamed from "Old, Name"\n  b int);', 'column users.a from Old, Name'],
  ['create table users (a int,\n  -- @renamed from b\n  constraint c check (a > 0));', 'constraint users.c from b'],
  [`create type mood as enum ('sad', 'happy' /* @renamed from 'glad' */);`, 'value mood.happy from glad'],
  ['-- @renamed from i\ncreate unique index if not exists j on app.t (a);', 'index app.j from i'],
  ['-- @renamed from p\ncreate policy q on app.t using (true);', 'policy app.t.q from p'],
  [
    '-- @renamed from f\ncreate or replace function app.g(a int) returns int language sql return 1;',
    'function app.g from f',
  ],
  ['-- @renamed from old.people\ncreate unlogged table users (id int);', 'table users from old.people'],
  ['-- @renamed from v\ncreate materialized view "W" as select 1;', 'view W from v'],
]

test.each(cases)('%j declares %s', (text, found) => {
  const [declaration, ...others] = declaredRenames(schemaFile('schema.sql', text))
  expect(others).toEqual([])
  const { kind, name, from } = declaration!
  expect(`${kind} ${name.join('.')} from ${from.join('.')}`).toBe(found)
})

test.each([
  'create table t (a int,\n  -- @renamed from b\n  primary key (a));',
  '-- @renamed from a\ncomment on table t is null;',
  'create table t (a int);\n-- @renamed from b',
  '-- @renamed from ()\ncreate table t (a int);',
])('%j declares nothing that has a name', (text) => {
  expect(() => declaredRenames(schemaFile('schema.sql', text))).toThrow('write `-- @renamed from old_name` above')
})

test('words in strings and other comments declare nothing', () => {
  const text = `create table t (a text default '-- @renamed from b'); -- renamed from c\n/* once it was @renamed */`
  expect(declaredRenames(schemaFile('schema.sql', text))).toEqual([])
})
