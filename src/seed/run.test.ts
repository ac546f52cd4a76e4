import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import { defineSeed, type NamedSeed, type Seed, type SeedKind, seed } from './index.ts'

import { type Exercise, exercises, levels, many, schema } from './testing-support/exercises.ts'

describe.each(engines)('on $name', ({ open }) => {
  async function openWithTables() {
    const db = await open()
    await db.script(schema)
    return db
  }

  describe('running again', () => {
    test('changes nothing: no row, no sequence', async () => {
      await using db = await openWithTables()
      const seeds = [exercises(many(30)), levels]
      const state = () =>
        db.many(`
          select exercises.*, exercises.xmin::text, exercises.ctid::text, last_value
          from exercises
          cross join exercises_id_seq
          order by id`)

      const first = await seed(db, { seeds })
      const before = await state()
      const second = await seed(db, { seeds })

      expect(first.seeds.map(({ name, inserted }) => [name, inserted])).toEqual([
        ['levels', 3],
        ['exercises', 30],
      ])
      expect(second.seeds.map(({ unchanged }) => unchanged)).toEqual([3, 30])
      expect(await state()).toEqual(before)
    })

    test('updates the rows that differ, and leaves alone what they do not mention', async () => {
      await using db = await openWithTables()
      await seed(db, { seeds: [levels, exercises([...many(2), { name: 'plank', level: 0, tempo: '3-0-1-0' }])] })
      const changed = exercises([...many(2), { name: 'plank', level: 2, tempo: undefined }, { name: 'dip', level: 1 }])
      const { seeds } = await seed(db, { seeds: [levels, changed] })
      expect(seeds[1]).toMatchObject({ inserted: 1, updated: 1, unchanged: 2, skipped: [] })
      expect(await db.many(`select name, level, tempo from exercises where level > 0 order by id`)).toEqual([
        { name: 'exercise 2', level: 1, tempo: 'hold' },
        { name: 'plank', level: 2, tempo: '3-0-1-0' },
        { name: 'dip', level: 1, tempo: 'hold' },
      ])
    })

    test('after a migration has changed the table works on the same connections', async () => {
      await using db = await openWithTables()
      const seeds = [levels, exercises(many(3))]
      await seed(db, { seeds })
      await db.script(
        `alter table exercises add column notes text not null default 'none'; alter table exercises drop column tempo`,
      )
      const { seeds: results } = await seed(db, { seeds: [levels, exercises([{ ...many(1)[0]!, level: 2 }])] })
      expect(results[1]).toMatchObject({ updated: 1 })
    })
  })

  describe('rows', () => {
    test('may come one by one, 20,000 of them, of which only a batch is held', async () => {
      await using db = await openWithTables()
      let made = 0
      let mostHeld = 0
      const rows = async function* () {
        for (const row of many(20_000)) {
          made++
          yield row
        }
      }
      const onProgress = ({ phase, done }: { phase: string; done: number }) => {
        if (phase === 'seed exercises') mostHeld = Math.max(mostHeld, made - done)
      }
      const seeds = [levels, exercises([], { rows })]
      const first = await seed(db, { seeds, onProgress })
      const second = await seed(db, { seeds })
      expect(first.seeds[1]).toMatchObject({ inserted: 20_000 })
      expect(second.seeds[1]).toMatchObject({ unchanged: 20_000 })
      expect(mostHeld).toBeLessThanOrEqual(501)
    })

    test('go in in their order, though they mention different columns', async () => {
      await using db = await open()
      await db.script('create table nodes (id int primary key, parent int references nodes, note text)')
      const rows = [
        { id: 1 },
        { id: 2, parent: 1, note: 'a' },
        { id: 3, parent: 2 },
        { id: 4, parent: 3, note: 'b' },
        { id: 5 },
      ]
      const nodes: NamedSeed = {
        name: 'nodes',
        seed: { kind: 'reference', table: 'nodes', key: ['id'], rows: () => rows },
      }
      expect((await seed(db, { seeds: [nodes] })).seeds[0]).toMatchObject({ inserted: 5 })
    })

    test('may depend on the database and on a file of the project', async () => {
      await using db = await openWithTables()
      const folder = await mkdtemp(join(tmpdir(), 'rowhouse-seed-'))
      await mkdir(join(folder, 'data'))
      await writeFile(join(folder, 'data/exercises.json'), JSON.stringify([{ name: 'plank', levelName: 'Novice' }]))
      const rows: Seed<Exercise>['rows'] = async ({ db: tx, readJson }) => {
        const file = await readJson<{ name: string; levelName: string }[]>('data/exercises.json')
        const known = await tx.many<{ id: number; name: string }>('select id, name from levels')
        return file.map(({ name, levelName }) => ({ name, level: known.find((level) => level.name === levelName)!.id }))
      }
      await seed(db, { seeds: [levels, exercises([], { rows })], projectFolder: folder })
      await rm(folder, { recursive: true })
      expect(await db.many('select name, level from exercises')).toEqual([{ name: 'plank', level: 2 }])
    })

    test('may number themselves: the sequence moves past them', async () => {
      await using db = await openWithTables()
      const numbered = exercises(many(3), { columns: (row) => ({ id: 10 + row.level, ...row }), key: ['id'] })
      await seed(db, { seeds: [levels, numbered] })
      expect(await db.one(`insert into exercises (name, level) values ('next', 1) returning id`)).toEqual({ id: 13 })
    })

    test('may carry generated columns along', async () => {
      await using db = await open()
      await db.script('create table t (id int primary key, double int generated always as (id * 2) stored)')
      const table: NamedSeed = {
        name: 't',
        seed: { kind: 'reference', table: 't', key: ['id'], rows: () => [{ id: 1, double: 9 }] },
      }
      await seed(db, { seeds: [table] })
      expect(await db.many('select * from t')).toEqual([{ id: 1, double: 2 }])
    })
  })

  test('names may hold anything, and a table may be partitioned', async () => {
    await using db = await open()
    await db.script(`
      create schema "My ""Schema""";
      create table "My ""Schema"""."Sales; drop table x --" (
        "the key" int,
        "In""sert" text,
        "given" int,
        "present" int,
        primary key ("the key", "given")
      ) partition by list ("the key");
      create table part partition of "My ""Schema"""."Sales; drop table x --" default`)
    const rows = [
      { 'the key': 1, given: 1, 'In"sert': `it's`, present: 2 },
      { 'the key': 1, given: 2, 'In"sert': null, present: 3 },
    ]
    const table = '"My ""Schema"""."Sales; drop table x --"'
    const sales: NamedSeed = {
      name: 'sales',
      seed: { kind: 'reference', table, key: ['given', 'the key'], rows: () => rows },
    }
    expect((await seed(db, { seeds: [sales] })).seeds[0]).toMatchObject({ inserted: 2 })
    rows[0]!.present = 7
    expect((await seed(db, { seeds: [sales] })).seeds[0]).toMatchObject({ updated: 1, unchanged: 1 })
    expect(await db.many(`select * from ${table} order by given`)).toEqual(rows)
  })

  test('a writer writes rows with SQL of its own and says what it did', async () => {
    await using db = await openWithTables()
    const write: NamedSeed = {
      name: 'pairs',
      seed: defineSeed<{ name: string }>({
        kind: 'sample',
        dependsOn: ['levels'],
        rows: () => ['a', 'b', '', 'd'].map((name) => ({ name })),
        write: async (tx, { name }) => {
          if (name === '') throw new Error('a name is missing')
          await tx.execute('insert into levels values (100 + ascii($1), $1) on conflict do nothing', [name])
          const written = await tx.execute(
            'insert into exercises (name, level) select name, id from levels where name = $1 on conflict do nothing',
            [name],
          )
          return written === 1 ? 'inserted' : 'unchanged'
        },
      }),
    }
    const seeds = [levels, write]
    const { seeds: results } = await seed(db, { seeds, onError: 'skip' })
    expect(results[1]).toMatchObject({ inserted: 3, unchanged: 0, skipped: [{ row: 3, message: 'a name is missing' }] })
    expect((await seed(db, { seeds, onError: 'skip' })).seeds[1]).toMatchObject({ inserted: 0, unchanged: 3 })
    await expect(seed(db, { seeds })).rejects.toMatchObject({ facts: { seed: 'pairs', row: 3 } })
  })

  test('progress names the seed, the row and the total', async () => {
    await using db = await openWithTables()
    const events: unknown[] = []
    await seed(db, { seeds: [levels, exercises(many(3), { batchSize: 2 })], onProgress: (event) => events.push(event) })
    expect(events).toEqual([
      { phase: 'seed levels', name: '', done: 0, total: 3 },
      { phase: 'seed levels', name: 'Novice', done: 3, total: 3 },
      { phase: 'seed exercises', name: '', done: 0, total: 3 },
      { phase: 'seed exercises', name: 'exercise 2', done: 2, total: 3 },
      { phase: 'seed exercises', name: 'exercise 3', done: 3, total: 3 },
    ])
  })

  describe('in production', () => {
    const one = (name: string, kind: Exclude<SeedKind, 'volume'>): NamedSeed => ({
      name,
      seed: { kind, table: 'levels', key: ['id'], rows: () => [] },
    })
    const seeds = [one('roles', 'reference'), one('demo', 'sample')]

    test('reference data runs, sample data does not, and the report says so', async () => {
      await using db = await openWithTables()
      const report = await seed(db, { seeds, production: true })
      expect(report.seeds.map(({ name }) => name)).toEqual(['roles'])
      expect(report.leftOut).toEqual(['demo'])
      expect((await seed(db, { seeds, production: false })).leftOut).toEqual([])
    })

    test('sample data asked for is refused unless it is forced', async () => {
      await using db = await openWithTables()
      const refused = { code: 'SEED_REFUSED', message: expect.stringContaining('does not go into production') }
      await expect(seed(db, { seeds, production: true, kinds: ['sample'] })).rejects.toMatchObject(refused)
      await expect(seed(db, { seeds, production: true, only: ['demo'] })).rejects.toMatchObject(refused)
      const report = await seed(db, { seeds, production: true, only: ['demo'], force: true })
      expect(report.seeds.map(({ name }) => name)).toEqual(['demo'])
    })
  })
})
