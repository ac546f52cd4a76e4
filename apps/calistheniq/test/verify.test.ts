import { loadConfig } from 'rowhouse'
import { migrateUp } from 'rowhouse/migrate'
import { seed } from 'rowhouse/seed'
import { verify } from 'rowhouse/verify'
import { describe, expect, test, vi } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import { folder } from './world.ts'

// It builds, fills and reads the whole database, and replays the migrations in another.
vi.setConfig({ testTimeout: 180_000 })

describe.each(engines)('on $name', (engine) => {
  test('no check finds anything that is not ignored for a reason, and no reason is out of date', async () => {
    await using db = await engine.open()
    const project = await loadConfig(folder)
    await migrateUp(db, { folder: project.migrations })
    await seed(db, { projectFolder: folder })
    const report = await verify(db, { project, deep: true, strict: true })
    expect(report.findings).toEqual([])
    expect(report.unused).toEqual([])
    expect(report.ok).toBe(true)
    const ran = report.checks.filter(({ status }) => status !== 'skipped').map(({ id }) => id)
    expect(ran).toEqual(expect.arrayContaining(['migrations', 'drift', 'query', 'generated-types', 'orphan-rows']))
  })
})
