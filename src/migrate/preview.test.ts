import { describe, expect, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import { previewDown, previewUp } from './preview.ts'
import { objectsOf, worldOf } from './testing-support/world.ts'

describe.each(engines)('a preview on $name', ({ open }) => {
  test('shows each statement with its timeout and rights, and changes nothing', async () => {
    await using world = await worldOf(open())
    await world.folder.add(
      '1_a',
      'create table a (n int);\ninsert into a\n  values (1);\n\ncreate extension citext;',
      'drop table a',
    )
    await world.folder.add('2_i', 'set work_mem = 65;\ncreate index concurrently i on a (n)')
    const at = { folder: world.folder.path }
    expect(await previewUp(world.db, at)).toMatchObject([
      {
        name: '1_a',
        transactional: true,
        statements: [
          { line: 1, text: 'create table a (n int)', lockTimeout: 2000 },
          { line: 2, text: 'insert into a values (1)', lockTimeout: 2000 },
          { line: 5, text: 'create extension citext', rights: 'superuser, unless the extension is trusted' },
        ],
      },
      { name: '2_i', transactional: false, statements: [{ line: 1 }, { line: 2, lockTimeout: 0 }] },
    ])
    expect(await previewUp(world.db, { ...at, steps: 1 })).toHaveLength(1)
    expect(await previewDown(world.db, at)).toEqual([])
    expect(await objectsOf(world.db)).toEqual([])
  })

  test('shows what an interrupted run has finished, and throws what the run would', async () => {
    await using world = await worldOf(open())
    await world.folder.add('1_a', 'create table a (n int); insert into a values (1), (1)', 'drop table a')
    await world.folder.add('2_i', 'create index concurrently i on a (n); create unique index concurrently j on a (n)')
    const at = { folder: world.folder.path }
    await expect(world.up()).rejects.toMatchObject({ code: 'MIGRATION_FAILED' })
    const [planned] = await previewUp(world.db, at)
    expect(planned!.statements.map(({ finished }) => finished)).toEqual([true, undefined])
    await expect(previewDown(world.db, at)).rejects.toMatchObject({ code: 'MIGRATION_INTERRUPTED' })
    await world.folder.add('1_a', 'create table b ()')
    await expect(previewUp(world.db, at)).rejects.toMatchObject({ code: 'MIGRATION_EDITED' })
  })
})
