import type { Case } from '../case.ts'

/** Sub-selects, set operations, VALUES, CTEs and functions in FROM. */
export const subQueries: readonly Case[] = [
  { text: 'select (select title from book where id = author.id + 3) as v from author', columns: ['v: string | null'] },
  {
    text: 'select (select title from book where author_id = author.id order by id limit 1) as v from author',
    columns: ['v: string | null'],
  },
  { text: 'select (select count(*) from book where author_id = author.id) as v from author', columns: ['v: number'] },
  {
    text: 'select (select max(pages) from book where author_id = author.id) as v from author',
    columns: ['v: number | null'],
  },
  {
    text: 'select (select coalesce(max(pages), 0) from book where author_id = author.id) as v from author',
    columns: ['v: number'],
  },
  {
    text: 'select (select count(*) from book group by author_id having count(*) > 9) as v',
    columns: ['v: number | null'],
  },
  { text: 'select (select count(*) from book limit 0) as v', columns: ['v: number | null'] },
  {
    text: 'select (select 1) as v, (select sold) as w, (select 1 where false) as x from book',
    columns: ['v: number', 'w: number | null', 'x: number | null'],
  },
  { text: 'select (select generate_series(1, 0)) as v', columns: ['v: number | null'] },
  {
    text: 'select array(select title from book) as v, array(select sold from book) as w',
    columns: ['v: string[]', 'w: (number | null)[]'],
  },
  { text: 'select exists (select from book where sold > 99) as v', columns: ['v: boolean'] },
  { text: 'select sold in (select pages from book) as v from book', columns: ['v: boolean | null'] },
  { text: 'select pages in (select sold from book) as v from book', columns: ['v: boolean | null'] },
  { text: 'select pages in (select pages from book) as v from book', columns: ['v: boolean'] },
  { text: 'select (pages, sold) in (select pages, pages from book) as v from book', columns: ['v: boolean | null'] },
  { text: 'select pages > all (select sold from book) as v from book', columns: ['v: boolean | null'] },
  { text: 'select pages from book union select sold from book', columns: ['pages: number | null'] },
  { text: 'select pages from book union all select 1', columns: ['pages: number'] },
  { text: 'select sold from book intersect select pages from book', columns: ['sold: number'] },
  { text: 'select sold from book intersect select sold from book', columns: ['sold: number | null'] },
  { text: 'select pages from book except select sold from book', columns: ['pages: number'] },
  { text: 'select sold from book except select pages from book', columns: ['sold: number | null'] },
  { text: '(select 1 as a union select sold from book) except select 2', columns: ['a: number | null'] },
  {
    text: "select s.a, s.b from (select 1 as a, null::text as b union all select 2, 'x') as s",
    columns: ['a: number', 'b: string | null'],
  },
  { text: "values (1, 'a'), (2, null)", columns: ['column1: number', 'column2: string | null'] },
  { text: 'select x, y from (values (1, null), (2, 3)) as v (x, y)', columns: ['x: number', 'y: number | null'] },
  { text: 'table priced', columns: ['id: number', 'title: string', 'price: string'] },
  {
    text: 'with a as (select id, sold from book), b as (select sold + 1 as more from a where sold is not null) select more from b',
    columns: ['more: number'],
  },
  {
    text: 'with a (x, y) as materialized (select title, sold from book) select x, y from a',
    columns: ['x: string', 'y: number | null'],
  },
  {
    text: 'with recursive c (n) as (select 1 union all select n + 1 from c where n < 5) select n from c',
    columns: ['n: number'],
  },
  {
    text: 'with recursive c (n, m) as (select 1, 1 union all select n + 1, nullif(m, 1) from c where n < 3) select n, m from c',
    columns: ['n: number', 'm: number | null'],
  },
  {
    text: 'with recursive c (a, b, d) as (select 1, 1, null::int4 union all select d, a, 2 from c where b is not null) select a, b, d from c',
    columns: ['a: number | null', 'b: number | null', 'd: number | null'],
  },
  {
    text: `with recursive up as (select id, name, mentor_id from author where id = 3 union all select a.id, a.name, a.mentor_id from author a join up on a.id = up.mentor_id) select id, name, mentor_id from up`,
    columns: ['id: number', 'name: string', 'mentor_id: number | null'],
  },
  {
    text: `with recursive up as (select id, mentor_id, 0 as depth from author union all select a.id, a.mentor_id, depth + 1 from up left join author a on a.id = up.mentor_id where depth < 3) select id, depth from up`,
    columns: ['id: number | null', 'depth: number'],
  },
  {
    text: 'with recursive t as (select 1 as n union all select n + 1 from t where n < 3) search depth first by n set ord select n, ord from t',
    columns: ['n: number', 'ord: (string | null)[]'],
  },
  { text: 'select n from generate_series(1, 3) as n', columns: ['n: number'] },
  { text: 'select v from unnest(array[1, null]) as v', columns: ['v: number | null'] },
  { text: 'select v from unnest(array[1, 2]) as v', columns: ['v: number'] },
  { text: "select v from unnest('{a,b}'::text[]) as v", columns: ['v: string'] },
  { text: "select v from unnest('{a,null}'::text[]) as v", columns: ['v: string | null'] },
  {
    text: 'select v, o from author, unnest(tags) with ordinality as u (v, o)',
    columns: ['v: string | null', 'o: number'],
  },
  {
    text: 'select a, b from unnest(array[1, 2], array[3]) as u (a, b)',
    columns: ['a: number', 'b: number | null'],
  },
  {
    text: 'select a, b, o from rows from (generate_series(1, 2), generate_series(1, 3)) with ordinality as u (a, b, o)',
    columns: ['a: number | null', 'b: number', 'o: number'],
  },
  {
    text: 'select generate_series(1, 2) as a, generate_series(1, 3) as b',
    columns: ['a: number | null', 'b: number'],
  },
  {
    text: 'select key, value from jsonb_each(\'{"a":1}\')',
    columns: ['key: string', 'value: JsonValue'],
  },
  { text: "select v from jsonb_array_elements('[1,null]') as v", columns: ['v: JsonValue'] },
  { text: "select v from regexp_split_to_table('a,b', ',') as v", columns: ['v: string'] },
  { text: 'select u.word from (select shout(title) as word from book) as u', columns: ['word: string | null'] },
  {
    text: 'select case when b.id is null then b.title else b.title end as v from author left join book b on b.author_id = author.id',
    columns: ['v: string | null'],
  },
  {
    text: "select case when b.id is null then 'none' else b.title end as v from author left join book b on b.author_id = author.id",
    columns: ['v: string'],
  },
  {
    text: "select case when b.id is null then 'none' else (select b.title) end as v from author left join book b on b.author_id = author.id",
    columns: ['v: string'],
  },
  {
    text: 'select case when author.id > 0 then l.title end as v, l.title from author left join lateral (select title from book where author_id = author.id) as l on true',
    columns: ['v: string | null', 'title: string | null'],
  },
  { text: 'select title from book order by id limit 1 offset 1', columns: ['title: string'] },
  { text: 'select title from book for update', columns: ['title: string'] },
]
