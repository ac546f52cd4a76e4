import type { Case } from '../case.ts'

/** JSON within JSON, and what is taken out of it. */
export const jsonNests: readonly Case[] = [
  {
    text: 'select num_nulls(variadic null::int4[]) as a, num_nonnulls(sold, price) as b, json_build_array(variadic null::text[]) as c from book',
    columns: ['a: number | null', 'b: number', 'c: JsonValue | null'],
  },
  {
    text: 'select array_agg(distinct mood) as a, json_agg(mood) as b from author group by id',
    columns: ["a: ('sad' | 'ok' | 'happy' | null)[]", "b: ('sad' | 'ok' | 'happy' | null)[]"],
  },
  {
    text: "select settings -> 'dark' as a, settings ->> 'dark' as b, settings #>> '{a,b}' as c, settings @> '{\"dark\":true}' as d, settings ? 'dark' as e, settings - 'dark' as f, settings || '{\"x\":1}' as g from author",
    columns: [
      'a: JsonValue | null',
      'b: string | null',
      'c: string | null',
      'd: boolean',
      'e: boolean',
      'f: JsonValue',
      'g: JsonValue',
    ],
  },
  {
    text: "select jsonb_set(settings, '{a}', '1') as a, jsonb_set(settings, '{a}', null) as b, jsonb_insert(settings, '{q}', '1') as c, jsonb_path_query_first(settings, '$.a') as d, jsonb_path_exists(settings, '$.dark') as e, jsonb_path_query_array(settings, '$.*') as f from author",
    columns: [
      'a: JsonValue',
      'b: JsonValue | null',
      'c: JsonValue',
      'd: JsonValue | null',
      'e: boolean | null',
      'f: JsonValue | null',
    ],
    loose: ['e', 'f'],
  },
  {
    text: "select jsonb_build_object('a', jsonb_agg(jsonb_build_object('t', title, 's', sold) order by id)) as v from book",
    columns: ['v: { a: { t: string; s: number | null }[] | null }'],
  },
  {
    text: "select a.name, (select jsonb_agg(to_jsonb(b) - 'id') from book b where b.author_id = a.id) as books from author a",
    columns: ['name: string', 'books: JsonValue[] | null'],
  },
  {
    text: "select json_build_object('n', count(*), 'avg', avg(price), 'tags', array_agg(title)) as v from book",
    columns: ['v: { n: number; avg: number | null; tags: string[] | null }'],
  },
  {
    text: 'select to_jsonb(b) as v from (select id, array_agg(title) as t from book group by id) b',
    columns: ['v: { id: number; t: string[] }'],
  },
  {
    text: 'select json_object_agg(id, title) as v from book group by author_id',
    columns: ['v: Record<string, string>'],
  },
  {
    text: "select json_object('{a,1}') as a, jsonb_object(array['a'], array[null]) as b",
    columns: ['a: JsonValue', 'b: JsonValue'],
  },
  {
    text: 'select row_to_json(row(title, sold)) as v, array_to_json(array[sold]) as w from book',
    columns: ['v: { f1: string; f2: number | null }', 'w: (number | null)[]'],
  },
  {
    text: "select b.id, json_build_object('reviews', coalesce((select json_agg(json_build_object('stars', r.stars, 'words', r.words) order by r.id) from review r where r.book_id = b.id), '[]')) as v from book b",
    columns: ['id: number', 'v: { reviews: { stars: number | null; words: string }[] }'],
  },
  {
    text: "select a.id, to_jsonb(a) - 'settings' as v, to_jsonb(a) ->> 'name' as n from author a",
    columns: ['id: number', 'v: JsonValue', 'n: string | null'],
    loose: ['n'],
  },
  {
    text: 'select json_agg(json_build_array(title, sold)) as v from book group by available',
    columns: ['v: (string | number | null)[][]'],
  },
  {
    text: "select jsonb_object_agg(coalesce(mood::text, 'none'), id) as v from author group by mentor_id",
    columns: ['v: Record<string, number>'],
  },
  {
    text: 'select array(select row_to_json(r) from review r) as v',
    columns: [
      'v: { id: number; book_id: number; reader: string | null; stars: number | null; words: string; length: number | null }[]',
    ],
  },
  {
    text: "select array(select jsonb_build_object('t', title) from book) as v, array[to_jsonb(sold), null] as w, array_agg(meta) as x from author, book group by book.id",
    columns: ['v: { t: string }[]', 'w: (number | null)[]', 'x: JsonValue[]'],
  },
]
