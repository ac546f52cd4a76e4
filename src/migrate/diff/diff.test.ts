import { describe, expect, test, vi } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import { compareCatalogs, readCatalog } from '../../catalog/index.ts'
import { denseSchema } from '../../catalog/testing-support/dense-schema.ts'
import { denseSchemaNext } from '../../catalog/testing-support/dense-schema-next.ts'
import { diffProject } from './testing-support/project.ts'

// Each of these starts several embedded databases and reads a large catalog many times.
vi.setConfig({ testTimeout: 300_000 })

test('a schema of every kind comes out of nothing, and goes again', async () => {
  await using project = await diffProject()
  const { migrations } = await project.grow(denseSchema)
  expect(migrations.map(({ purpose }) => purpose)).toEqual(['changes'])
  expect((await project.diff(denseSchema)).migrations).toEqual([])
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
