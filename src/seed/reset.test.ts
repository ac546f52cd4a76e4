import { describe, expect, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import { type NamedSeed, seed } from './index.ts'
import { exercises, levels, many, schema } from './testing-support/exercises.ts'

const people: NamedSeed = {
  name: 'people',
  seed: { kind: 'volume', table: 'people', count: (scale) => scale, row: ({ number }) => ({ number }) },
}

describe.each(engines)('a reset on $name', ({ open }) => {
  async function openWithTables() {
    const db = await open()
    await db.script(`${schema}; create table people (number int primary key); create table other (id int);
      insert into other values (1)`)
    return db
  }

  test('empties the tables that seeds fill, says so first, and fills them again', async () => {
    await using db = await openWithTables()
    const seeds = [levels, exercises(many(3)), people]
    await seed(db, { seeds, scale: 4 })
    await db.script(`insert into levels values (9, 'mine'); insert into people values (99)`)
    const told: unknown[] = []
    const refuse = () => {
      throw new Error('not these')
    }
    await expect(seed(db, { seeds, scale: 4, reset: true, onReset: refuse })).rejects.toThrow('not these')
    expect(await db.one('select count(*) from levels')).toEqual({ count: 4 })
    const onReset = (tables: readonly string[]) => void told.push(...tables)
    const report = await seed(db, { seeds, scale: 4, reset: true, onReset })
    expect(told).toEqual(['"public"."levels"', '"public"."exercises"', '"public"."people"'])
    expect(report.seeds).toMatchObject([{ inserted: 3 }, { inserted: 3 }, { inserted: 4, unchanged: 0 }])
    expect(
      await db.one(`select (select max(number) from people) as last, (select count(*) from other) as others,
      (select min(id) from exercises) as first`),
    ).toEqual({ last: 3, others: 1, first: 1 })
  })

  test('of named seeds leaves those alone that they depend on', async () => {
    await using db = await openWithTables()
    const seeds = [levels, exercises(many(3))]
    await seed(db, { seeds })
    await db.execute(`insert into levels values (9, 'mine')`)
    await seed(db, { seeds, only: ['exercises'], reset: true })
    expect(
      await db.one('select (select count(*) from levels) as levels, (select count(*) from exercises) as exercises'),
    ).toEqual({ levels: 4, exercises: 3 })
  })

  test('is refused while a table that no seed fills refers to one of them, and in production, even when forced', async () => {
    await using db = await openWithTables()
    await seed(db, { seeds: [levels] })
    await expect(seed(db, { seeds: [levels], reset: true })).rejects.toMatchObject({
      code: 'SEED_REFUSED',
      message: expect.stringContaining('exercises refers to levels'),
    })
    const production = { environment: 'production', reset: true, force: true }
    await expect(seed(db, { seeds: [levels], ...production })).rejects.toMatchObject({ code: 'SEED_REFUSED' })
    expect(await db.one('select count(*) from levels')).toEqual({ count: 3 })
  })

  test('that is only rehearsed, or whose seeds fail, leaves everything as it was', async () => {
    await using db = await openWithTables()
    const seeds = [levels, exercises(many(3))]
    await seed(db, { seeds })
    const before = await db.many('select *, xmin::text from exercises')
    await seed(db, { seeds, reset: true, dryRun: true })
    const bad = exercises([{ name: 'x', level: 99 }])
    await expect(seed(db, { seeds: [levels, bad], reset: true })).rejects.toMatchObject({ code: 'SEED_FAILED' })
    expect(await db.many('select *, xmin::text from exercises')).toEqual(before)
  })
})
