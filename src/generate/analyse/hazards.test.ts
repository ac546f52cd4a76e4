import { describe, expect, test } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import type { Queryable } from '../../index.ts'
import { createAnalyser } from './index.ts'

/** The columns of a query that are called not null. */
async function notNull(db: Queryable, text: string): Promise<string[]> {
  const analysis = await (await createAnalyser(db)).analyse(text)
  if ('error' in analysis) throw new Error(analysis.error.message)
  return analysis.columns.filter(({ nullable }) => !nullable).map(({ name }) => name)
}

async function majorVersion(db: Queryable): Promise<number> {
  const [row] = (await db.queryUnsafe('show server_version')).rows
  return Number.parseInt(String(row?.server_version), 10)
}

describe.each(engines)('on $name', ({ open }) => {
  test('a constraint that every child table has too is relied on', async () => {
    await using db = await open()
    await db.script(`
      create table parent (id int4 not null, name text);
      create table child () inherits (parent);`)
    expect(await notNull(db, 'select id, name from parent')).toEqual(['id'])
  })

  test('a trigger may change what an update does not assign', async () => {
    await using db = await open()
    await db.script(`
      create table item (id int4 primary key, a text, b text);
      create function clear() returns trigger language plpgsql as $$ begin new.b := null; return new; end $$;
      insert into item values (1, 'a', 'b');`)
    const update = `update item set a = 'x' where b is not null returning id, b`
    expect(await notNull(db, update)).toEqual(['id', 'b'])
    await db.script('create trigger clear before update on item for each row execute function clear()')
    expect(await notNull(db, update)).toEqual(['id'])
  })

  test('a trigger may change what a statement gives, and so may one of a child table', async () => {
    await using db = await open()
    await db.script(`
      create table item (id int4 primary key, a text, b int4 generated always as (length(a)) stored);
      create function clear() returns trigger language plpgsql as $$ begin new.a := null; return new; end $$;`)
    const insert = `insert into item values (1, 'a') returning a, b`
    const update = `update item set a = 'x' returning a, b`
    expect([await notNull(db, insert), await notNull(db, update)]).toEqual([['a'], ['a']])
    await db.script('create table special () inherits (item)')
    expect([await notNull(db, insert), await notNull(db, update)]).toEqual([[], []])
    await db.script(
      'drop table special; create trigger clear before insert on item for each row execute function clear()',
    )
    expect([await notNull(db, insert), await notNull(db, update)]).toEqual([[], []])
  })

  test('a row meets itself unless a policy hides it or somebody may change it meanwhile', async () => {
    await using db = await open()
    await db.script('create table item (id int4 primary key, name text not null)')
    const query = 'select a.id, b.name from item as a left join item as b using (id)'
    expect(await notNull(db, query)).toEqual(['id', 'name'])
    expect(await notNull(db, `${query} for update of a`)).toEqual(['id'])
    expect(await notNull(db, query.replace('as b', 'as b tablesample system (50)'))).toEqual(['id'])
    await db.script('alter table item enable row level security')
    expect(await notNull(db, query)).toEqual(['id'])
  })

  test('what SQL nulls a JSON column refuses, its parameter refuses too', async () => {
    await using db = await open()
    await db.script(`
      create domain doc as jsonb;
      create table item (id int4 primary key, a jsonb not null, b jsonb, c json not null, d doc not null, e json not null);`)
    const analyser = await createAnalyser(db, { columnTypes: { 'item.c': 'Meta', 'item.e': 'Meta[]' } })
    const insert = 'insert into item values (1, $1, $2, $3, $4, $5)'
    const analysis = await analyser.analyse(insert)
    const types = 'params' in analysis ? analysis.params.map(({ type, nullable }) => [type, nullable]) : []
    expect(types).toEqual([
      ['NonNullable<JsonValue>', false],
      ['JsonValue', true],
      ['NonNullable<Meta>', false],
      ['NonNullable<JsonValue>', false],
      ['Meta[]', false],
    ])
    const give = (...args: unknown[]) => db.queryUnsafe(insert, args)
    await expect(give(null, null, 0, 0, [])).rejects.toMatchObject({ code: '23502' })
    expect(await give('', null, 0, [null], [])).toMatchObject({ rowCount: 1 })
  })

  test('returning through a view or a rule proves nothing', async () => {
    await using db = await open()
    await db.script(`
      create table item (id int4 primary key, a text not null);
      create view items as select id, a from item;
      create table ruled (id int4 primary key);
      create rule elsewhere as on insert to ruled do instead insert into item values (new.id, 'x') returning null::int4;`)
    expect(await notNull(db, `insert into items values (1, 'a') returning id, a`)).toEqual([])
    expect(await notNull(db, 'insert into ruled values (1) returning id')).toEqual([])
    expect(await notNull(db, 'select id, a from items')).toEqual(['id', 'a'])
  })

  test('a server before PostgreSQL 18 takes two parameters with the same value for one key', async () => {
    await using db = await open()
    await db.script('create table item (id int4 primary key); insert into item values (1)')
    const query = `
      select array_to_string($1::int4[], ',') as a, id, count(*) as n
      from item
      group by grouping sets ((array_to_string($2::int4[], ',')), id)`
    expect(await notNull(db, query)).toEqual(['n'])
    const { rows } = await db.queryUnsafe(query, [[1], [1]])
    expect(rows.some(({ a }) => a === null)).toBe((await majorVersion(db)) < 18)
  })

  test('a domain that refuses null does not speak for a column', async () => {
    await using db = await open()
    await db.script(`
      create domain must as int4 not null;
      create table item (id int4 primary key, value must);
      insert into item values (1, 1);`)
    expect(await notNull(db, 'select id, value from item')).toEqual(['id'])
  })

  test('a materialised view may be older than its constraints', async () => {
    await using db = await open()
    await db.script(`
      create table item (id int4 primary key);
      create materialized view old as select id from item;`)
    expect(await notNull(db, 'select id from old')).toEqual([])
  })
})

describe('on PostgreSQL 18', () => {
  const embedded = engines.find(({ name }) => name === 'PGlite')!

  test('a constraint that is not validated is not relied on', async () => {
    await using db = await embedded.open()
    await db.script(`
      create table item (id int4, a int4 not null);
      insert into item values (null, 1);
      alter table item add constraint given not null id not valid;`)
    expect(await notNull(db, 'select id, a from item')).toEqual(['a'])
  })

  test('a not-null constraint without inheritance leaves the children out', async () => {
    await using db = await embedded.open()
    await db.script(`
      create table parent (id int4, constraint given not null id no inherit);
      create table child () inherits (parent);
      insert into child values (null);`)
    expect(await notNull(db, 'select id from parent')).toEqual([])
    expect(await notNull(db, 'select id from only parent')).toEqual([])
  })

  test('old and new rows are there only for the commands that have them', async () => {
    await using db = await embedded.open()
    await db.script('create table item (id int4 primary key, a text not null, b text)')
    const returning = 'returning old.a as was, new.a as is, a'
    expect(await notNull(db, `insert into item values (1, 'x') ${returning}`)).toEqual(['is', 'a'])
    expect(await notNull(db, `update item set a = 'y' ${returning}`)).toEqual(['was', 'is', 'a'])
    expect(await notNull(db, `delete from item ${returning}`)).toEqual(['was', 'a'])
  })

  test('merge has no source for rows that the source does not match', async () => {
    await using db = await embedded.open()
    await db.script(`
      create table item (id int4 primary key, a text not null);
      create table news (id int4 primary key, a text not null);`)
    const merge = 'merge into item using news on news.id = item.id when matched then update set a = news.a'
    const returning = 'returning item.a as a, news.a as source, merge_action() as act, old.a as was'
    expect(await notNull(db, `${merge} ${returning}`)).toEqual(['a', 'source', 'act'])
    expect(await notNull(db, `${merge} when not matched by source then delete ${returning}`)).toEqual(['a', 'act'])
  })
})
