import { describe, expect, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import { rebaseMigration } from './rebase.ts'
import { worldOf } from './testing-support/world.ts'

describe.each(engines)('rebase on $name', ({ open }) => {
  test('a late migration is refused with the command that mends it, and mended by it', async () => {
    await using world = await worldOf(open())
    await world.folder.add('20_b', 'create table b ()')
    await world.up()
    await world.folder.add('3_a: "é"', 'create table a ()')
    await expect(world.up()).rejects.toThrow(/rowhouse migrate rebase 3$/)
    const at = { folder: world.folder.path, now: new Date('2026-02-03T04:05:06Z') }
    expect(await rebaseMigration(world.db, '3', at)).toEqual({ from: '3_a: "é"', to: '20260203040506_a: "é"' })
    expect(await world.up()).toEqual(['20260203040506_a: "é"'])
  })

  test('the new version is above what is applied, also when its folder is on another branch', async () => {
    await using world = await worldOf(open())
    await world.folder.add('30000101000000_b', 'select 1')
    await world.up()
    await world.folder.remove('30000101000000_b')
    await world.folder.add('3_a', 'select 1')
    const at = { folder: world.folder.path }
    expect(await rebaseMigration(world.db, '3_a', at)).toEqual({ from: '3_a', to: '30000101000001_a' })
  })

  test('what has run, or is not there, is not renamed', async () => {
    await using world = await worldOf(open())
    await world.folder.add('1_a', 'select 1')
    await world.up()
    await world.folder.add('2_i', 'create index concurrently i on nowhere (a)')
    await expect(world.up()).rejects.toMatchObject({ code: 'MIGRATION_FAILED' })
    const at = { folder: world.folder.path }
    await expect(rebaseMigration(world.db, '1', at)).rejects.toMatchObject({ code: 'MIGRATION_INVALID' })
    await expect(rebaseMigration(world.db, '2', at)).rejects.toMatchObject({ code: 'MIGRATION_INVALID' })
    await expect(rebaseMigration(world.db, '9', at)).rejects.toMatchObject({ code: 'MIGRATION_UNKNOWN' })
    await expect(rebaseMigration(world.db, '../1', at)).rejects.toMatchObject({ code: 'MIGRATION_UNKNOWN' })
  })
})
