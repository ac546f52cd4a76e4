import { describe, expect, test } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import type { Database } from '../../index.ts'
import { defineSeed, type Maker, type NamedSeed, seed, type VolumeSeed } from '../index.ts'

const schema = `
  create table people (
    id uuid primary key,
    number int not null unique,
    name text not null,
    age int check (age between 18 and 80)
  );
  create table notes (
    person uuid not null references people,
    place int not null,
    body text not null,
    primary key (person, place)
  )`

function personId(number: number): string {
  return `00000000-0000-8000-8000-${String(number).padStart(12, '0')}`
}

function person({ number, column }: Maker): Record<string, unknown> {
  return {
    id: personId(number),
    number,
    name: `Person ${number}`,
    age: column('age').nullable(0.1, () => column('years').integer(18, 80)),
  }
}

function people(more: Partial<VolumeSeed> = {}): NamedSeed {
  return {
    name: 'people',
    seed: defineSeed({ kind: 'volume', table: 'people', count: (n) => n, row: person, ...more }),
  }
}

const notes: NamedSeed = {
  name: 'notes',
  seed: defineSeed({
    kind: 'volume',
    table: 'notes',
    dependsOn: ['people'],
    count: (scale) => scale,
    row: ({ number, column }) =>
      Array.from({ length: column('notes').integer(0, 4) }, (_, place) => ({
        person: personId(number),
        place,
        body: `note ${place}\t"\\`,
      })),
  }),
}

describe.each(engines)('volume data on $name', ({ name, open }) => {
  async function openWithTables(): Promise<Database> {
    const db = await open()
    await db.script(schema)
    return db
  }

  const checksum = async (db: Database) => {
    const { sum } = await db.one<{ sum: string }>(`
      select md5(
        (select string_agg(people::text, ';' order by number) from people)
        || (select string_agg(notes::text, ';' order by person, place) from notes)) as sum`)
    return sum
  }

  test('is generated at a scale, the same in two databases, and only at a scale', async () => {
    await using db = await openWithTables()
    await using other = await openWithTables()
    expect((await seed(db, { seeds: [notes, people()] })).seeds).toEqual([])
    const { seeds } = await seed(db, { seeds: [notes, people()], scale: 300 })
    await seed(other, { seeds: [notes, people()], scale: 100 })
    await seed(other, { seeds: [notes, people()], scale: 300 })
    expect(seeds).toMatchObject([
      { name: 'people', kind: 'volume', inserted: 300, unchanged: 0 },
      { name: 'notes', unchanged: 0 },
    ])
    expect(await db.one('select count(*) from notes')).toEqual({ count: seeds[1]?.inserted })
    expect(await checksum(other)).toBe(await checksum(db))
  })

  test('is safe to load again: nothing changes at the same scale or a smaller one, a larger one adds what is missing', async () => {
    await using db = await openWithTables()
    const load = async (scale: number) => (await seed(db, { seeds: [people(), notes], scale })).seeds
    const [, first] = await load(50)
    const before = await db.many('select people.*, xmin::text from people order by number')
    for (const scale of [50, 10]) {
      expect(await load(scale)).toMatchObject([
        { inserted: 0, unchanged: 50 },
        { inserted: 0, unchanged: first?.inserted },
      ])
    }
    expect(await db.many('select people.*, xmin::text from people order by number')).toEqual(before)
    expect((await load(70))[0]).toMatchObject({ inserted: 20, unchanged: 50 })
    expect(await db.one('select count(*), max(number) from people')).toEqual({ count: 70, max: 69 })
  })

  test('is loaded anew when the table was emptied', async () => {
    await using db = await openWithTables()
    await seed(db, { seeds: [people()], scale: 5 })
    await db.execute('delete from people')
    expect((await seed(db, { seeds: [people()], scale: 5 })).seeds[0]).toMatchObject({ inserted: 5, unchanged: 0 })
  })

  test('does not shift when a column is added', async () => {
    await using db = await openWithTables()
    await seed(db, { seeds: [people()], scale: 40 })
    const before = await db.many('select * from people order by number')
    await db.script('truncate people cascade; alter table people add column mood text')
    const withMood = people({
      row: (maker) => ({ mood: maker.column('mood').pick(['good', 'bad']), ...person(maker) }),
    })
    await seed(db, { seeds: [withMood], scale: 40 })
    const after = await db.many('select id, number, name, age from people order by number')
    expect(after).toEqual(before)
    expect(await db.one('select count(distinct mood) from people')).toEqual({ count: 2 })
  })

  test('that would be other rows now is refused before a row is added, and left alone where none is missing', async () => {
    await using db = await openWithTables()
    await seed(db, { seeds: [people()], scale: 5 })
    const edited = people({ row: (maker) => ({ ...person(maker), name: 'Nobody' }) })
    expect((await seed(db, { seeds: [edited], scale: 5 })).seeds[0]).toMatchObject({ inserted: 0 })
    await expect(seed(db, { seeds: [edited], scale: 6 })).rejects.toMatchObject({
      code: 'SEED_INVALID',
      message: expect.stringContaining('--reset --only people'),
    })
  })

  test('two runs at once share the work', async () => {
    await using db = await openWithTables()
    const runs = await Promise.all([1, 2].map(() => seed(db, { seeds: [people(), notes], scale: 200 })))
    expect(runs.map(({ seeds }) => seeds[0]?.inserted ?? 0).reduce((sum, each) => sum + each)).toBe(200)
    expect(await db.one('select count(*) from people')).toEqual({ count: 200 })
  })

  test('a row that its table refuses is named by its number, and its piece is undone', async () => {
    await using db = await openWithTables()
    const bad = people({ row: (maker) => ({ ...person(maker), age: maker.number === 7 ? 'old' : 20 }) })
    await expect(seed(db, { seeds: [bad], scale: 20 })).rejects.toMatchObject({
      code: 'SEED_FAILED',
      facts: name === 'PostgreSQL' ? { seed: 'people', number: 7 } : { seed: 'people' },
    })
    expect(await db.one('select count(*) from people')).toEqual({ count: 0 })
    expect((await seed(db, { seeds: [people()], scale: 20 })).seeds[0]).toMatchObject({ inserted: 20 })
  })

  test('a dry run says what would be written, and writes nothing', async () => {
    await using db = await openWithTables()
    const levels: NamedSeed = {
      name: 'first',
      seed: {
        kind: 'sample',
        table: 'people',
        key: ['number'],
        rows: () => [{ id: personId(9), number: -1, name: 'A' }],
      },
    }
    const dry = await seed(db, { seeds: [levels, people(), notes], scale: 30, dryRun: true })
    expect(dry.seeds).toMatchObject([{ inserted: 1 }, { inserted: 30 }, { name: 'notes' }])
    expect(await db.one(`select count(*), to_regclass('rowhouse.seeds') as ledger from people`)).toEqual({
      count: 0,
      ledger: null,
    })
    const { seeds } = await seed(db, { seeds: [people(), notes], scale: 30 })
    expect(seeds[1]?.inserted).toBe(dry.seeds[2]?.inserted)
  })

  test('identities may be numbered, and the next one comes after them', async () => {
    await using db = await open()
    await db.script(
      'create table t (id int generated always as identity primary key, twice int generated always as (id * 2) stored)',
    )
    const numbered: NamedSeed = {
      name: 't',
      seed: defineSeed({ kind: 'volume', table: 't', count: (n) => n, row: ({ number }) => ({ id: number + 1 }) }),
    }
    await seed(db, { seeds: [numbered], scale: 10 })
    expect(await db.one('insert into t default values returning id, twice')).toEqual({ id: 11, twice: 22 })
  })

  test('goes into partitions, domains and composite keys; a refused row is told with its constraint, and no row stays', async () => {
    await using db = await open()
    await db.script(`
      create domain grade as int check (value between 1 and 5);
      create table parents (a int, b int, primary key (a, b));
      create table children (
        day date not null, a int not null, b int not null, grade grade, span int4range,
        double int generated always as (a * 2) stored,
        foreign key (a, b) references parents
      ) partition by range (day);
      create table children_2025 partition of children for values from ('2025-01-01') to ('2026-01-01');
      create table spans (span int4range, exclude using gist (span with &&))`)
    const volume = (table: string, row: VolumeSeed['row']): NamedSeed => ({
      name: table,
      seed: defineSeed({ kind: 'volume', table, count: (scale) => scale, row }),
    })
    const parents = volume('parents', ({ number }) => ({ a: number, b: number % 3 }))
    const child = ({ number }: Maker) => ({
      day: '2025-02-03',
      a: number,
      b: number % 3,
      grade: 1 + (number % 5),
      double: 0,
    })
    const report = await seed(db, { seeds: [parents, volume('children', child)], scale: 10 })
    expect(report.seeds).toMatchObject([{ inserted: 10 }, { inserted: 10 }])
    expect(await db.one('select sum(double) as doubles from children')).toEqual({ doubles: 90 })

    const failing = async (table: string, row: VolumeSeed['row']) => {
      const other: NamedSeed = { ...volume(table, row), name: 'other' }
      return seed(db, { seeds: [other], scale: 5 }).catch((error: unknown) => error)
    }
    expect(await failing('children', (maker) => ({ ...child(maker), b: 9 }))).toMatchObject({
      code: 'SEED_FAILED',
      facts: { sqlState: '23503' },
    })
    expect(await failing('children', (maker) => ({ ...child(maker), grade: 6 }))).toMatchObject({
      facts: { sqlState: '23514' },
    })
    expect(await failing('spans', () => ({ span: '[1,5)' }))).toMatchObject({
      facts: { sqlState: '23P01', constraint: 'spans_span_excl' },
    })
    expect(await failing('spans', ({ number }) => (number === 0 ? { span: null } : {}))).toMatchObject({
      code: 'SEED_FAILED',
      message: expect.stringContaining('give every row span'),
    })
    expect(await db.one('select count(*) from children')).toEqual({ count: 10 })
  })

  test('what was done is kept, with the kind, the environment and a checksum', async () => {
    await using db = await openWithTables()
    await seed(db, { seeds: [people()], scale: 3, environment: 'preview' })
    expect(await db.one('select * from rowhouse.seeds')).toMatchObject({
      seed: 'people',
      environment: 'preview',
      kind: 'volume',
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
      inserted: 3,
      unchanged: 0,
      loaded: 3,
      seeded_at: expect.any(Date),
    })
  })

  test('is refused in production, and asks for a scale where it is named', async () => {
    await using db = await openWithTables()
    const refused = { code: 'SEED_REFUSED' }
    await expect(seed(db, { seeds: [people()], scale: 1, environment: 'production' })).rejects.toMatchObject(refused)
    await expect(seed(db, { seeds: [people()], only: ['people'] })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
      message: expect.stringContaining('--scale 1000'),
    })
    await expect(seed(db, { seeds: [people()], scale: Number.NaN })).rejects.toMatchObject({ code: 'INVALID_OPTION' })
  })
})
