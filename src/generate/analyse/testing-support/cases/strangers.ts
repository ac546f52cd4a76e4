import type { Case } from '../case.ts'

/** What somebody who does not believe it would try: merged columns, proofs that reach far, functions in FROM. */
export const strangers: readonly Case[] = [
  ...where([
    ['sold = pages or sold > 0', 'sold: number'],
    ['sold = pages or sold is null', 'sold: number | null'],
    ['sold = 5 or sold = 7 or sold = 0', 'sold: number'],
    ['not (sold is null or subtitle is null)', 'sold: number', 'subtitle: string'],
    ['sold is not distinct from 5', 'sold: number'],
    ['sold in (5, 7, null)', 'sold: number'],
    ['sold not in (6, 8)', 'sold: number'],
    ['sold between 0 and 6', 'sold: number'],
    ['sold not between 6 and 9', 'sold: number'],
    ["subtitle similar to '%'", 'subtitle: string'],
    ["starts_with(subtitle, 't')", 'subtitle: string'],
    ['length(subtitle) >= 0', 'subtitle: string'],
    ['upper(subtitle) || price is not null', 'subtitle: string', 'price: string'],
    ['(sold > 1) = (price > 1)', 'sold: number', 'price: string'],
    ['(sold > 1) is distinct from (price > 1)', 'sold: number | null', 'price: string | null'],
    ['(sold, price) in (select sold, price from book)', 'sold: number', 'price: string'],
    ['(sold, price) not in (select pages, price from book where false)', 'sold: number | null', 'price: string | null'],
    ['sold = any (select sold from book)', 'sold: number'],
    ['sold >= all (select 100 where false)', 'sold: number | null'],
    ['sold > 0 and (signed or not signed)', 'sold: number', 'signed: boolean'],
    ['signed = any (array[true, false])', 'signed: boolean'],
    ['not (not (sold > 0))', 'sold: number'],
    ['loan between $$0$$ and $$1 year$$', 'loan: string'],
    ['lower(span) >= 0', 'span: Range<number>'],
    ['date_part($$hour$$, loan) >= 0', 'loan: string'],
    ['greatest(sold, 1) > 0', 'sold: number | null'],
    ['true', 'sold: number | null'],
    ['not (signed is true)', 'signed: boolean | null'],
  ]),
  {
    text: 'select s.name, s.title from (select * from shelf left join lateral (select title as other) as o on true) as s',
    columns: ['name: string', 'title: string | null'],
  },
  {
    text: 'select a.name, s.title, s.price from author a left join shelf s on s.id = a.id and s.title is not null',
    columns: ['name: string', 'title: string | null', 'price: string | null'],
  },
  {
    text: 'select id, b.title, r.words from book b full join (select id + 5 as id, words from review) r using (id)',
    columns: ['id: number', 'title: string | null', 'words: string | null'],
  },
  {
    text: 'select coalesce(b.subtitle, r.words) as either from book b join review r on r.book_id = b.id',
    columns: ['either: string'],
  },
  {
    text: 'select coalesce(b.title, r.words) as either from book b full join review r on r.id = b.id + 3',
    columns: ['either: string'],
  },
  {
    text: 'select sold, pages from book full join (values (null::int4), (5)) as v (sold) using (sold)',
    columns: ['sold: number | null', 'pages: number | null'],
  },
  {
    text: 'select (pages / pages, sold) < (1, 5) as v, (pages, sold) = (pages, 5) as w from book',
    columns: ['v: boolean | null', 'w: boolean | null'],
  },
  { text: 'select count(*) filter (where sold > 1) as n from book', columns: ['n: number'] },
  {
    text: "select string_agg(subtitle, ',') as one, string_agg(title, ',') as two from book where id > 100",
    columns: ['one: string | null', 'two: string | null'],
  },
  {
    text: "select available, string_agg(title, ',') as t, max(id) as m, min(sold) as s from book where id in (1, 3) group by available",
    columns: ['available: boolean', 't: string', 'm: number', 's: number | null'],
  },
  {
    text: 'select (select count(*) from review) as n, (select coalesce(sum(stars), 0) from review where book_id = 9) as s',
    columns: ['n: number', 's: number'],
  },
  { text: 'select (select sum(stars) from review where book_id = 9) as s', columns: ['s: number | null'] },
  {
    text: 'select b.title, r.n from book b left join lateral (select count(*) as n from review where book_id = b.id) as r on true',
    columns: ['title: string', 'n: number'],
  },
  {
    text: 'select u.a, u.b, u.o from unnest(array[1, 2], array[true]) with ordinality as u (a, b, o)',
    columns: ['a: number', 'b: boolean | null', 'o: number'],
  },
  { text: 'select d from generate_series(date $$2020-01-01$$, $$2020-01-02$$, $$1 day$$) as d', columns: ['d: Date'] },
  {
    text: 'select r.a, r.b from jsonb_to_recordset($$[{"a":1},{"b":"x"}]$$) as r (a int4, b text)',
    columns: ['a: number | null', 'b: string | null'],
  },
  { text: 'select (regexp_match(title, $$(z)?.$$))[1] as m from book', columns: ['m: string | null'] },
  {
    text: 'select m from book, regexp_matches(title, $$(z)?(.)$$) as m',
    columns: ['m: (string | null)[]'],
  },
  { text: 'select date_trunc($$month$$, joined) as m from author', columns: ['m: Date'] },
  {
    text: 'select extract(year from joined) as y, extract(year from born) as b, extract(hour from least(joined, $$-infinity$$)) as h from author',
    columns: ['y: string', 'b: string | null', 'h: string | null'],
  },
  {
    text: 'select current_setting($$no.such$$, true) as a, pg_typeof(null) as b',
    columns: ['a: string | null', 'b: string'],
  },
  {
    text: 'select mood::text as a, $$ok$$::mood as b from author',
    columns: ['a: string | null', "b: 'sad' | 'ok' | 'happy'"],
  },
  {
    text: 'select title::isbn as a, subtitle::isbn as b from book where id <= 2',
    columns: ['a: string', 'b: string | null'],
  },
  {
    text: 'insert into book (id, title, pages, available) select id + 100, title, pages, available from book returning id, title, sold',
    columns: ['id: number', 'title: string', 'sold: number | null'],
  },
  {
    text: "insert into author (id, name) values (1, 'again') on conflict do nothing returning id, name",
    columns: ['id: number', 'name: string'],
  },
  {
    text: 'insert into review (book_id, reader) values (1, null) returning id, length, words',
    columns: ['id: number', 'length: number | null', 'words: string'],
  },
  {
    text: 'update review set stars = b.pages from book b where b.id = review.book_id and b.price is not null returning b.price, review.reader',
    columns: ['price: string', 'reader: string | null'],
  },
  {
    text: 'select bool_and(signed) as a, every(available) as b from book group by id having bool_and(signed) is null or true',
    columns: ['a: boolean | null', 'b: boolean'],
  },
  {
    text: 'select array_agg(sold) filter (where sold > 5) as s from book group by available',
    columns: ['s: number[] | null'],
  },
  {
    text: 'select json_agg(sold) filter (where sold > 0) as s, count(*) as n from book where id = 1',
    columns: ['s: number[] | null', 'n: number'],
  },
  {
    text: 'select row_number() over () as n, sum(sold) over (partition by sold) as s, max(pages) over () - pages as d from book',
    columns: ['n: number', 's: number | null', 'd: number'],
  },
  {
    text: 'select v.a, v.b from (values (1, null), (2, 3)) as v (a, b) where v.b is not null',
    columns: ['a: number', 'b: number'],
  },
  {
    text: 'select case when sold > 0 then true end as v, sold from book where case when sold > 0 then true end',
    columns: ['v: boolean | null', 'sold: number'],
    loose: ['v'],
  },
  {
    text: 'select b.title, r.n, r.s from book b left join (select count(*) as n, max(stars) as s from review where false) as r on true',
    columns: ['title: string', 'n: number', 's: number | null'],
  },
  {
    text: 'select b.title, r.n from book b left join (select count(*) as n from review) as r on b.sold > 5',
    columns: ['title: string', 'n: number | null'],
  },
  {
    text: 'select b.title, r.n from book b left join lateral (select count(*) as n from review group by id) as r on null',
    columns: ['title: string', 'n: number | null'],
  },
  {
    text: 'select price, max(sold) as s from book group by price having price > 0 and max(sold) is null',
    columns: ['price: string', 's: number | null'],
  },
  {
    text: 'select sold, available, count(*) as n from book group by rollup (sold, available) having sold > 0 or available is null',
    columns: ['sold: number | null', 'available: boolean | null', 'n: number'],
  },
  {
    text: 'select author_id, sum(price) as p from book where id <> 4 group by author_id having sum(price) is null or author_id > 0',
    columns: ['author_id: number | null', 'p: string | null'],
  },
  {
    text: 'select sold is null and price > 1 as a, sold > 1 and price > 1 as b, not (sold is null or price > 1) as c from book',
    columns: ['a: boolean | null', 'b: boolean | null', 'c: boolean | null'],
  },
  {
    text: 'select tags[1:1] as a, tags[1] as b, scores[:2] as c, (array[pages])[1:] as d, tags[null:1] as e from author, book',
    columns: [
      'a: (string | null)[]',
      'b: string | null',
      'c: (number | null)[] | null',
      'd: number[]',
      'e: (string | null)[] | null',
    ],
  },
  {
    text: "select settings['dark'] as a, tags || 'x'::text as b from author",
    columns: ['a: JsonValue | null', 'b: (string | null)[]'],
  },
  {
    text: 'select sold is not null and sold > 1 as a, sold is null or sold > 1 as b from book',
    columns: ['a: boolean', 'b: boolean'],
  },
]

function where(list: readonly (readonly [condition: string, ...columns: string[]])[]): Case[] {
  return list.map(([condition, ...columns]) => {
    const names = columns.map((column) => column.slice(0, column.indexOf(':')))
    return { text: `select ${names.join(', ')} from book where ${condition}`, columns }
  })
}
