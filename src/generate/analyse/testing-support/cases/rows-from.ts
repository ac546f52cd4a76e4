import type { Case } from '../case.ts'

/** Functions that answer rows, alone and side by side; recursion with an order and a path. */
export const rowsFrom: readonly Case[] = [
  {
    text: 'select a, b from rows from (unnest(array[1, 2]), unnest(array[3])) as u (a, b)',
    columns: ['a: number', 'b: number | null'],
  },
  {
    text: "select a, b, c from unnest(array[1], array['x', 'y'], array[true]) as u (a, b, c)",
    columns: ['a: number | null', 'b: string', 'c: boolean | null'],
  },
  {
    text: 'with recursive r (a, b, c, d) as (select 1, 2, 3, null::int4 union all select b, c, d, 1 from r where a is not null and a < 5) select a, b, c, d from r',
    columns: ['a: number | null', 'b: number | null', 'c: number | null', 'd: number | null'],
  },
  { text: "select v from author, jsonb_path_query(settings, '$.dark') as v", columns: ['v: JsonValue'] },
  {
    text: 'select key, value from author, jsonb_each_text(settings)',
    columns: ['key: string', 'value: string | null'],
  },
  { text: 'select k, v from author, jsonb_each(settings) as e (k, v)', columns: ['k: string', 'v: JsonValue'] },
  { text: 'select x from author, jsonb_object_keys(settings) as x', columns: ['x: string'] },
  { text: "select x from jsonb_array_elements_text('[1,null]') as x", columns: ['x: string | null'] },
  {
    text: "select d::date as d from generate_series(date '2020-01-01', date '2020-01-03', interval '1 day') as d",
    columns: ['d: string'],
  },
  {
    text: "select d, o from generate_series(now(), now(), '1 day') with ordinality as g (d, o)",
    columns: ['d: Date', 'o: number'],
  },
  {
    text: 'with recursive tree as (select id, name, mentor_id, array[id] as path, 0 as depth from author where mentor_id is null union all select a.id, a.name, a.mentor_id, t.path || a.id, t.depth + 1 from author a join tree t on a.mentor_id = t.id) select id, name, mentor_id, path, depth from tree',
    columns: ['id: number', 'name: string', 'mentor_id: number | null', 'path: (number | null)[]', 'depth: number'],
  },
  {
    text: 'with recursive tree as (select id, mentor_id from author union all select a.id, a.mentor_id from author a join tree t on a.mentor_id = t.id) cycle id set looped using route select id, looped, route from tree',
    columns: ['id: number', 'looped: boolean', 'route: (string | null)[]'],
  },
  {
    text: 'with recursive tree as (select id, mentor_id from author where id = 1 union all select a.id, a.mentor_id from author a join tree t on a.mentor_id = t.id) search breadth first by id set ord select id, ord from tree',
    columns: ['id: number', 'ord: string'],
  },
  {
    text: "select generate_series(3, 1, -1) as a, unnest(array[1, null, 3]) as b, unnest(array['a', 'b']) as c",
    columns: ['a: number', 'b: number | null', 'c: string | null'],
  },
  { text: 'select generate_series(1, 3) + 1 as a, sold from book', columns: ['a: number', 'sold: number | null'] },
  {
    text: 'select unnest(tags) as t, generate_series(1, 2) as g from author',
    columns: ['t: string | null', 'g: number | null'],
    loose: ['g'],
  },
  {
    text: 'select generate_series(1, generate_series(1, 3)) as a, generate_series(1, 3) as b',
    columns: ['a: number | null', 'b: number | null'],
    loose: ['a', 'b'],
  },
  { text: 'select unnest(array[1,2]) as a from book order by generate_series(1, 5)', columns: ['a: number | null'] },
  {
    text: "select d.day::date as day, count(b.id) as n from generate_series('2020-01-01'::timestamp, '2020-01-03', '1 day') as d (day) left join book b on b.id = extract(day from d.day) group by 1 order by 1",
    columns: ['day: string', 'n: number'],
  },
  {
    text: "with recursive n (i, s) as (values (1, null) union all select i + 1, 'x' from n where i < 3) select i, s from n",
    columns: ['i: number', 's: string | null'],
  },
  {
    text: "with recursive n as (select 1 as i, 'x' as s union select i + 1, s from n where i < 3) select max(i) as m, min(s) as s from n",
    columns: ['m: number | null', 's: string | null'],
    loose: ['m', 's'],
  },
  { text: "select string_to_table('a,b', ',') as t", columns: ['t: string'] },
  {
    text: 'select t.a, t.b from rows from (generate_series(1, 2), abs(-1)) as t (a, b)',
    columns: ['a: number', 'b: number | null'],
  },
  {
    text: 'select t.k, t.v, t.n from jsonb_each_text(\'{"a":null}\') with ordinality as t (k, v, n)',
    columns: ['k: string', 'v: string | null', 'n: number'],
  },
  { text: 'select a from unnest(array[row(null)::shade]) as u (a)', columns: ['a: number | null'] },
  {
    text: 'select u from unnest(array[row(null)::shade]) as u',
    columns: ['u: { tint: number | null } | null'],
    loose: ['u'],
  },
  {
    text: 'with recursive tree as (select id, mentor_id from author union all select a.id, a.mentor_id from author a join tree t on a.mentor_id = t.id) cycle id set looped to 1 default null using route select id, looped, route from tree',
    columns: ['id: number', 'looped: number | null', 'route: (string | null)[]'],
  },
  {
    text: 'with recursive w as (select scores as a, 0 as n from author union select array[array[n]], n + 1 from w where n < 2) select a, n from w',
    columns: ['a: (number | null)[] | (number | null)[][] | null', 'n: number'],
  },
  {
    text: 'with recursive w as (select array[1] as a, array[array[2]] as b, 0 as n union all select b, a, n + 1 from w where n < 2) select a, b, n from w',
    columns: ['a: (number | null)[] | (number | null)[][]', 'b: (number | null)[] | (number | null)[][]', 'n: number'],
  },
  {
    text: 'with recursive tree as (select id, array[id] as path from author where mentor_id is null union all select a.id, t.path || a.id from author a join tree t on t.id = a.mentor_id) select id, path from tree',
    columns: ['id: number', 'path: (number | null)[]'],
  },
]
