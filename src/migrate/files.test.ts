import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readMigrations } from './files.ts'
import { emptyFolder } from './testing-support/folder.ts'

test('migrations are read in the order of their versions as numbers', async () => {
  await using folder = await emptyFolder()
  await folder.add('10_b', 'select 10')
  await folder.add('9_a', 'select 9', 'select -9')
  await folder.add('20230101000000_c', 'select 3')
  const migrations = await readMigrations(folder.path)
  expect(migrations.map(({ version, name }) => [version, name])).toEqual([
    ['9', '9_a'],
    ['10', '10_b'],
    ['20230101000000', '20230101000000_c'],
  ])
  expect(migrations[0]!.down?.text).toBe('select -9')
  expect(migrations[1]).not.toHaveProperty('down')
})

test('a byte order mark and the line ends of Windows are taken away', async () => {
  await using folder = await emptyFolder()
  await folder.add('1_a', '\ufeffselect 1;\r\nselect 2;\r\n')
  const [migration] = await readMigrations(folder.path)
  expect(migration!.up.text).toBe('select 1;\nselect 2;\n')
})

test('hidden entries and files that are not SQL are passed over', async () => {
  await using folder = await emptyFolder()
  await folder.write('README.md', '')
  await folder.write('.gitkeep', '')
  await folder.write('.backup/up.sql', '')
  await folder.write('1_a/notes.md', '')
  await folder.add('1_a', 'select 1')
  expect(await readMigrations(folder.path)).toHaveLength(1)
})

test("a name may hold spaces, quotes and any script's letters", async () => {
  await using folder = await emptyFolder()
  await folder.add(`1_it's "größe"; 列`, 'select 1')
  expect((await readMigrations(folder.path))[0]!.name).toBe(`1_it's "größe"; 列`)
})

describe('what would be skipped or misread is refused', () => {
  test.each([
    ['add_users/up.sql', 'select 1', /add_users: .* rename the folder/],
    ['1_/up.sql', 'select 1', /rename the folder/],
    ['1_a/down.sql', 'select 1', /1_a: .* no up\.sql/],
    ['1_a.sql', 'select 1', /1_a\.sql: a migration is a folder/],
    ['1_a/Up.sql', 'select 1', /Up\.sql: .* rename/],
    ['1_a/up.sql', Uint8Array.of(0x61, 0xff), /not UTF-8/],
    ['1_a/up.sql', 'select 1;\0 select 2', /NUL/],
  ])('%s', async (name, content, message) => {
    await using folder = await emptyFolder()
    await folder.write(name, content)
    const refused = expect.objectContaining({ code: 'MIGRATION_INVALID', message: expect.stringMatching(message) })
    await expect(readMigrations(folder.path)).rejects.toEqual(refused)
  })

  test('a folder that is not there', async () => {
    await using folder = await emptyFolder()
    await expect(readMigrations(join(folder.path, 'nowhere'))).rejects.toThrow(/nowhere: .*rowhouse migrate new/)
  })

  test('a version that is there twice, also with zeros in front', async () => {
    await using folder = await emptyFolder()
    await folder.add('7_a', 'select 1')
    await folder.add('007_b', 'select 1')
    await expect(readMigrations(folder.path)).rejects.toMatchObject({
      code: 'MIGRATION_DUPLICATE',
      facts: { paths: expect.arrayContaining([join(folder.path, '7_a'), join(folder.path, '007_b')]) },
    })
  })
})
