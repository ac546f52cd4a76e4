import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import { type Database, DatabaseError, isUniqueViolation, type Queryable } from '../index.ts'

describe.each(engines)('a Queryable on $name', ({ open }) => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.script(`
      create table people (id int primary key, name text not null, constraint short check (length(name) < 20));
      insert into people values (1, 'Ada'), (2, 'Grace')`)
  })

  afterAll(() => db.close())

  // The same calls through each of the handles that a function may be given.
  const handles: [string, (work: (handle: Queryable) => Promise<void>) => Promise<void>][] = [
    ['the database', (work) => work(db)],
    ['a connection', (work) => db.acquire(work)],
    ['a transaction', (work) => db.transaction(work)],
    ['a savepoint', (work) => db.transaction((tx) => tx.transaction(work))],
  ]

  describe.each(handles)('%s', (_name, using) => {
    test('query answers rows, their number and the command', () =>
      using(async (handle) => {
        expect(await handle.query('select id, name from people order by id')).toEqual({
          rows: [
            { id: 1, name: 'Ada' },
            { id: 2, name: 'Grace' },
          ],
          rowCount: 2,
          command: 'SELECT',
        })
      }))

    test('one answers the only row, and is an error with a code on none and on several', () =>
      using(async (handle) => {
        expect(await handle.one('select name from people where id = $1', [1])).toEqual({ name: 'Ada' })
        await expect(handle.one('select name from people where id = $1', [9])).rejects.toMatchObject({
          code: 'NO_ROWS',
        })
        await expect(handle.one('select name from people')).rejects.toMatchObject({
          code: 'TOO_MANY_ROWS',
          facts: { rowCount: 2 },
        })
      }))

    test('maybeOne answers undefined on none', () =>
      using(async (handle) => {
        expect(await handle.maybeOne('select name from people where id = $1', [9])).toBeUndefined()
        await expect(handle.maybeOne('select name from people')).rejects.toMatchObject({ code: 'TOO_MANY_ROWS' })
      }))

    test('many answers the rows, execute how many it touched', () =>
      using(async (handle) => {
        expect(await handle.many('select id from people order by id')).toEqual([{ id: 1 }, { id: 2 }])
        expect(await handle.many('select id from people where false')).toEqual([])
        expect(await handle.execute('update people set name = name where id < $1', [9])).toBe(2)
        expect(await handle.execute('select 1')).toBe(1)
        expect(await handle.execute('create temp table if not exists scratch (id int)')).toBe(0)
      }))

    test('describe tells what a statement takes and answers, without running it', () =>
      using(async (handle) => {
        const { params, columns } = await handle.describe(
          'update people set name = $1 where id = $2 returning id, upper(name) as loud',
        )
        expect(params).toEqual([25, 23])
        expect(columns).toEqual([
          { name: 'id', type: 23, origin: { table: expect.any(Number), column: 1 } },
          { name: 'loud', type: 25 },
        ])
        expect(await handle.describe('create table never (id int)')).toEqual({ params: [], columns: [] })
      }))

    test('several statements in one text are refused, with and without parameters', () =>
      using(async (handle) => {
        const attempt = (text: string, params?: unknown[]) => handle.transaction((tx) => tx.query(text, params))
        await expect(attempt('select 1; select 2')).rejects.toMatchObject({ code: '42601' })
        await expect(attempt('select $1::int; select 2', [1])).rejects.toMatchObject({ code: '42601' })
      }))

    test('stream reads through a cursor, and other statements go on beside it', () =>
      using(async (handle) => {
        const seen: number[] = []
        for await (const row of handle.stream<{ g: number }>('select g from generate_series(1, $1::int) as g', [25], {
          batchSize: 10,
        })) {
          seen.push(row.g)
          if (row.g === 12) expect(await handle.one('select 1 as one')).toEqual({ one: 1 })
        }
        expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => index + 1))
      }))

    test('a stream left early closes its cursor', () =>
      using(async (handle) => {
        for await (const _row of handle.stream('select g from generate_series(1, 1000) as g', [], { batchSize: 10 }))
          break
        expect(await handle.many(`select name from pg_cursors where name like 'rowhouse%'`)).toEqual([])
      }))
  })

  test('an error keeps the fields of the server', async () => {
    const error = await db.execute('insert into people values ($1, $2)', [1, 'Eve']).catch((caught) => caught)
    expect(error).toBeInstanceOf(DatabaseError)
    expect(error).toMatchObject({
      code: '23505',
      severity: 'ERROR',
      schema: 'public',
      table: 'people',
      constraint: 'people_pkey',
    })
    expect(error.detail).toBe('Key (id)=(1) already exists.')
    expect(isUniqueViolation(error, 'people_pkey')).toBe(true)
    expect(isUniqueViolation(error, 'other')).toBe(false)
  })

  test('an error knows the position, and its stack leads to the caller', async () => {
    const error = await findNobody(db).catch((caught) => caught)
    expect(error).toMatchObject({ code: '42703', position: 8, query: 'select nickname from people' })
    expect(error.stack).toContain('findNobody')
  })

  test('neither SQL nor values are printed or serialised', async () => {
    const error = await db.execute('insert into people values ($1, $2)', [1, 'top secret']).catch((caught) => caught)
    const { inspect } = await import('node:util')
    for (const text of [inspect(error), JSON.stringify(error), JSON.stringify({ ...error }), String(error)]) {
      expect(text).not.toContain('secret')
      expect(text).not.toContain('insert into')
      expect(text).not.toContain('(id)=(1)')
    }
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'DatabaseError',
      code: '23505',
      status: 409,
      title: 'this already exists',
    })
    expect(error.params).toEqual([1, 'top secret'])
  })

  test('begin, commit and rollback as statements are refused, and the connection is not lent in a transaction', async () => {
    await expect(db.query('begin')).rejects.toMatchObject({ code: 'TRANSACTION_CONTROL' })
    await expect(db.script('begin; select 1')).rejects.toMatchObject({ code: 'TRANSACTION_CONTROL' })
    await expect(db.transaction((tx) => tx.query('commit'))).rejects.toMatchObject({ code: 'TRANSACTION_CONTROL' })
    expect(await db.one('select pg_current_xact_id_if_assigned() is null as outside')).toEqual({ outside: true })
  })

  test.each([
    'copy people from stdin',
    '-- comment\n COPY people (id, name) FROM /* here */ STDIN with (format csv)',
    'copy (select 1) to stdout',
  ])('%s is refused before it reaches the server', async (text) => {
    await expect(db.query(text)).rejects.toMatchObject({ code: 'COPY_UNSUPPORTED' })
    await expect(db.script(`select 1; ${text}`)).rejects.toMatchObject({ code: 'COPY_UNSUPPORTED' })
    expect(await db.one('select 1 as one')).toEqual({ one: 1 })
  })

  test('an error of a stream speaks of the text that was written', async () => {
    const rows = db.stream('select nope from people where id = $1', [1])
    await expect(rows.next()).rejects.toMatchObject({
      code: '42703',
      position: 8,
      query: 'select nope from people where id = $1',
      params: [1],
    })
    await expect(db.stream('insert into people values (7, $$x$$) returning id').next()).rejects.toMatchObject({
      code: '42601',
      position: 1,
    })
  })

  test('a stream takes parameters of every type', async () => {
    const rows: unknown[] = []
    const text = 'select item, $2::jsonb as data from unnest($1::text[]) as item'
    for await (const row of db.stream(text, [
      ['a', 'b'],
      [1, { x: 'y' }],
    ]))
      rows.push(row)
    expect(rows).toEqual([
      { item: 'a', data: [1, { x: 'y' }] },
      { item: 'b', data: [1, { x: 'y' }] },
    ])
  })

  test('a stream of a million rows needs no more memory than a few batches', async () => {
    let count = 0
    const before = process.memoryUsage.rss()
    for await (const _row of db.stream(`select g, repeat('x', 100) as text from generate_series(1, 1000000) as g`, [], {
      batchSize: 1000,
    }))
      count++
    expect(count).toBe(1_000_000)
    expect(process.memoryUsage.rss() - before).toBeLessThan(250 * 2 ** 20)
  })

  test('more parameters than the protocol can count are refused', async () => {
    const values = Array.from({ length: 65_536 }, () => 1)
    await expect(db.query('select 1', values)).rejects.toMatchObject({
      code: 'INVALID_PARAMETER',
      facts: { given: 65_536 },
    })
  })

  test('hostile column names come back as they are', async () => {
    const { rows } = await db.query(
      `select 1 as "__proto__", 2 as "constructor", 3 as "a ""b"" c", 4 as ""`.replace(', 4 as ""', ''),
    )
    expect(Object.entries(rows[0]!)).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
      ['a "b" c', 3],
    ])
  })

  test('a statement goes on working when the schema changes under it', async () => {
    await db.script('create table shifting (id int, data text); insert into shifting values (1, $$x$$)')
    const find = (data: unknown) => db.many('select * from shifting where data = $1', [data])
    expect(await find('x')).toEqual([{ id: 1, data: 'x' }])
    await db.execute('alter table shifting add column extra int')
    await db.execute('alter table shifting alter column data type jsonb using to_jsonb(data)')
    expect(await find('x')).toEqual([{ id: 1, data: 'x', extra: null }])
  })

  test('a type that is dropped and made anew is read as it is now', async () => {
    await db.script(`create type pair as (a int, b text)`)
    expect(await db.one(`select row(1, 'x')::pair as p`)).toEqual({ p: { a: 1, b: 'x' } })
    await db.script(`drop type pair; create type pair as (a text, b text, c int)`)
    expect(await db.one(`select row('1', 'x', 2)::pair as p`)).toEqual({ p: { a: '1', b: 'x', c: 2 } })
    await db.execute('alter type pair drop attribute b')
    expect(await db.one(`select row('1', 2)::pair as p`)).toEqual({ p: { a: '1', c: 2 } })
  })

  test('wrong parameters are told by number, never by value', async () => {
    await expect(db.query('select $1::int + $2::int as sum', [1])).rejects.toMatchObject({ code: '08P01' })
    await expect(db.query('select $1::text as t', ['a', 'b'])).rejects.toMatchObject({ code: 'INVALID_PARAMETER' })
    await expect(db.query('select $1::text as t, $2::text as u', ['a', undefined])).rejects.toThrow(/\$2 .*null/)
  })

  test('int8 beyond what a number holds is an error that says what to do', async () => {
    await expect(db.one('select 9007199254740993 as n')).rejects.toMatchObject({ code: 'VALUE_OUT_OF_RANGE' })
    expect(await db.one('select 9007199254740991 as n')).toEqual({ n: 9007199254740991 })
  })
})

test.each(engines)('int8 is a bigint by option on $name', async ({ open }) => {
  const db = await open({ int8: 'bigint' })
  expect(await db.one('select count(*) as n, 9007199254740993 as big')).toEqual({ n: 1n, big: 9007199254740993n })
  await db.close()
})

async function findNobody(db: Queryable): Promise<object[]> {
  return await db.many('select nickname from people')
}
