import type { Case } from '../case.ts'

/** Aggregates, grouping sets and window functions. */
export const aggregates: readonly Case[] = [
  { text: 'select count(*) as n, count(sold) as m from book where false', columns: ['n: number', 'm: number'] },
  {
    text: 'select sum(pages) as n, max(title) as t, avg(pages) as a from book where false',
    columns: ['n: number | null', 't: string | null', 'a: string | null'],
  },
  {
    text: 'select author_id, sum(pages) as n, max(title) as t from book group by author_id',
    columns: ['author_id: number | null', 'n: number', 't: string'],
  },
  {
    text: 'select id, sum(sold) as n, avg(price) as a from book group by id',
    columns: ['id: number', 'n: number | null', 'a: string | null'],
  },
  {
    text: 'select id, sum(sold) as n from book where sold is not null group by id',
    columns: ['id: number', 'n: number'],
  },
  {
    text: 'select id, title, subtitle from book group by id',
    columns: ['id: number', 'title: string', 'subtitle: string | null'],
  },
  {
    text: 'select id, sum(pages) filter (where pages > 20) as n from book group by id',
    columns: ['id: number', 'n: number | null'],
  },
  {
    text: 'select id, count(*) filter (where pages > 20) as n from book group by id',
    columns: ['id: number', 'n: number'],
  },
  { text: 'select id, coalesce(sum(sold), 0) as n from book group by id', columns: ['id: number', 'n: number'] },
  { text: 'select array_agg(title) as t from book where false', columns: ['t: string[] | null'] },
  {
    text: 'select id, array_agg(title) as t, array_agg(sold) as s from book group by id',
    columns: ['id: number', 't: string[]', 's: (number | null)[]'],
  },
  {
    text: 'select array_agg(sold) filter (where sold is not null) as s from book where false',
    columns: ['s: number[] | null'],
  },
  {
    text: "select id, string_agg(title, ',') as t, string_agg(subtitle, ',') as s from book group by id",
    columns: ['id: number', 't: string', 's: string | null'],
  },
  { text: 'select id, stddev(pages) as s from book group by id', columns: ['id: number', 's: string | null'] },
  {
    text: 'select id, bool_and(available) as a, bool_or(signed) as o from book group by id',
    columns: ['id: number', 'a: boolean', 'o: boolean | null'],
  },
  {
    text: 'select id, percentile_cont(0.5) within group (order by sold) as m from book group by id',
    columns: ['id: number', 'm: number | null'],
  },
  {
    text: 'select author_id, available, sum(pages) as n from book where pages > 99 group by rollup (author_id, available)',
    columns: ['author_id: number | null', 'available: boolean | null', 'n: number | null'],
  },
  {
    text: 'select available, sum(pages) as n from book where false group by rollup (available)',
    columns: ['available: boolean | null', 'n: number | null'],
  },
  {
    text: 'select available, id, sum(pages) as n from book group by grouping sets ((available), (id))',
    columns: ['available: boolean | null', 'id: number | null', 'n: number'],
  },
  {
    text: 'select available, id, count(*) as n, grouping(id) as g from book group by cube (available, id)',
    columns: ['available: boolean | null', 'id: number | null', 'n: number', 'g: number'],
  },
  {
    text: 'select available, sum(pages) as n from book where false group by grouping sets ((available), rollup (available))',
    columns: ['available: boolean | null', 'n: number | null'],
  },
  {
    text: 'select available, sum(pages) as n from book where false group by grouping sets (available, ())',
    columns: ['available: boolean | null', 'n: number | null'],
  },
  {
    text: 'select upper(title) as t, pages + 1 as p from book group by rollup (upper(title), pages + 1)',
    columns: ['t: string | null', 'p: number | null'],
  },
  {
    text: 'select length(title) as l, count(*) as n from book group by length(title)',
    columns: ['l: number', 'n: number'],
  },
  {
    text: 'select author.name, count(book.id) as n, max(book.title) as t from author left join book on book.author_id = author.id group by author.id',
    columns: ['name: string', 'n: number', 't: string | null'],
  },
  { text: 'select max(pages) as m from book having count(*) > 100', columns: ['m: number'] },
  { text: 'select distinct sold from book', columns: ['sold: number | null'] },
  {
    text: 'select distinct on (author_id) author_id, title from book order by author_id, id',
    columns: ['author_id: number | null', 'title: string'],
  },
  {
    text: 'select row_number() over (order by id) as r, rank() over (order by sold) as k, ntile(2) over (order by id) as n from book',
    columns: ['r: number', 'k: number', 'n: number'],
  },
  {
    text: 'select lag(pages) over (order by id) as a, lead(pages, 1, 0) over (order by id) as b, lag(sold, 1, 0) over (order by id) as c from book',
    columns: ['a: number | null', 'b: number', 'c: number | null'],
  },
  {
    text: 'select lag(pages, null, 0) over (order by id) as a, ntile(null) over (order by id) as b from book',
    columns: ['a: number | null', 'b: number | null'],
  },
  {
    text: 'select sum(pages) over () as a, sum(sold) over (order by id) as b, count(sold) over () as c from book',
    columns: ['a: number', 'b: number | null', 'c: number'],
  },
  {
    text: 'select sum(pages) over (order by id rows between 2 preceding and 1 preceding) as a, max(title) over (rows between current row and 1 following) as b from book',
    columns: ['a: number | null', 'b: string'],
  },
  {
    text: 'select sum(pages) over (order by id rows between unbounded preceding and unbounded following exclude current row) as a from book where id = 1',
    columns: ['a: number | null'],
  },
  {
    text: 'select first_value(title) over w as a, last_value(title) over w as b, nth_value(title, 2) over w as c from book window w as (partition by available order by id)',
    columns: ['a: string', 'b: string', 'c: string | null'],
  },
  {
    text: 'select sum(pages) filter (where pages > 20) over (order by id) as a from book',
    columns: ['a: number | null'],
  },
  {
    text: 'select author_id, sum(sum(pages)) over () as a, rank() over (order by count(*)) as b from book group by author_id',
    columns: ['author_id: number | null', 'a: string', 'b: number'],
  },
  {
    text: 'select 1 in (select max(author.id) from book group by book.id) as v from author where false',
    columns: ['v: boolean | null'],
  },
  {
    text: 'select case when sold is not null then first_value(sold) over (order by id) else 0 end as v from book',
    columns: ['v: number | null'],
  },
  {
    text: 'select case when sold is not null then lead(sold, 1, 0) over (order by id) else 0 end as v from book',
    columns: ['v: number | null'],
  },
]
