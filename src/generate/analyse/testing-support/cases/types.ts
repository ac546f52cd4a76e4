import type { Case } from '../case.ts'

const bookRow =
  '{ id: number; author_id: number | null; title: string; subtitle: string | null; isbn: string | null; price: string | null; sold: number | null; pages: number; cover: { width: number | null; height: number | null } | null; span: Range<number> | null; available: boolean; signed: boolean | null; picture: Uint8Array | null; loan: string | null }'

/** What each PostgreSQL type is in TypeScript. */
export const types: readonly Case[] = [
  {
    text: 'select id, isbn, price, cover, span, picture, loan from book',
    columns: [
      'id: number',
      'isbn: string | null',
      'price: string | null',
      'cover: { width: number | null; height: number | null } | null',
      'span: Range<number> | null',
      'picture: Uint8Array | null',
      'loan: string | null',
    ],
  },
  {
    text: 'select mood, tags, scores, meta, settings, born, joined from author',
    columns: [
      "mood: 'sad' | 'ok' | 'happy' | null",
      'tags: (string | null)[]',
      'scores: (number | null)[] | null',
      'meta: JsonValue | null',
      'settings: JsonValue',
      'born: string | null',
      'joined: Date',
    ],
  },
  {
    text: 'select 1::int2 as a, 1::int8 as b, 1::float4 as c, 1::numeric as d, 1::money as e, 1::oid as f',
    columns: ['a: number', 'b: number', 'c: number', 'd: string', 'e: string', 'f: number'],
  },
  {
    text: "select date '2020-01-01' as a, time '10:00' as b, timestamp '2020-01-01' as c, timestamptz '2020-01-01' as d, interval '1 day' as e",
    columns: ['a: string', 'b: string', 'c: string', 'd: Date', 'e: string'],
  },
  {
    text: "select gen_random_uuid() as a, inet '::1' as b, '{}'::json as c, to_tsvector('a') as d, bit '101' as e, 'a'::name as f",
    columns: ['a: string', 'b: string', 'c: Record<string, never>', 'd: string', 'e: string', 'f: string'],
  },
  {
    text: "select '{[1,2)}'::int4multirange as a, '[2020-01-01,)'::tstzrange as b, numrange(1, 2) as c",
    columns: ['a: Range<number>[]', 'b: Range<Date>', 'c: Range<string>'],
  },
  {
    text: "select array['sad'::mood] as a, 'ok'::mood as b, 'x'::isbn as c, array[]::int4[] as d",
    columns: ["a: ('sad' | 'ok' | 'happy')[]", "b: 'sad' | 'ok' | 'happy'", 'c: string', 'd: number[]'],
  },
  {
    text: 'select array[1, sold] as a, array[[1, 2], [3, 4]] as b from book',
    columns: ['a: (number | null)[]', 'b: number[][]'],
  },
  {
    text: 'select array_agg(tags) filter (where cardinality(tags) = 1) as a from author where id = 1',
    columns: ['a: (string | null)[][] | null'],
  },
  {
    text: 'select (select 1::stars where false) as a, row(1, 2)::size as b',
    columns: ['a: number | null', 'b: { width: number | null; height: number | null }'],
  },
  { text: 'select book from book', columns: [`book: ${bookRow}`] },
  {
    text: 'select author.name, book from author left join book on book.author_id = author.id',
    columns: ['name: string', `book: ${bookRow.replace('author_id: number | null', 'author_id: number')} | null`],
  },
  { text: 'select row(title, 1) as a from book', columns: ['a: string'] },
  { text: 'select pg_typeof(1) as a, pg_advisory_xact_lock(1) as b', columns: ['a: string', 'b: string'] },
  { text: "select array['infinity'::timestamp]::time[] as a", columns: ['a: (string | null)[]'] },
  {
    text: 'select array[pages]::int8[] as a, array[pages]::text[] as b from book',
    columns: ['a: number[]', 'b: string[]'],
  },
]
