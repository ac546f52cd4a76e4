import type { Case } from '../case.ts'

/** Proofs that reach far: through sub-selects, CASE, merged columns, and the other side of a join. */
export const reach: readonly Case[] = [
  {
    text: 'select case when author.id > 0 then l.title end as v from author left join lateral (select title from book where book.author_id = author.id) l on true',
    columns: ['v: string | null'],
  },
  {
    text: 'select pages in (select pages from book) as a, pages not in (select sold from book) as b, sold = all (select pages from book where false) as c from book',
    columns: ['a: boolean', 'b: boolean | null', 'c: boolean | null'],
    loose: ['c'],
  },
  { text: 'select a.name from author a where a.id = any (select author_id from book)', columns: ['name: string'] },
  { text: 'select x from (values (1), (null)) as v (x) where x is not null', columns: ['x: number'] },
  {
    text: 'select title, author_id from book where author_id is not null for update skip locked',
    columns: ['title: string', 'author_id: number'],
  },
  {
    text: 'select b.title, a.name, a.bio from book b natural full join (select id as author_id, name, bio from author) a',
    columns: ['title: string | null', 'name: string | null', 'bio: string | null'],
  },
  {
    text: 'select author_id, b.title, a.name from book b full join (select id as author_id, name from author) a using (author_id) where a.name is not null',
    columns: ['author_id: number', 'title: string | null', 'name: string'],
  },
  {
    text: 'select coalesce(a.id, b.author_id) as id from author a full join book b on b.author_id = a.id',
    columns: ['id: number | null'],
  },
  { text: 'select coalesce(a.id, b.id) as id from author a full join book b on b.id = a.id', columns: ['id: number'] },
  {
    text: 'select l.n, l.t from author a, lateral (select count(*) as n, max(title) as t from book where author_id = a.id) l',
    columns: ['n: number', 't: string | null'],
  },
  {
    text: 'select b as whole from author a left join book b on b.author_id = a.id',
    columns: [
      'whole: { id: number; author_id: number; title: string; subtitle: string | null; isbn: string | null; price: string | null; sold: number | null; pages: number; cover: { width: number | null; height: number | null } | null; span: Range<number> | null; available: boolean; signed: boolean | null; picture: Uint8Array | null; loan: string | null } | null',
    ],
  },
  {
    text: 'select a.name, b.title from author a left join book b on b.author_id = a.id and b.price > 0 where b.id is null',
    columns: ['name: string', 'title: string | null'],
  },
  {
    text: 'select a.name, b.title from author a left join book b on b.author_id = a.id where b.price > 0 or b.sold > 0',
    columns: ['name: string', 'title: string'],
  },
  {
    text: 'select a.name, b.title from author a left join book b on b.author_id = a.id where coalesce(b.price, 0) > 0',
    columns: ['name: string', 'title: string | null'],
    loose: ['title'],
  },
  {
    text: 'select a.name, b.title from author a left join book b on b.author_id = a.id where not (b.id is null)',
    columns: ['name: string', 'title: string'],
  },
  {
    text: 'select a.name, r.words from author a left join book b on b.author_id = a.id left join review r on r.book_id = b.id where r.id is not null',
    columns: ['name: string', 'words: string'],
  },
  {
    text: 'select a.name, r.words, b.title from author a left join book b on b.author_id = a.id left join review r on r.book_id = b.id where r.words is not null',
    columns: ['name: string', 'words: string', 'title: string'],
  },
  {
    text: 'select b.title, x.a from book b cross join lateral (select b.sold as a where b.sold is not null) x',
    columns: ['title: string', 'a: number'],
  },
  {
    text: 'select exists (select 1) and null as v, sold = 1 is true as w from book',
    columns: ['v: boolean | null', 'w: boolean'],
  },
  {
    text: 'select distinct on (author_id) author_id, title from book where author_id is not null order by author_id, id',
    columns: ['author_id: number', 'title: string'],
  },
  {
    text: 'select a.name, b.title from author a left join book b on b.author_id = a.id where case when b.price > 0 then true when b.sold > 0 then true end',
    columns: ['name: string', 'title: string'],
  },
  {
    text: 'select author_id, sold from book b where exists (select 1 from review r join author a on a.id = b.author_id left join sheet s on s.id = b.sold where r.book_id = b.id)',
    columns: ['author_id: number', 'sold: number | null'],
  },
  {
    text: 'select author_id from book b where exists (select count(*) from review r where r.id = b.author_id)',
    columns: ['author_id: number | null'],
  },
  {
    text: 'select author_id from book b where b.id in (select r.book_id from review r where r.id = b.author_id)',
    columns: ['author_id: number'],
  },
  {
    text: 'select author_id from book b where not exists (select from review r where r.id = b.author_id)',
    columns: ['author_id: number | null'],
  },
  {
    text: 'select b.title, a.name from book b left join author a on a.id = b.author_id where exists (select from review r where r.reader = a.name)',
    columns: ['title: string', 'name: string'],
  },
  {
    text: 'select a.name, b.name as m, c.name as n from author a left join author b on b.id = a.id and b.name = a.name left join author c on c.id = b.id',
    columns: ['name: string', 'm: string', 'n: string'],
  },
  {
    text: 'select b.name from book left join author a on a.id = book.author_id left join author b on b.id = a.id',
    columns: ['name: string | null'],
  },
  {
    text: "select coalesce(a.id, b.id) as id, coalesce(b.title, a.name, 'x') as x from author a full join book b on b.id = a.id",
    columns: ['id: number', 'x: string'],
  },
  {
    text: 'select coalesce(a.id, b.id) as id from review r left join (author a full join book b on b.id = a.id) on true where false or a.id is null',
    columns: ['id: number | null'],
    loose: ['id'],
  },
  { text: 'select id from author full join book using (id) full join review using (id)', columns: ['id: number'] },
  {
    text: 'select id, author.name from author left join (book full join review using (id)) using (id)',
    columns: ['id: number', 'name: string'],
  },
  {
    text: 'select b.title, sold from book b where case when b.price > 0 then true when b.sold > 0 then false end',
    columns: ['title: string', 'sold: number | null'],
  },
  {
    text: 'select sold, price from book b where case when sold > 0 then price > 0 when pages > 100 then null else false end',
    columns: ['sold: number', 'price: string'],
  },
  {
    text: 'select sold, price from book b where not case when sold > 0 then price > 0 else true end',
    columns: ['sold: number', 'price: string'],
  },
  {
    text: 'select sold from book where case when sold > 0 then true else available end',
    columns: ['sold: number | null'],
  },
  {
    text: 'select sold, signed from book where case sold when 5 then true when 0 then pages > 1 end',
    columns: ['sold: number', 'signed: boolean | null'],
  },
  { text: 'select sold from book where case when sold > 0 then false end is false', columns: ['sold: number'] },
  {
    text: 'select id, title from book where (author_id, available) = any (select id, true from author)',
    columns: ['id: number', 'title: string'],
  },
  {
    text: 'select sold from book where sold = any ($1::int4[])',
    columns: ['sold: number'],
    params: ['solds: (number | null)[]'],
    args: [[5, 7]],
  },
  { text: 'select sold from book where sold > any (array[1, null])', columns: ['sold: number'] },
  {
    text: 'select price from book where price between (select min(price) from book) and 100',
    columns: ['price: string'],
  },
  {
    text: 'select a.name from author a where a.mentor_id not in (select id from author where bio is not null)',
    columns: ['name: string'],
  },
  {
    text: 'select author_id from book where author_id is not null union all select id from author',
    columns: ['author_id: number'],
  },
  {
    text: 'select s.sold, s.price from (select sold, price from book where sold > 0 union all select 1, price from book where price > 0) s',
    columns: ['sold: number', 'price: string | null'],
  },
  {
    text: 'select x.id, x.t from (select id, title as t from book union select id, null from author) x where x.t is not null',
    columns: ['id: number', 't: string'],
  },
  {
    text: "select (select title from book where id = 98) as a, coalesce((select title from book where id = 99), 'none') as b",
    columns: ['a: string | null', 'b: string'],
  },
  {
    text: 'select exists (select from book where sold is null) as a, not exists (select from review) as b, (select count(*) > 0 from review) as c',
    columns: ['a: boolean', 'b: boolean', 'c: boolean'],
  },
  {
    text: 'select count(*) filter (where sold > 3) as a, count(distinct author_id) as b, sum(case when available then 1 else 0 end) as c, bool_or(signed) as d from book where id > 90',
    columns: ['a: number', 'b: number', 'c: number | null', 'd: boolean | null'],
  },
  {
    text: 'select greatest(sold, price, 0) as a, least(sold, price) as b from book where sold > 0',
    columns: ['a: string', 'b: string'],
  },
  {
    text: "select span && int4range(1, 3) as a, upper_inc(span) as b, range_merge(span, '[1,2)') as c, int4multirange(span) as d, span + span as e from book where span is not null",
    columns: ['a: boolean', 'b: boolean', 'c: Range<number>', 'd: Range<number>[]', 'e: Range<number>'],
  },
  {
    text: 'select b.*, a.name from book b left join author a on a.id = b.author_id where a.name is not null',
    columns: [
      'id: number',
      'author_id: number',
      'title: string',
      'subtitle: string | null',
      'isbn: string | null',
      'price: string | null',
      'sold: number | null',
      'pages: number',
      'cover: { width: number | null; height: number | null } | null',
      'span: Range<number> | null',
      'available: boolean',
      'signed: boolean | null',
      'picture: Uint8Array | null',
      'loan: string | null',
      'name: string',
    ],
  },
  {
    text: 'select table1.name, table1.bio from (table author) as table1 where table1.bio is not null',
    columns: ['name: string', 'bio: string'],
  },
  { text: 'select v.id, v.title from priced v where v.price > 0', columns: ['id: number', 'title: string'] },
  {
    text: "select c.title, c.words from (select b.title, r.words from book b left join review r on r.book_id = b.id) c where c.words <> ''",
    columns: ['title: string', 'words: string'],
  },
  {
    text: 'select id from (values (1), (2)) as v (id) natural left join (select id, name from author) as a where a.name is not null',
    columns: ['id: number'],
  },
  { text: 'select * from (select 1 as a) x natural full join (select 2 as a) y', columns: ['a: number'] },
  {
    text: 'select x.a, y.b from (select sold as a from book) x full join (select price as b, sold as c from book) y on y.c = x.a',
    columns: ['a: number | null', 'b: string | null'],
  },
  {
    text: 'select a.id, b.id as other from author a full join book b using (id) where b.id is not null and a.id is not null',
    columns: ['id: number', 'other: number'],
  },
  {
    text: 'select author_id from book b where exists (select 1 from review r left join sheet s on s.id = b.author_id where r.book_id = b.id)',
    columns: ['author_id: number | null'],
  },
  {
    text: 'select a.name, b.name as m from author a left join author b on b.bio = a.bio',
    columns: ['name: string', 'm: string | null'],
  },
  {
    text: 'select a.name, b.name as m from author a left join author b on b.mentor_id = a.id',
    columns: ['name: string', 'm: string | null'],
  },
]
