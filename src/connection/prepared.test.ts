import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createOnServer, engines } from '../../test/support/databases.ts'
import { connect, type Database, type Queryable } from '../index.ts'

const ours = `select count(*) as n from pg_prepared_statements where name like 'rowhouse%'`
const countOf = (text: string) => `select count(*) as n from pg_prepared_statements where statement = '${text}'`

describe.each(engines)('statements are kept prepared on $name', ({ open }) => {
  let db: Database

  beforeAll(async () => {
    db = await open({ maxConnections: 1 })
    await db.script('create table things (id int primary key, name text); insert into things values (1, $$one$$)')
  })

  afterAll(() => db.close())

  test('each text once, however often it runs, with and without parameters that need a type', async () => {
    for (let n = 1; n < 6; n++) {
      expect(await db.one('select $1::int + 1 as next', [n])).toEqual({ next: n + 1 })
      expect(await db.one('select upper($1) as loud', [`a${n}`])).toEqual({ loud: `A${n}` })
    }
    expect(await db.one(countOf('select $1::int + 1 as next'))).toEqual({ n: 1 })
    expect(await db.one(countOf('select upper($1) as loud'))).toEqual({ n: 1 })
  })

  test('a statement that fails is prepared once as well, and fails as often as it is run', async () => {
    const attempt = () => db.execute('insert into things values ($1)', [1])
    for (let n = 0; n < 5; n++) await expect(attempt()).rejects.toMatchObject({ code: '23505' })
    expect(await db.one(countOf('insert into things values ($1)'))).toEqual({ n: 1 })
  })

  test('only so many, and those that are used stay', async () => {
    for (let n = 0; n < 600; n++) {
      expect(await db.one(`select $1::int + ${n} as sum`, [1])).toEqual({ sum: n + 1 })
      expect(await db.one('select 7 as often')).toEqual({ often: 7 })
    }
    const { n } = await db.one<{ n: number }>(ours)
    expect(n).toBeLessThanOrEqual(258)
    expect(n).toBeGreaterThan(200)
    expect(
      await db.one(`select count(*) as n from pg_prepared_statements where statement = 'select 7 as often'`),
    ).toEqual({ n: 1 })
  })

  test.each(['discard all', 'deallocate all'])('%s by the user is survived, also inside acquire()', async (text) => {
    const ask = (handle: Queryable) => handle.one('select name from things where id = $1', [1])
    await ask(db)
    await db.execute(text)
    expect(await ask(db)).toEqual({ name: 'one' })
    await db.acquire(async (connection) => {
      await ask(connection)
      await connection.script(text)
      expect(await ask(connection)).toEqual({ name: 'one' })
    })
    expect(await ask(db)).toEqual({ name: 'one' })
  })

  test('a change of the schema that is rolled back leaves nothing wrong behind', async () => {
    await db.script('create table shape (data text)')
    const keep = (handle: Queryable) => handle.one('insert into shape values ($1) returning data', ['x'])
    expect(await keep(db)).toEqual({ data: 'x' })
    await db
      .transaction(async (tx) => {
        await tx.execute('alter table shape alter column data type jsonb using to_jsonb(data)')
        expect(await keep(tx)).toEqual({ data: 'x' })
        throw new Error('back')
      })
      .catch(() => undefined)
    expect(await keep(db)).toEqual({ data: 'x' })
    expect(await db.many('select data::text as data from shape')).toEqual([{ data: 'x' }, { data: 'x' }])
  })

  test('the second answer is the same as the first, in every type, at its limits', async () => {
    const text = `
      select * from (values
        (true, '-32768'::int2, '-2147483648'::int4, '4294967295'::oid, '-9007199254740991'::int8, '-0'::float8, '0.1'::float4,
          timestamptz '0044-03-15 12:00:00.123456+00 BC', '\\x00ff'::bytea, '12.50'::numeric, array[1, null], null::int),
        (false, 32767, 2147483647, 0, 9007199254740991, 'NaN', '3.4e38', '1969-12-31 23:59:59.999999+00', '', 'NaN', '{}', 1),
        (null, null, null, null, -4294967296, '-Infinity', 'Infinity', '275760-09-13 00:00:00+00', null, null, null, -1),
        (null, -1, -1, 1, -1, '1e-300', null, '1999-12-31 23:59:59.9999+00', '\\x6162', '1e10', '{-5}', 0)
      ) as limits (a, b, c, d, e, f, g, h, i, j, k, l)`
    const first = await db.many(text)
    expect(await db.many(text)).toEqual(first)
    expect(first[0]).toMatchObject({ b: -32768, c: -2147483648, d: 4294967295, e: -9007199254740991, f: -0, g: 0.1 })
    expect(first[1]).toMatchObject({ e: 9007199254740991, f: Number.NaN, h: new Date('1969-12-31T23:59:59.999Z') })
    expect(first[3]).toMatchObject({ b: -1, h: new Date('1999-12-31T23:59:59.999Z'), i: new Uint8Array([97, 98]) })
    for (const beyond of [`timestamptz 'infinity' as at`, `timestamptz '-infinity' as at`, '9007199254740992 as n'])
      for (let n = 0; n < 2; n++)
        await expect(db.query(`select ${beyond}`)).rejects.toMatchObject({ code: 'VALUE_OUT_OF_RANGE' })
  })

  test('columns of the same name, of none and of hostile ones are read the second time as the first', async () => {
    const text = `select 1 as a, 2 as a, 3 as "__proto__", 4 as "]: x, [", 5 as "\u2028"`
    const first = await db.many(text)
    expect(Object.entries(first[0]!)).toEqual([
      ['a', 2],
      ['__proto__', 3],
      [']: x, [', 4],
      ['\u2028', 5],
    ])
    expect(await db.many(text)).toEqual(first)
    expect(await db.many('select from things')).toEqual([{}])
    expect(await db.many('select from things')).toEqual([{}])
  })
})

describe('a change of the schema by somebody else', () => {
  let home: { url: string; drop: () => Promise<void> }
  let db: Database
  let other: Database

  beforeAll(async () => {
    home = await createOnServer()
    db = await connect(home.url, { maxConnections: 3 })
    other = await connect(home.url, { maxConnections: 1 })
  })

  afterAll(async () => {
    await Promise.all([db.close(), other.close()])
    await home.drop()
  })

  /** Runs `work` on every connection of the pool at once. */
  const everywhere = (work: () => Promise<unknown>) => Promise.all(Array.from({ length: 12 }, work))

  test('shows in the next answer: columns come and go', async () => {
    await other.script('create table wide (id int, name text); insert into wide values (1, $$x$$)')
    const all = () => db.many('select * from wide where id = $1', [1])
    for (let n = 0; n < 4; n++) expect(await everywhere(all)).toEqual(Array(12).fill([{ id: 1, name: 'x' }]))
    await other.script('alter table wide add column extra int default 5')
    expect(await everywhere(all)).toEqual(Array(12).fill([{ id: 1, name: 'x', extra: 5 }]))
    await other.script('alter table wide drop column name')
    expect(await everywhere(all)).toEqual(Array(12).fill([{ id: 1, extra: 5 }]))
    await other.script('alter table wide alter column extra type text')
    expect(await everywhere(all)).toEqual(Array(12).fill([{ id: 1, extra: '5' }]))
  })

  test('is followed by parameters: a value is written for the type that it has now', async () => {
    await other.script('create table notes (body text); insert into notes values ($$"x"$$)')
    const find = () => db.many('select body from notes where body = $1', ['x'])
    for (let n = 0; n < 4; n++) await everywhere(find)
    await other.script('alter table notes alter column body type jsonb using body::jsonb')
    expect(await everywhere(find)).toEqual(Array(12).fill([{ body: 'x' }]))
  })

  test('and a type that was dropped and made anew is read as it is now', async () => {
    await other.script(`create type mood as enum ('calm')`)
    const ask = () => db.one(`select 'calm'::mood as mood, array['calm'::mood] as moods`)
    for (let n = 0; n < 4; n++) await everywhere(ask)
    await other.script(`drop type mood; create type mood as enum ('wild', 'calm')`)
    expect(await everywhere(ask)).toEqual(Array(12).fill({ mood: 'calm', moods: ['calm'] }))
  })

  test('does not fail a transaction that begins, is told to one that runs, and is over with it', async () => {
    await other.script('create table ledger (id int); insert into ledger values (1)')
    const all = (handle: Queryable) => handle.many('select * from ledger')
    for (let n = 0; n < 4; n++) await everywhere(() => all(db))
    await other.script('alter table ledger add column a int')
    expect(await db.transaction(all)).toEqual([{ id: 1, a: null }])
    await other.script('alter table ledger add column b int')
    const late = db.transaction(async (tx) => {
      await tx.query('select 1')
      return all(tx)
    })
    await expect(late).rejects.toMatchObject({ code: '0A000' })
    expect(await everywhere(() => db.transaction(all))).toEqual(Array(12).fill([{ id: 1, a: null, b: null }]))
  })
})
