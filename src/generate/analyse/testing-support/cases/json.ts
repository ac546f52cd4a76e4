import type { Case } from '../case.ts'

/** The shapes of JSON that a query builds. */
export const json: readonly Case[] = [
  ...shapes('book', [
    ["json_build_object('id', id, 'sold', sold, 'title', title)", '{ id: number; sold: number | null; title: string }'],
    [
      "jsonb_build_object('n', 1.5, 'b', signed, 'at', now(), 'loan', loan)",
      '{ n: number; b: boolean | null; at: string; loan: string | null }',
    ],
    ["json_build_object('inner', json_build_object('x', pages))", '{ inner: { x: number } }'],
    ['json_build_object(title, pages)', 'Record<string, JsonValue>'],
    ['json_build_object()', 'Record<string, never>'],
    ["json_build_object('a b', 1, 'c''d', 2)", "{ 'a b': number; 'c\\'d': number }"],
    ['json_build_array(1, title)', '(number | string)[]'],
    ['json_build_array(pages, sold)', '(number | null)[]'],
    ['to_json(title)', 'string'],
    ['to_jsonb(sold)', 'number | null'],
    ['to_jsonb(cover)', '{ width: number | null; height: number | null } | null'],
    ['to_json(span)', 'string | null'],
    ['to_json(picture)', 'string | null'],
    ['to_jsonb(array[1, sold])', '(number | null)[]'],
    ['row_to_json(row(title, sold))', '{ f1: string; f2: number | null }'],
    ['to_jsonb(book) -> $$title$$', 'JsonValue | null', 'loose'],
    ["coalesce(to_jsonb(sold), '0')", 'JsonValue'],
    [
      "case when sold is null then json_build_object('a', 1) else json_build_object('b', sold) end",
      '{ a: number } | { b: number }',
    ],
    ["jsonb_build_object('list', '[]'::jsonb, 'map', '{}'::jsonb)", '{ list: never[]; map: Record<string, never> }'],
    ['\'{"a":[1,null],"b":"x","c":null}\'::json', "{ a: (number | null)[]; b: 'x'; c: null }"],
    [
      '(select json_agg(r) from (select stars, words from review where book_id = book.id) as r)',
      '{ stars: number | null; words: string }[] | null',
    ],
    ["coalesce((select json_agg(r.words) from review r where book_id = book.id), '[]')", 'string[]'],
    [
      "(select coalesce(json_agg(json_build_object('s', stars)), '[]') from review where book_id = book.id)",
      '{ s: number | null }[]',
    ],
    ['to_json(array(select words from review))', 'string[]'],
    [
      "json_build_object('tags', (select tags from author where id = book.author_id))",
      '{ tags: (string | null)[] | null }',
    ],
    [
      "json_build_object('author', (select to_json(a) from (select name, mood from author where id = book.author_id) as a))",
      "{ author: { name: string; mood: 'sad' | 'ok' | 'happy' | null } | null }",
    ],
  ]),
  {
    text: 'select row_to_json(review) as v from review',
    columns: [
      'v: { id: number; book_id: number; reader: string | null; stars: number | null; words: string; length: number | null }',
    ],
  },
  {
    text: 'select to_jsonb(shelf) as v from shelf',
    columns: ['v: { id: number; name: string; title: string | null; price: number | null }'],
  },
  { text: 'select json_agg(title) as v from book where false', columns: ['v: string[] | null'] },
  {
    text: 'select author_id, jsonb_agg(sold order by id) as v from book group by author_id',
    columns: ['author_id: number | null', 'v: (number | null)[]'],
  },
  {
    text: 'select author.id, json_agg(review) as v from author left join review on review.id = author.id - 1 group by author.id',
    columns: [
      'id: number',
      'v: ({ id: number; book_id: number; reader: string | null; stars: number | null; words: string; length: number | null } | null)[]',
    ],
  },
  {
    text: "select author.id, coalesce(json_agg(review) filter (where review.id is not null), '[]') as v from author left join review on review.id = author.id - 1 group by author.id",
    columns: [
      'id: number',
      'v: { id: number; book_id: number; reader: string | null; stars: number | null; words: string; length: number | null }[]',
    ],
  },
  {
    text: "select author.id, json_agg(json_build_object('t', book.title)) as v from author left join book on book.author_id = author.id group by author.id",
    columns: ['id: number', 'v: { t: string | null }[]'],
  },
  {
    text: "select author.id, json_agg(json_build_object('t', book.title)) filter (where book.id is not null) as v from author left join book on book.author_id = author.id group by author.id",
    columns: ['id: number', 'v: { t: string }[] | null'],
  },
  {
    text: 'select json_object_agg(title, sold) as v, jsonb_object_agg(id, title) as w from book where pages > 99',
    columns: ['v: Record<string, number | null> | null', 'w: Record<string, string> | null'],
  },
  {
    text: 'with b as (select id, title from book where pages > 99) select json_agg(b) as v from b',
    columns: ['v: { id: number; title: string }[] | null'],
  },
  {
    text: "select b.v from (select json_build_object('x', sold) as v from book) as b",
    columns: ['v: { x: number | null }'],
  },
  {
    text: "select json_build_object('a', 1) as v union all select json_build_object('b', 'x')",
    columns: ['v: { a: number } | { b: string }'],
  },
  {
    text: "select json_build_object('m', meta, 's', settings) as v from author",
    columns: ['v: { m: JsonValue; s: JsonValue }'],
  },
  {
    text: 'select to_json(born) as v, to_json(joined) as w, to_json(mood) as x, to_json(scores) as y from author',
    columns: ['v: string | null', 'w: string', "x: 'sad' | 'ok' | 'happy' | null", 'y: (number | null)[] | null'],
  },
  {
    text: 'select json_agg(x) as v from (select 1 as a, array_agg(title) as t from book where pages > 99 group by author_id) as x',
    columns: ['v: { a: number; t: string[] }[] | null'],
  },
]

function shapes(
  table: string,
  list: readonly (readonly [expression: string, type: string, loose?: 'loose'])[],
): Case[] {
  return list.map(([expression, type, loose]) => ({
    text: `select ${expression} as v from ${table}`,
    columns: [`v: ${type}`],
    ...(loose !== undefined && { loose: ['v'] }),
  }))
}
