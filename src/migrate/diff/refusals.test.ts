import { expect, test, vi } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import { diffProject } from './testing-support/project.ts'

vi.setConfig({ testTimeout: 300_000 })

const people = `
  create type mood as enum ('sad', 'glad', 'angry');
  create table people (id int primary key, fax text, age int, mood mood);
  create table pets (id int primary key, name text);
  create index people_fax on people (fax);`

test('what would be lost is named, with the words that allow it', async () => {
  await using project = await diffProject(people)
  const less = `create type mood as enum ('sad', 'glad'); create table people (id int primary key, fax text, mood mood);
    create index people_fax on people (fax);`
  await expect(project.diff(less)).rejects.toMatchObject({
    code: 'DIFF_REFUSED',
    message: [
      'this would be lost:',
      '  table public.pets',
      '  column public.people.age',
      "  value 'angry' of public.mood",
      'if that is meant, add: --allow drop-table:pets --allow drop-column:people.age --allow drop-value:mood.angry',
    ].join('\n'),
  })
  const allow = ['drop-table:public.pets', 'drop-column:people.age', 'drop-value:mood.angry']
  const { migrations } = await project.diff(less, { allow })
  expect(migrations.map(({ up }) => up).join()).toContain('drop table public.pets;')
})

test('what looks like a rename is not dropped and made anew, unless that is said', async () => {
  await using project = await diffProject(people)
  const renamed = people.replace('fax text', 'facsimile text').replace('(fax)', '(facsimile)')
  await expect(project.diff(renamed)).rejects.toMatchObject({
    code: 'DIFF_REFUSED',
    message: [
      'column public.people.fax goes and public.people.facsimile comes, which looks like a rename',
      '  if it is one, write above facsimile in the schema file:  -- @renamed from fax',
      '  if it is none, and the old one is to be lost:  --allow drop-column:people.fax',
    ].join('\n'),
  })
  const { migrations } = await project.diff(renamed, { allow: ['drop-column:people.fax'] })
  expect(migrations.map(({ up }) => up).join()).toContain('drop column fax')
})

test('a declared rename keeps rows, indexes and constraints, and may stay in the file', async () => {
  await using project = await diffProject(people)
  const renamed = `
    create type mood as enum ('sad', 'happy' /* @renamed from 'glad' */, 'angry');
    -- @renamed from people
    create table persons (
      id int primary key,
      -- @renamed from fax
      "Fax number" text,
      age int, mood mood);
    create table pets (id int primary key, name text);
    create index persons_fax on persons ("Fax number");`
  const { migrations } = await project.grow(renamed)
  expect(migrations.map(({ purpose, up }) => [purpose, up])).toEqual([
    [
      'renames',
      [
        'alter table public.people rename to persons;\n',
        `alter type public.mood rename value 'glad' to 'happy';\n`,
        'alter table public.persons rename column fax to "Fax number";\n',
        'alter table public.persons rename constraint people_pkey to persons_pkey;\n',
        'alter index public.people_fax rename to persons_fax;\n',
      ].join('\n'),
    ],
  ])
  await using db = await engines[0]!.open()
  await db.script(people)
  await db.script(`insert into people values (1, '123', 4, 'glad')`)
  await project.up(db, 1)
  expect(await db.many('select * from persons')).toEqual([{ id: 1, 'Fax number': '123', age: 4, mood: 'happy' }])
  expect((await project.diff(renamed)).migrations).toEqual([])
  await project.down(db, 1)
  expect(await db.many('select fax, mood from people')).toEqual([{ fax: '123', mood: 'glad' }])
})

test('a rename from a name that is not there is an error at its place', async () => {
  await using project = await diffProject(people)
  const wrong = people
    .replace('fax text', '\n  -- @renamed from facs\n  facsimile text')
    .replace('(fax)', '(facsimile)')
  await expect(project.diff(wrong)).rejects.toMatchObject({
    code: 'SCHEMA_INVALID',
    message: expect.stringContaining(':4:3: the migrations make no column facs here'),
  })
})

test('what cannot be compared is an error that names it', async () => {
  await using project = await diffProject('create table t ();')
  const schema = `create table t ();
    create function same(int, int) returns boolean language sql immutable as 'select $1 = $2';
    create operator === (leftarg = int, rightarg = int, function = same);`
  await expect(project.diff(schema)).rejects.toMatchObject({
    code: 'DIFF_REFUSED',
    message: expect.stringContaining('operator: ==='),
  })
})
