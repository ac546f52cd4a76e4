import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createMigration, snakeCase } from './create.ts'
import { readMigrations } from './files.ts'
import { emptyFolder } from './testing-support/folder.ts'

const now = new Date('2026-02-03T04:05:06.789Z')

test('a migration is a folder with the time in UTC and a tidy name', async () => {
  await using folder = await emptyFolder()
  const path = join(folder.path, 'made/on/the/way')
  const created = await createMigration(path, 'Add user profiles', { now })
  expect(created).toEqual({
    version: '20260203040506',
    name: '20260203040506_add_user_profiles',
    files: ['up.sql', 'down.sql'].map((file) => join(path, '20260203040506_add_user_profiles', file)),
  })
  expect(await readMigrations(path)).toMatchObject([{ name: created.name, down: {} }])
})

test('two in one second, and one after a version of the future, still get the newest version', async () => {
  await using folder = await emptyFolder()
  await createMigration(folder.path, 'a', { now })
  expect(await createMigration(folder.path, 'a', { now })).toMatchObject({ version: '20260203040507' })
  await folder.add('30000101000000_far', 'select 1')
  expect(await createMigration(folder.path, 'a', { now })).toMatchObject({ version: '30000101000001' })
})

test.each([
  ['Add user profiles', 'add_user_profiles'],
  ["add user's e-mail", 'add_users_e_mail'],
  ['addUserEMail2Users', 'add_user_email2_users'],
  ['  ../../etc/passwd ', 'etc_passwd'],
  ['größe é', 'große_e'],
  ['列を追加', '列を追加'],
  ['a; drop table b', 'a_drop_table_b'],
])('%j becomes %s', (name, expected) => {
  expect(snakeCase(name)).toBe(expected)
})

test.each(['', ' ', '___', '../..', '😀'])('%j is no name', async (name) => {
  await using folder = await emptyFolder()
  await expect(createMigration(folder.path, name)).rejects.toMatchObject({ code: 'MIGRATION_INVALID' })
})
