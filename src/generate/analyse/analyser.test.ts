import { describe, expect, test } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import { createAnalyser } from './index.ts'
import { library } from './testing-support/library.ts'

describe.each(engines)('on $name', ({ open }) => {
  test('a wrong query is an error with its place and PostgreSQL’s hint', async () => {
    await using db = await open()
    await db.script(library)
    const analyser = await createAnalyser(db)
    expect(await analyser.analyse('select titel from book')).toEqual({
      error: {
        code: '42703',
        message: 'column "titel" does not exist',
        position: 8,
        hint: 'Perhaps you meant to reference the column "book.title".',
      },
    })
    expect(await analyser.analyse('select 1 as one; drop table review')).toMatchObject({ error: { code: '42601' } })
  })

  test('columns that a row could not hold by name are named', async () => {
    await using db = await open()
    await db.script(library)
    const analyser = await createAnalyser(db)
    expect(await analyser.analyse('select id, title, id, title from book')).toEqual({
      error: {
        code: 'DUPLICATE_COLUMN',
        message: 'columns "id", "title" stand in the answer more than once',
        hint: 'Give each its own name with `as`.',
      },
    })
    expect(await analyser.analyse('select id, 1 + 1 from book')).toEqual({
      error: { code: 'UNNAMED_COLUMN', message: 'column 2 has no name', hint: 'Name it with `as`.' },
    })
  })

  test('what has no analysed tree is described, every column nullable', async () => {
    await using db = await open()
    await db.script(library)
    const analyser = await createAnalyser(db)
    expect(await analyser.analyse('explain select 1')).toEqual({
      columns: [{ name: 'QUERY PLAN', type: 'string', nullable: true }],
      params: [],
    })
    expect(await analyser.analyse('create table extra (id int4)')).toEqual({ columns: [], params: [] })
    expect(await analyser.analyse('')).toEqual({ columns: [], params: [] })
  })

  test('a statement that a function could not hold says why nothing is known of it', async () => {
    await using db = await open()
    await db.script(library)
    const analyser = await createAnalyser(db)
    const params = Array.from({ length: 101 }, (_, index) => `$${index + 1}::int4`)
    const analysis = await analyser.analyse(`select id from book where id in (${params.join(', ')})`)
    expect(analysis).toMatchObject({
      columns: [{ name: 'id', type: 'number', nullable: true }],
      imprecise: 'functions cannot have more than 100 arguments',
    })
    expect(await analyser.analyse('set local work_mem = 1000')).toEqual({ columns: [], params: [] })
    expect(await analyser.analyse('select 1 as one into temp other')).not.toHaveProperty('imprecise')
  })

  test('nothing is left in the database, and nothing is run', async () => {
    await using db = await open()
    await db.script(library)
    const analyser = await createAnalyser(db)
    await analyser.analyse('delete from review returning id -- gone?')
    await analyser.analyse('create table extra (id int4)')
    const counts = await db.queryUnsafe(
      `select
        (select count(*) from review) as reviews,
        (select count(*) from pg_proc where proname = 'rowhouse_query') as functions,
        (select count(*) from pg_class where relname = 'extra') as tables`,
    )
    expect(counts.rows).toEqual([{ reviews: 4, functions: 0, tables: 0 }])
  })

  test('a column takes the type that the project gives it, through views, rows and JSON', async () => {
    await using db = await open()
    await db.script(`${library} create view plain as select id, meta from author;`)
    const analyser = await createAnalyser(db, {
      columnTypes: { 'author.meta': 'Meta', 'public.author.settings': 'Settings' },
    })
    const analysis = await analyser.analyse(
      `select plain.meta, a.settings, json_build_object('m', a.meta) as j
      from plain
      join author as a using (id)
      where a.settings = $1`,
    )
    expect(analysis).toEqual({
      columns: [
        { name: 'meta', type: 'Meta', nullable: true },
        { name: 'settings', type: 'Settings', nullable: false },
        { name: 'j', type: '{ m: Meta | null }', nullable: false },
      ],
      params: [{ name: 'settings', type: 'NonNullable<Settings>', nullable: false }],
    })
  })
})
