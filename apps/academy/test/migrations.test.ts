import { checkMigrations } from 'rowhouse/migrate'
import { expect, test } from 'vitest'
import { folder } from './world.ts'

test('every migration goes up, down and up again, and blocks nobody for long', async () => {
  const { ok, migrations, notChecked } = await checkMigrations({ folder: `${folder}migrations`, requireDown: true })
  expect(migrations.flatMap(({ findings }) => findings)).toEqual([])
  expect(migrations.map(({ reversible }) => reversible)).toEqual(migrations.map(() => 'proved'))
  expect({ ok, notChecked }).toEqual({ ok: true, notChecked: [] })
})
