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
