import type { Row } from 'rowhouse'
import { create, createTestDatabase, withSandbox } from 'rowhouse/testing'
import { expect, test } from 'vitest'
import { folder } from './world.ts'
import '../src/generated/tables.ts'

test('rows made for a test have the types of their tables', async () => {
  await using db = await createTestDatabase({ engine: 'pglite', project: folder })
  await withSandbox(db, async (sandbox) => {
    const user: Row<'users'> = await create(sandbox, 'users', { name: 'Ada' })
    expect(user).toMatchObject({ name: 'Ada', email: 'user1@example.com' })
    // @ts-expect-error there is no such column
    await expect(create(sandbox, 'users', { nmae: 'Ada' })).rejects.toMatchObject({ code: 'FACTORY_INVALID' })
    // @ts-expect-error there is no such table
    await expect(create(sandbox, 'people')).rejects.toMatchObject({ code: 'FACTORY_INVALID' })
    // @ts-expect-error a name is a text
    const numbered = await create(sandbox, 'users', { name: 7 })
    expect(numbered.name).toBe('7')
  })
})
