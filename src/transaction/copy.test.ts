import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import { copiedRow, type Database, isUniqueViolation } from '../index.ts'

describe.each(engines)('copyInto on $name', ({ name, open }) => {
  let db: Database

  beforeAll(async () => {
    db = await open({ maxConnections: 2 })
    await db.script(`
      create table people (id int primary key, name text, data jsonb, at timestamptz, tags text[], bytes bytea);
      create schema "Odd.schema";
      create table "Odd.schema"."a ""table""" ("a, 1" int, "select" text)`)
  })

  beforeEach(() => db.execute('delete from people'))

  afterAll(() => db.close())

  const columns = ['id', 'name', 'data', 'at', 'tags', 'bytes']
  const count = async () => (await db.one<{ n: number }>('select count(*) as n from people')).n
  const afterwards = async () => expect(await db.one('select 1 as one')).toEqual({ one: 1 })

  async function* numbered(rows: number, from = 1): AsyncGenerator<unknown[]> {
    for (let n = 0; n < rows; n++) yield [from + n, `person ${from + n}`]
  }

  test('what goes in comes out, however hostile', async () => {
    const texts = ['', '\\N', '\\.', 'a\tb\nc\r\nd\\e\b\f\v', "quo'te", '😀é\u2028', '\\\\x', 'NULL', '{"a"}']
    const rows = texts.map((text, n) => [
      n,
      text,
      { text },
      new Date(n * 1e9),
      [text, null],
      new Uint8Array([0, 9, 10, 92, n]),
    ])
    expect(await db.copyInto('people', columns, [...rows, [99, null, null, null, null, null]])).toBe(texts.length + 1)
    const back = await db.many('select * from people order by id')
    expect(back.map((row) => columns.map((column) => row[column]))).toEqual([
      ...rows,
      [99, null, null, null, null, null],
    ])
  })

  test('nothing is copied of nothing', async () => {
    expect(await db.copyInto('people', ['id'], [])).toBe(0)
    await afterwards()
  })

  test('rows come as fast as they are taken, and progress is told', async () => {
    const rows = name === 'PostgreSQL' ? 100_000 : 5000
    const told: number[] = []
    const onProgress = (progress: { rows: number }) => told.push(progress.rows)
    expect(await db.copyInto('public.people', ['id', 'name'], numbered(rows), { onProgress })).toBe(rows)
    expect(await count()).toBe(rows)
    expect(told.length).toBeGreaterThan(1)
    expect(told.at(-1)).toBe(rows)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
  })

  test('into a table and columns with any name', async () => {
    expect(await db.copyInto(['Odd.schema', 'a "table"'], ['a, 1', 'select'], [[1, 'x']])).toBe(1)
    expect(await db.many('select * from "Odd.schema"."a ""table"""')).toEqual([{ 'a, 1': 1, select: 'x' }])
    await expect(db.copyInto('nowhere', ['id'], [[1]])).rejects.toMatchObject({ code: '42P01' })
    await expect(db.copyInto('people', ['nothing'], [[1]])).rejects.toMatchObject({ code: '42703' })
    await expect(db.copyInto('people', [], [])).rejects.toMatchObject({ code: 'INVALID_OPTION' })
  })

  test('all rows or none: an error of the server names its row', async () => {
    const rows = [...Array.from({ length: 2000 }, (_, n) => [n]), [7]]
    const error = await db.copyInto('people', ['id'], rows).catch((caught) => caught)
    expect(isUniqueViolation(error, 'people_pkey')).toBe(true)
    expect(copiedRow(error)).toBe(name === 'PostgreSQL' ? 2001 : undefined)
    expect(await count()).toBe(0)
    await afterwards()
  })

  test('a value that its column cannot hold names its row and column', async () => {
    const attempt = db.copyInto(
      'people',
      ['id', 'name'],
      [
        [1, 'a'],
        [2, 'b'],
        [3, ['not', 'text']],
      ],
    )
    await expect(attempt).rejects.toMatchObject({ code: 'INVALID_PARAMETER', facts: { row: 3, column: 'name' } })
    await expect(attempt).rejects.toThrow('row 3, column name: ')
    await expect(db.copyInto('people', ['id', 'name'], [[1, 'a'], [2]])).rejects.toMatchObject({
      code: 'INVALID_PARAMETER',
      facts: { row: 2, given: 1, expected: 2 },
    })
    await expect(db.copyInto('people', ['id', 'name'], [[1, 'half \ud83d']])).rejects.toMatchObject({
      facts: { row: 1 },
    })
    expect(await count()).toBe(0)
    await afterwards()
  })

  test('an error of the source passes as it is, and nothing is kept', async () => {
    const reason = new Error('the file ends here')
    async function* broken() {
      yield* numbered(3000)
      throw reason
    }
    await expect(db.copyInto('people', ['id', 'name'], broken())).rejects.toBe(reason)
    expect(await count()).toBe(0)
    await afterwards()
  })

  test('a source without end is left as soon as the server refuses a row, and closed', async () => {
    let closed = false
    async function* endless() {
      try {
        for (let n = 0; ; n++) yield [n % 30_000]
      } finally {
        closed = true
      }
    }
    const attempt = db.copyInto('people', ['id'], endless())
    await expect(attempt).rejects.toMatchObject({ code: '23505' })
    expect(closed).toBe(true)
    await afterwards()
  })

  test('a source that never gives another row is left when the time is over', async () => {
    async function* stuck() {
      yield [1]
      await new Promise(() => undefined)
    }
    const attempt = db.copyInto('people', ['id'], stuck(), { timeout: 50 })
    await expect(attempt).rejects.toMatchObject({ code: 'STATEMENT_TIMEOUT' })
    expect(await count()).toBe(0)
    await afterwards()
  })

  test('in a transaction it goes or stays with it', async () => {
    await db.transaction(async (tx) => {
      await tx.copyInto('people', ['id'], [[1], [2]])
      const inner = tx.transaction((savepoint) => savepoint.copyInto('people', ['id'], [[3], [1]]))
      await expect(inner).rejects.toMatchObject({ code: '23505' })
      expect(await tx.copyInto('people', ['id'], [[4]])).toBe(1)
    })
    expect(await db.many('select id from people order by id')).toEqual([{ id: 1 }, { id: 2 }, { id: 4 }])
    await db.acquire((connection) => connection.copyInto('people', ['id'], [[5]]))
    expect(await count()).toBe(4)
  })
})
