import type { Case } from '../case.ts'

/** Expressions of every kind of value, and the constructs that stop or make a null. */
export const values: readonly Case[] = [
  {
    text: "select lower(span) as a, upper(span) as b, to_char(loan, 'HH') as c, extract(day from loan) as d, scale('NaN'::numeric) as e from book",
    columns: ['a: number | null', 'b: number | null', 'c: string | null', 'd: string | null', 'e: number | null'],
  },
  {
    text: "select substring(title from 'z(.)') as a, substring(title, 'z') as b, substring(title similar '%#\"o#\"%' escape '#') as c from book",
    columns: ['a: string | null', 'b: string | null', 'c: string | null'],
  },
  { text: "select lseg '[(0,0),(1,1)]' # lseg '[(5,5),(6,7)]' as a", columns: ['a: string | null'] },
  {
    text: "select concat(variadic null::text[]) as a, concat_ws(',', null, 'x') as b, concat_ws(null, 'x') as c, format('%s', null) as d",
    columns: ['a: string | null', 'b: string', 'c: string | null', 'd: string'],
  },
  {
    text: 'select (sold, price) in (select sold, price from book) as a, (pages, pages) in (select pages, pages from book) as b from book',
    columns: ['a: boolean | null', 'b: boolean'],
  },
  {
    text: 'select sold is null as a, sold isnull as b, signed is true as c, signed is unknown as d, row(sold, price) is null as e from book',
    columns: ['a: boolean', 'b: boolean', 'c: boolean', 'd: boolean', 'e: boolean'],
  },
  {
    text: 'select nullif(pages, 10) as a, nullif(1, 2) as b from book',
    columns: ['a: number | null', 'b: number | null'],
    loose: ['b'],
  },
  {
    text: 'select case when sold > 5 then sold end as a, case when sold > 5 then sold else 0 end as b, case when sold is not null then sold end as c, case when sold is null then 0 else sold end as d, case sold when 5 then sold else 1 end as e from book',
    columns: ['a: number | null', 'b: number', 'c: number | null', 'd: number', 'e: number'],
  },
  {
    text: 'select greatest(sold, pages) as a, least(sold, null) as b, greatest(pages, id) as c from book',
    columns: ['a: number', 'b: number | null', 'c: number'],
  },
  {
    text: "select pages = any(array[1, sold]) as a, pages = any(array[1, 2]) as b, sold = all(array[1]) as c, pages = any('{1,null}'::int4[]) as d from book",
    columns: ['a: boolean | null', 'b: boolean', 'c: boolean | null', 'd: boolean | null'],
  },
  {
    text: "values (1, null, 'x'), (2, 3, null)",
    columns: ['column1: number', 'column2: number | null', 'column3: string | null'],
  },
  {
    text: "select coalesce(price, 0) + coalesce(sold, 0) as a, coalesce(null, sold, pages) as b, coalesce(subtitle, nullif(title, 'X'), 'z') as c from book",
    columns: ['a: string', 'b: number', 'c: string'],
  },
  {
    text: "select to_char(greatest(joined, 'infinity'), 'YYYY') as a, to_char(pages, '999') as b, to_char(born, 'YYYY') as c, to_date('2020', 'YYYY') as d, to_number('1', '9') as e, to_timestamp(0) as f from author, book",
    columns: ['a: string | null', 'b: string', 'c: string | null', 'd: string', 'e: string | null', 'f: Date'],
    loose: ['e'],
  },
  {
    text: "select string_to_array(title, 'n') as a, string_to_array(title, 'n', 'O') as b, string_to_array(subtitle, ',') as c, array_to_string(array[1, null], ',') as d, regexp_replace(title, 'n', 'm') as e, regexp_split_to_array(title, 'n') as f, split_part(title, 'n', 2) as g from book",
    columns: [
      'a: (string | null)[]',
      'b: (string | null)[]',
      'c: (string | null)[] | null',
      'd: string',
      'e: string',
      'f: (string | null)[]',
      'g: string',
    ],
  },
  {
    text: "select concat(subtitle, sold) as a, concat_ws('-', subtitle, sold) as b, format('%s %s', subtitle, 1) as c, format(subtitle, 1) as d from book",
    columns: ['a: string', 'b: string', 'c: string', 'd: string | null'],
  },
  {
    text: 'select num_nonnulls(sold, price) as a, num_nulls(sold) as b, sold is distinct from pages as c, pages between symmetric 20 and 1 as d, sold between 1 and 2 as e from book',
    columns: ['a: number', 'b: number', 'c: boolean', 'd: boolean', 'e: boolean | null'],
  },
  {
    text: "select (joined, joined) overlaps (now(), now()) as a, (born, born) overlaps (date '2000-01-01', null::date) as b from author",
    columns: ['a: boolean | null', 'b: boolean | null'],
    loose: ['a'],
  },
  {
    text: 'select pages in ($1, $2) as a, sold in ($1) as b from book',
    columns: ['a: boolean', 'b: boolean | null'],
    params: ['pages: number', 'pages2: number'],
    args: [1, 2],
  },
  { text: 'select title from book tablesample bernoulli (50)', columns: ['title: string'] },
  {
    text: "select cover, (cover).width as w, row(1, 'x') as r from book",
    columns: ['cover: { width: number | null; height: number | null } | null', 'w: number | null', 'r: string'],
  },
  {
    text: 'select b as whole, (b).title as t, (b).cover as c from book b',
    columns: [
      'whole: { id: number; author_id: number | null; title: string; subtitle: string | null; isbn: string | null; price: string | null; sold: number | null; pages: number; cover: { width: number | null; height: number | null } | null; span: Range<number> | null; available: boolean; signed: boolean | null; picture: Uint8Array | null; loan: string | null }',
      't: string',
      'c: { width: number | null; height: number | null } | null',
    ],
  },
  { text: 'select s as whole from (select id, sold from book) s', columns: ['whole: string'] },
  {
    text: 'select title::isbn as a, null::isbn as b, isbn from book',
    columns: ['a: string', 'b: string | null', 'isbn: string | null'],
  },
  {
    text: 'select id % 2 = 0 and sold > 1 as a, not sold > 1 as b, sold > 1 or true as c, true and signed as d from book',
    columns: ['a: boolean | null', 'b: boolean | null', 'c: boolean | null', 'd: boolean | null'],
    loose: ['c'],
  },
  { text: 'select 1 as a union all select null order by 1', columns: ['a: number | null'] },
  {
    text: "(select title as a from book limit 1) union (select subtitle from book) intersect select 'x'",
    columns: ['a: string'],
  },
  {
    text: "select upper(title) || ' ' || sold as a, 'x' || subtitle as b, title || null as c from book",
    columns: ['a: string | null', 'b: string | null', 'c: string | null'],
  },
  {
    text: "select date_part('year', joined) as a, age(joined) as b, joined at time zone 'UTC' as c, joined::date as d, date_trunc('day', born) as e, born + 1 as f, born - born as g from author",
    columns: [
      'a: number',
      'b: string',
      'c: string',
      'd: string',
      'e: Date | null',
      'f: string | null',
      'g: number | null',
    ],
  },
  {
    text: "select array_length(tags, 1) as a, cardinality(tags) as b, array_position(tags, 'a') as c, array_remove(tags, 'a') as d, tags || array['z'] as e, array_dims(tags) as f, array_upper(tags, 1) as g from author",
    columns: [
      'a: number | null',
      'b: number',
      'c: number | null',
      'd: (string | null)[]',
      'e: (string | null)[]',
      'f: string | null',
      'g: number | null',
    ],
  },
  {
    text: "select mood, mood::text as t, mood = 'ok' as o, enum_range(mood) as r, enum_first(mood) as f from author",
    columns: [
      "mood: 'sad' | 'ok' | 'happy' | null",
      't: string | null',
      'o: boolean | null',
      "r: ('sad' | 'ok' | 'happy' | null)[] | null",
      "f: 'sad' | 'ok' | 'happy' | null",
    ],
    loose: ['r', 'f'],
  },
  {
    text: 'select gen_random_uuid() as a, now() as b, current_date as c, current_user as d, random() as e, version() as f, txid_current() as g, pg_backend_pid() as h',
    columns: ['a: string', 'b: Date', 'c: string', 'd: string', 'e: number', 'f: string', 'g: number', 'h: number'],
  },
  {
    text: "select sold::text as a, pages::text as b, pages::numeric(8,2) as c, '1'::int4 as d, title::varchar(2) as e, price::float8 as f, available::int4 as g from book",
    columns: ['a: string | null', 'b: string', 'c: string', 'd: number', 'e: string', 'f: number | null', 'g: number'],
  },
  {
    text: "select (array[1, 2, 3])[2] as a, (array['a'])[5] as b, tags[1] as c from author",
    columns: ['a: number | null', 'b: string | null', 'c: string | null'],
    loose: ['a'],
  },
  {
    text: 'select width_bucket(pages, 0, 100, 5) as a, ceil(price) as b, round(price, 1) as c, power(pages, 2) as d, mod(pages, 3) as e, trunc(1.5) as f, sqrt(pages) as g, sign(price) as h from book',
    columns: [
      'a: number',
      'b: string | null',
      'c: string | null',
      'd: number',
      'e: number',
      'f: string',
      'g: number',
      'h: string | null',
    ],
  },
  {
    text: "select ts_rank(to_tsvector(title), to_tsquery('one')) as a, to_tsvector('english', title) @@ plainto_tsquery('one') as b, ts_headline(title, to_tsquery('one')) as c from book",
    columns: ['a: number', 'b: boolean', 'c: string | null'],
    loose: ['c'],
  },
  { text: 'select xmlelement(name foo, title) as x from book', columns: ['x: string | null'], loose: ['x'] },
  {
    text: "select md5(title) as a, encode(picture, 'hex') as b, decode('00', 'hex') as c, length(picture) as d, sha256(picture) as e from book",
    columns: ['a: string', 'b: string | null', 'c: Uint8Array', 'd: number | null', 'e: Uint8Array | null'],
  },
  {
    text: "select extract(year from joined) as y, extract(epoch from joined) as e, extract(hour from greatest(joined, 'infinity')) as h, extract(epoch from loan) as l, extract(hour from time '10:00') as t, date_part('century', born) as c from author, book",
    columns: ['y: string', 'e: string', 'h: string | null', 'l: string | null', 't: string', 'c: number | null'],
  },
  {
    text: "select case mood when 'ok' then mood else 'sad' end as m, case 5 when sold then sold else 0 end as s, case sold when pages then sold when null then 1 end as t, case sold when 1 then 0 else sold end as u from book, author",
    columns: ["m: 'sad' | 'ok' | 'happy'", 's: number', 't: number | null', 'u: number | null'],
  },
  {
    text: "select nullif(title, 'X') as a, nullif(title, null) as b, coalesce(nullif(subtitle, ''), title) as c from book",
    columns: ['a: string | null', 'b: string | null', 'c: string'],
    loose: ['b'],
  },
  {
    text: "select case when sold is null and price is null then 'none' when sold is null then price::text else sold::text end as v from book",
    columns: ['v: string | null'],
    loose: ['v'],
  },
  {
    text: "select case when sold is not null then 'x' when price is not null then price::text else 'y' end as v from book",
    columns: ['v: string'],
  },
  {
    text: 'select case when sold > 1 or price > 1 then coalesce(sold, price) end as v from book',
    columns: ['v: string | null'],
  },
  {
    text: "select title collate \"C\" as a, title like '%e' as b, subtitle ilike 'X%' as c, subtitle ~ '^x' as d, title similar to '%(e|o)%' as e from book",
    columns: ['a: string', 'b: boolean', 'c: boolean | null', 'd: boolean | null', 'e: boolean'],
  },
  {
    text: "select trim(both ' ' from title) as a, overlay(title placing 'x' from 1) as b, position('e' in title) as c, translate(title, 'e', '3') as d, lpad(title, 9) as e, left(subtitle, 1) as f, strpos(title, 'n') as g, initcap(title) as h, reverse(title) as i, repeat(title, 0) as j from book",
    columns: [
      'a: string',
      'b: string',
      'c: number',
      'd: string',
      'e: string',
      'f: string | null',
      'g: number',
      'h: string',
      'i: string',
      'j: string',
    ],
  },
  {
    text: 'select price * 2 as a, -sold as b, @ sold as c, pages / 2 as d, pages % 3 as e, pages ^ 2 as f, |/ pages as g, pages & 3 as h, pages << 1 as i from book',
    columns: [
      'a: string | null',
      'b: number | null',
      'c: number | null',
      'd: number',
      'e: number',
      'f: number',
      'g: number',
      'h: number',
      'i: number',
    ],
  },
  {
    text: "select joined + interval '1 day' as a, joined - joined as b, born - 7 as c, now() - joined as d, greatest(joined, 'infinity')::time as e, date_bin('1 day', joined, joined) as f, make_date(2020, 1, 1) as g, justify_days(loan) as h from author, book",
    columns: [
      'a: Date',
      'b: string',
      'c: string | null',
      'd: string',
      'e: string | null',
      'f: Date',
      'g: string',
      'h: string | null',
    ],
  },
  {
    text: "select loan * 2 as a, loan / 2 as b, - loan as c, extract(epoch from interval '1 day') as d from book",
    columns: ['a: string | null', 'b: string | null', 'c: string | null', 'd: string'],
  },
  {
    text: 'select available and signed as a, available or signed as b, not available as c, available = signed as d, signed is not false as e from book',
    columns: ['a: boolean | null', 'b: boolean | null', 'c: boolean', 'd: boolean | null', 'e: boolean'],
  },
  {
    text: "select extract(year from 'infinity'::timestamptz) as a, extract(epoch from '-infinity'::timestamp) as b, extract(decade from 'infinity'::date) as c, date_part('century', 'infinity'::date) as d, extract(hour from '10:00'::timetz) as e, extract(isodow from 'infinity'::date) as f",
    columns: ['a: string', 'b: string', 'c: string', 'd: number', 'e: string', 'f: string | null'],
  },
]
