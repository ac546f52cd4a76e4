import { describe, expect, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import { type Seed, seed } from './index.ts'
import { type Exercise, exercises, levels, many, schema } from './testing-support/exercises.ts'

describe.each(engines)('on $name', ({ open }) => {
  async function openWithTables() {
    const db = await open()
    await db.script(schema)
    return db
  }

  describe('a failing row', () => {
    const rows = many(40).map((row, index) => (index === 16 ? { ...row, tempo: 'bad' } : row))

    test('undoes the whole run and is named by seed, number, name and constraint', async () => {
      await using db = await openWithTables()
      const error = await seed(db, { seeds: [levels, exercises(rows)] }).catch((caught: unknown) => caught)
      expect(error).toMatchObject({
        code: 'SEED_FAILED',
        message: expect.stringMatching(
          /^seed exercises: row 17 \(exercise 17\): new row .* violates check constraint .* \[23514\]; nothing/,
        ),
        facts: {
          seed: 'exercises',
          row: 17,
          label: 'exercise 17',
          sqlState: '23514',
          constraint: 'exercises_tempo_check',
        },
        cause: { code: '23514' },
      })
      expect(await db.one('select (select count(*) from levels) + (select count(*) from exercises) as rows')).toEqual({
        rows: 0,
      })
    })

    test('can be skipped: exactly the bad rows are left out, and each is reported', async () => {
      await using db = await openWithTables()
      const bad = rows.map((row, index) => (index === 0 || index === 39 ? { ...row, level: 99 } : row))
      const { seeds } = await seed(db, { seeds: [levels, exercises(bad)], onError: 'skip' })
      expect(seeds[1]).toMatchObject({ inserted: 37, updated: 0, unchanged: 0 })
      expect(seeds[1]?.skipped).toMatchObject([
        { row: 1, label: 'exercise 1', sqlState: '23503', constraint: 'exercises_level_fkey' },
        { row: 17, label: 'exercise 17', sqlState: '23514' },
        { row: 40, label: 'exercise 40', sqlState: '23503' },
      ])
      const missing = `
        select array_agg(number order by number) as numbers
        from generate_series(1, 40) as number
        where not exists (select from exercises where name = 'exercise ' || number)`
      expect(await db.one(missing)).toEqual({ numbers: [1, 17, 40] })
    })

    test('that is malformed is named together with all others, before anything is written', async () => {
      await using db = await openWithTables()
      const columns = (row: Exercise) => {
        if (row.level === 1) throw new Error(`unknown level "${row.level}"`)
        return { ...row }
      }
      const error = await seed(db, { seeds: [levels, exercises(many(5), { columns })] }).catch(
        (caught: unknown) => caught,
      )
      expect(error).toMatchObject({
        code: 'SEED_FAILED',
        message: expect.stringContaining(
          'seed exercises: 2 rows failed:\n  row 2 (exercise 2): unknown level "1"\n  row 5 (exercise 5): unknown level "1"\n',
        ),
        facts: { failures: [{ row: 2 }, { row: 5, label: 'exercise 5', message: 'unknown level "1"' }] },
      })
    })

    test('repeats a key, has none, or has a value that its column cannot hold', async () => {
      await using db = await openWithTables()
      const nameless: Record<string, unknown> = { level: 1 }
      const rows: readonly Record<string, unknown>[] = [
        ...many(2).map((row) => ({ ...row })),
        nameless,
        { name: 'exercise 1', level: 2 },
        { name: 'dip', level: { number: 1 } },
      ]
      const table = { kind: 'reference', table: 'exercises', key: ['name'], rows: () => rows } as const
      const { seeds } = await seed(db, { seeds: [levels, { name: 'exercises', seed: table }], onError: 'skip' })
      expect(seeds[1]?.skipped).toMatchObject([
        { row: 3, message: 'it has no value for the key column "name"' },
        { row: 4, message: 'its key is that of row 1; a key may stand in a seed only once' },
        { row: 5, label: 'dip', message: expect.stringContaining('cannot write object as int4') },
      ])
      expect(seeds[1]).toMatchObject({ inserted: 2 })
    })

    test('leaves the database usable, also when the run is part of a transaction', async () => {
      await using db = await openWithTables()
      await db.transaction(async (tx) => {
        await expect(seed(tx, { seeds: [levels, exercises(rows)] })).rejects.toMatchObject({ code: 'SEED_FAILED' })
        await seed(tx, { seeds: [levels] })
      })
      expect(await db.one('select count(*) from levels')).toEqual({ count: 3 })
    })
  })

  describe('a seed that fails as a whole', () => {
    test.each<[string, Partial<Seed<Exercise>>, string]>([
      ['a table that does not exist', { table: 'exercise' }, 'there is no table exercise; run the migrations first'],
      ['no name of a table', { table: 'the exercises' }, 'there is no table the exercises;'],
      [
        'a column that does not exist',
        { columns: (row) => ({ ...row, tmepo: 1 }) },
        'has no column "tmepo"; did you mean "tempo"?',
      ],
      [
        'a key column that does not exist',
        { key: ['title'] },
        'has no column "title"; its columns are id, name, level, tempo',
      ],
      [
        'a key that is not unique',
        { key: ['level'] },
        'has no unique constraint on exactly (level); add one in a migration, or use (id) or (name)',
      ],
    ])('because of %s', async (_, wrong, problem) => {
      await using db = await openWithTables()
      await expect(seed(db, { seeds: [levels, exercises(many(2), wrong)] })).rejects.toMatchObject({
        code: 'SEED_INVALID',
        message: expect.stringContaining(problem),
      })
      expect(await db.one('select count(*) from levels')).toEqual({ count: 0 })
    })

    test('because its rows cannot be made', async () => {
      await using db = await openWithTables()
      const rows = () => {
        throw new Error('out of coffee')
      }
      await expect(seed(db, { seeds: [levels, exercises([], { rows })], onError: 'skip' })).rejects.toMatchObject({
        code: 'SEED_FAILED',
        message: 'seed exercises failed: out of coffee; nothing of this run was written',
        facts: { seed: 'exercises' },
      })
    })
  })
})
