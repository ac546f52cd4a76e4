import { migrateDown, migrateUp } from 'rowhouse/migrate'
import { createTestDatabase } from 'rowhouse/testing'
import { describe, expect, test } from 'vitest'
import { type Engine, engines } from '../../../test/support/databases.ts'
import { ask, folder } from './world.ts'

const migrations = { folder: `${folder}migrations` }
const migrated = ({ place }: Engine) => createTestDatabase({ ...place, project: folder, seeds: [] })

describe.each(engines)('the schema on $name', (engine) => {
  test('goes up, down to nothing, and up again', async () => {
    await using db = await engine.open()
    const objects = () =>
      ask(
        db,
        `
        select relname::text as name from pg_class where relnamespace = 'public'::regnamespace
        union all
        select proname::text from pg_proc where pronamespace = 'public'::regnamespace
        union all
        select typname::text from pg_type where typnamespace = 'public'::regnamespace
        order by name`,
      )
    await migrateUp(db, migrations)
    const built = await objects()
    await migrateDown(db, { ...migrations, all: true })
    expect(await objects()).toEqual([])
    await migrateUp(db, migrations)
    expect(await objects()).toEqual(built)
  })

  test('knows a valid list of sets from everything else', async () => {
    await using db = await migrated(engine)
    const valid = (sets: unknown) => ask(db, 'select sets_are_valid($1) as valid', [sets])
    for (const sets of [[{ reps: 8 }], [{ reps: 8 }, { duration: 30 }], [{ duration: 3600 }]]) {
      expect([sets, await valid(sets)]).toEqual([sets, [{ valid: true }]])
    }
    for (const sets of [
      [],
      {},
      'three',
      [8],
      [null],
      [[]],
      [{}],
      [{ reps: 0 }],
      [{ reps: -1 }],
      [{ reps: 1.5 }],
      [{ reps: '8' }],
      [{ reps: null }],
      [{ reps: [8] }],
      [{ reps: true }],
      [{ reps: 8, duration: 1 }],
      [{ reps: 8, rpe: 7 }],
      [{ reps: 3601 }],
    ]) {
      expect([sets, await valid(sets)]).toEqual([sets, [{ valid: false }]])
    }
  })

  test('knows a tempo', async () => {
    await using db = await migrated(engine)
    expect(await ask(db, `select '3-2-3-1'::tempo as counted, 'hold'::tempo as held`)).toEqual([
      { counted: '3-2-3-1', held: 'hold' },
    ])
    for (const tempo of ['3-2-3', 'Hold', '3-2-3-1-1', '', 'hold\n']) {
      await expect(ask(db, 'select $1::text::tempo', [tempo])).rejects.toMatchObject({ code: '23514' })
    }
  })

  test('keeps updated_at, and only when something changed', async () => {
    await using db = await migrated(engine)
    await ask(db, `insert into users (email, name, updated_at) values ('a@example.com', 'A', '2020-01-01')`)
    const update = (name: string) =>
      ask(db, `update users set name = $1 returning updated_at > '2020-01-02' as touched`, [name])
    expect(await update('A')).toEqual([{ touched: false }])
    expect(await update('B')).toEqual([{ touched: true }])
  })

  test('deletes a user with everything that is theirs', async () => {
    await using db = await migrated(engine)
    const leftBehind = await ask(
      db,
      `
      select count(*) as left_behind
      from pg_constraint
      where contype = 'f'
        and confrelid = 'users'::regclass
        and confdeltype <> 'c'`,
    )
    expect(leftBehind).toEqual([{ left_behind: 0 }])
  })
})
