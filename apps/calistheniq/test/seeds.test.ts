import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig, type Queryable, type UnknownRow } from 'rowhouse'
import { seed } from 'rowhouse/seed'
import { setup } from 'rowhouse/setup'
import { createTestDatabase } from 'rowhouse/testing'
import { describe, expect, test } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import type { Day, Week } from '../src/progress/schemas.ts'
import { ada } from '../src/sample/history.ts'
import { ask, createWorld, folder, ok } from './world.ts'

interface LibraryFile {
  readonly exercises: Record<string, unknown>[]
}

/** Every row of every table with the transaction that wrote it. */
function fingerprint(db: Queryable): Promise<UnknownRow[]> {
  return ask(
    db,
    `
    select count(*) as rows, md5(string_agg(line, ',' order by line)) as written
    from (
      select 'user ' || id || xmin as line from users
      union all select 'level ' || id || xmin from workout_levels
      union all select 'category ' || id || xmin from exercise_categories
      union all select 'exercise ' || id || xmin from exercises
      union all select 'current ' || category_id || xmin from user_current_levels
      union all select 'config ' || exercise_id || xmin from user_exercise_configs
      union all select 'session ' || id || xmin from workout_sessions
      union all select 'plan ' || id || xmin from session_exercises
      union all select 'set ' || id || xmin from exercise_set_logs
      union all select 'day ' || workout_date || xmin from daily_workout_summary
    ) as lines`,
  )
}

async function withLibrary(edit: (library: LibraryFile) => void, run: (projectFolder: string) => Promise<void>) {
  const project = await mkdtemp(join(tmpdir(), 'calistheniq-'))
  try {
    await cp(join(folder, 'data'), join(project, 'data'), { recursive: true })
    const file = join(project, 'data', 'exercises.json')
    const library: LibraryFile = JSON.parse(await readFile(file, 'utf8'))
    edit(library)
    await writeFile(file, JSON.stringify(library))
    await run(project)
  } finally {
    await rm(project, { recursive: true })
  }
}

describe.each(engines)('the seeds on $name', (engine) => {
  test('fill an empty database that nothing is found wrong with, and a second run writes nothing', async () => {
    await using db = await engine.open()
    const project = await loadConfig(folder)
    const first = await setup(db, project)
    const before = await fingerprint(db)
    const second = await setup(db, project)
    expect([first.report.findings, second.report.findings]).toEqual([[], []])
    expect(first.seeds.seeds.find(({ name }) => name === 'exercises')).toMatchObject({ inserted: 128 })
    expect(second.seeds.seeds.filter(({ inserted, updated }) => inserted + updated > 0)).toEqual([])
    expect(await fingerprint(db)).toEqual(before)
  })

  test('give the sample user four weeks of training', async () => {
    await using world = await createWorld(engine, ['reference', 'sample'])
    const counts = await ask(
      world.db,
      `
      select status, count(*) as sessions
      from workout_sessions
      group by status
      order by status`,
    )
    expect(counts).toEqual([
      { status: 'planned', sessions: 3 },
      { status: 'completed', sessions: 11 },
      { status: 'skipped', sessions: 1 },
    ])
    const { weeks } = ok(await world.get<{ weeks: Week[] }>(`/users/${ada.id}/progress/weekly`))
    expect(weeks.reduce((sum, { sessions }) => sum + sessions, 0)).toBe(11)
    const { days } = ok(await world.get<{ days: Day[] }>(`/users/${ada.id}/progress/daily?days=60`))
    expect(days).toHaveLength(11)
    expect(days.reduce((sum, day) => sum + day.total_sets, 0)).toBe(weeks.reduce((sum, { sets }) => sum + sets, 0))
  })

  test('do not set back what the sample user changed', async () => {
    await using world = await createWorld(engine, ['reference', 'sample'])
    ok(await world.put(`/users/${ada.id}/levels/Push`, { level: 3 }))
    await seed(world.db, { projectFolder: folder })
    expect(ok(await world.get(`/users/${ada.id}/levels/Push`))).toMatchObject({ level: 3 })
  })

  test('report every malformed exercise by its name, and write none', async () => {
    await using db = await createTestDatabase({ ...engine.place, project: folder, seeds: [] })
    const edit = ({ exercises }: LibraryFile) => {
      Object.assign(exercises[3] ?? {}, { levelName: 'Wizard' })
      Object.assign(exercises[70] ?? {}, { sets: [{ reps: 8, duration: 30 }] })
      Object.assign(exercises[90] ?? {}, { sets: [] })
    }
    await withLibrary(edit, async (projectFolder) => {
      const run = seed(db, { projectFolder, folder: `${folder}seeds`, kinds: ['reference'] })
      await expect(run).rejects.toMatchObject({
        code: 'SEED_FAILED',
        message: expect.stringMatching(/Wizard/),
        facts: { failures: [{ row: 4 }, { row: 71 }, { row: 91 }] },
      })
    })
    expect(await ask(db, 'select count(*) as exercises from exercises')).toEqual([{ exercises: 0 }])
  })
})
