import { describe, expect, test, vi } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import { compareCatalogs, readCatalog } from '../../catalog/index.ts'
import { denseSchema } from '../../catalog/testing-support/dense-schema.ts'
import { denseSchemaNext } from '../../catalog/testing-support/dense-schema-next.ts'
import { checkMigrations } from '../check/index.ts'
import { diffProject } from './testing-support/project.ts'

// Each of these starts several embedded databases and reads a large catalog many times.
vi.setConfig({ testTimeout: 300_000 })

test('a schema of every kind comes out of nothing, and goes again', async () => {
  await using project = await diffProject()
  const { migrations } = await project.grow(denseSchema)
  expect(migrations.map(({ purpose }) => purpose)).toEqual(['changes'])
  expect((await project.diff(denseSchema)).migrations).toEqual([])
})

test('the check has nothing to say against what is written, indexes built concurrently and new roles included', async () => {
  await using project = await diffProject('create table people (id int primary key, fax text);')
  await project.grow(`create table people (id int primary key, fax text not null check (fax <> ''), pet int unique);
    create index people_fax on people (fax);
    create table pets (id int primary key, owner int not null references people);
    grant select on pets to reader;`)
  const { ok, migrations: checked } = await checkMigrations({ folder: project.folder })
  const migrations = checked.slice(1)
  expect(migrations.flatMap(({ findings }) => findings)).toEqual([])
  expect(migrations.length).toBeGreaterThan(2)
  expect(migrations.map(({ reversible }) => reversible)).toEqual(migrations.map(() => 'proved'))
  expect(ok).toBe(true)
})

describe.each(engines)('on $name', ({ open }) => {
  test('a schema of every kind becomes the next one, and this one again', async () => {
    await using project = await diffProject(denseSchema)
    await project.grow(denseSchemaNext, { allow: ['drop-sequence:app.users_number_seq'] })
    await using db = await open()
    await using next = await open()
    await next.script(denseSchemaNext)
    await project.up(db)
    expect(compareCatalogs(await readCatalog(next), await readCatalog(db))).toEqual([])
    await using first = await open()
    await first.script(denseSchema)
    await project.down(db, 1)
    expect(compareCatalogs(await readCatalog(first), await readCatalog(db))).toEqual([])
  })
})
