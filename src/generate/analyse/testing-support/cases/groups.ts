import type { Case } from '../case.ts'

/** Groups, frames and ordered sets, their conditions and what they answer without a row. */
export const groups: readonly Case[] = [
  {
    text: 'select ntile(null) over () as a, lag(pages, null, 0) over () as b, current_schema() as c, current_schema as d from book',
    columns: ['a: number | null', 'b: number | null', 'c: string | null', 'd: string | null'],
    loose: ['c', 'd'],
  },
  {
    text: 'select available, id, sum(pages) as n from book where pages > 99 group by grouping sets ((available, id), grouping sets ((id), ()))',
    columns: ['available: boolean | null', 'id: number | null', 'n: number | null'],
  },
  {
    text: 'select 1 in (select max(a.id) from book b group by b.id) as v from author a where false',
    columns: ['v: boolean | null'],
  },
  {
    text: 'select count(*) filter (where sold > 1) as a, sum(pages) filter (where true) as b from book group by id',
    columns: ['a: number', 'b: number | null'],
    loose: ['b'],
  },
  {
    text: 'select sum(pages) over (order by id rows between 1 preceding and current row) as a, sum(pages) over (order by id rows between 1 following and 2 following) as b, max(pages) over (order by id range between 5 preceding and 5 following) as c, min(pages) over (order by id groups between current row and unbounded following exclude ties) as d from book',
    columns: ['a: number', 'b: number | null', 'c: number', 'd: number | null'],
    loose: ['d'],
  },
  {
    text: 'select first_value(pages) over w as a, nth_value(pages, 1) over w as b, lag(pages, 1, id::int4) over w as c, lead(pages) over w as d from book window w as (order by id)',
    columns: ['a: number', 'b: number | null', 'c: number', 'd: number | null'],
    loose: ['b'],
  },
  {
    text: 'select (select count(*) from review) as a, (select 1 where true) as b, (select 1 limit 1) as c, (select max(id) from author where false having true) as d',
    columns: ['a: number', 'b: number | null', 'c: number | null', 'd: number | null'],
    loose: ['b', 'c'],
  },
  {
    text: 'select s.id, s.title, count(*) as n from shelf s group by s.id, s.title',
    columns: ['id: number', 'title: string | null', 'n: number'],
  },
  {
    text: 'select id, max(title) as t, min(price) as p, avg(pages) as a, stddev_pop(pages) as s, var_samp(pages) as v from book group by id',
    columns: ['id: number', 't: string', 'p: string | null', 'a: string', 's: string', 'v: string | null'],
  },
  {
    text: 'select percentile_cont(0.5) within group (order by pages) as a, percentile_disc(0.5) within group (order by pages) as b, mode() within group (order by title) as c from book group by id',
    columns: ['a: number', 'b: number', 'c: string'],
  },
  {
    text: 'select percentile_cont(array[0.1, 0.9]) within group (order by pages) as a, mode() within group (order by sold) as b from book group by id',
    columns: ['a: (number | null)[]', 'b: number | null'],
  },
  {
    text: 'select rank(5) within group (order by pages) as a, percent_rank(5) within group (order by pages) as b, dense_rank(5) within group (order by pages) as c, cume_dist(5) within group (order by pages) as d from book',
    columns: ['a: number', 'b: number', 'c: number', 'd: number'],
  },
  {
    text: 'select array_agg(array[pages, sold]) as a from book where id < 3 group by available',
    columns: ['a: (number | null)[][]'],
  },
  {
    text: 'select grouping(available, author_id) as g, available, author_id, count(*) as n from book group by grouping sets ((available), (author_id), ())',
    columns: ['g: number', 'available: boolean | null', 'author_id: number | null', 'n: number'],
  },
  {
    text: "select string_agg(subtitle, ',') as a, string_agg(title, null) as b, bit_and(pages) as c, every(signed) as d from book group by id",
    columns: ['a: string | null', 'b: string', 'c: number', 'd: boolean | null'],
  },
  {
    text: 'select max(tags) as a, min(mood) as b, max(joined) as c from author group by id',
    columns: ['a: (string | null)[]', "b: 'sad' | 'ok' | 'happy' | null", 'c: Date'],
  },
  {
    text: 'select m.mentor, m.n from (select mentor_id as mentor, count(*) as n from author group by mentor_id having mentor_id is not null) m',
    columns: ['mentor: number', 'n: number'],
  },
  {
    text: 'select id, lag(sold) over (partition by author_id order by id) as p, sum(sold) over (partition by author_id) as s, count(*) over () as c from book',
    columns: ['id: number', 'p: number | null', 's: number | null', 'c: number'],
  },
  {
    text: 'select * from (select id, row_number() over (partition by author_id order by id desc) as rn from book) x where rn = 1',
    columns: ['id: number', 'rn: number'],
  },
  {
    text: 'select max(pages) as m, sum(sold) as s, min(id) as i from book where sold is null having count(*) > 2 or 1 <= count(id) and true',
    columns: ['m: number', 's: number | null', 'i: number'],
  },
  { text: 'select max(pages) as m from book where false having count(*) >= 0', columns: ['m: number | null'] },
  { text: 'select max(pages) as m from book having 0 < count(*) filter (where sold > 0)', columns: ['m: number'] },
  {
    text: 'select a.name, s.title, s.n from author a left join lateral (select title, count(*) over () as n from book where author_id = a.id limit 1) s on true',
    columns: ['name: string', 'title: string | null', 'n: number | null'],
  },
  {
    text: 'select row_number() over w as n, sum(sold) over w as s, avg(pages) over w as a from book where sold is not null window w as (partition by author_id order by id)',
    columns: ['n: number', 's: number', 'a: string'],
  },
  {
    text: 'select title, sold, rank() over (order by sold desc nulls last) as r, sold - lag(sold) over (order by id) as d from book',
    columns: ['title: string', 'sold: number | null', 'r: number', 'd: number | null'],
  },
  {
    text: "select array_agg(a.name order by a.name) filter (where a.name <> '') as names from book b left join author a on a.id = b.author_id group by b.id",
    columns: ['names: string[] | null'],
  },
  {
    text: "select coalesce(array_agg(a.name) filter (where a.id is not null), '{}') as names from book b left join author a on a.id = b.author_id group by b.id",
    columns: ['names: string[]'],
  },
  {
    text: "select date_trunc('month', joined)::date as m, count(*) as n from author group by 1 having count(*) > 0 order by 1",
    columns: ['m: string', 'n: number'],
  },
  {
    text: 'select width_bucket(price, 0, 10, 4) as bucket, count(*) as n from book where price is not null group by 1',
    columns: ['bucket: number', 'n: number'],
  },
  {
    text: 'select available, count(*) as n, sum(sum(pages)) over (order by available) as r from book group by available',
    columns: ['available: boolean', 'n: number', 'r: string'],
  },
  {
    text: "select distinct mood, count(*) over (partition by mood) as n from author where mood in ('sad', 'happy')",
    columns: ["mood: 'sad' | 'ok' | 'happy'", 'n: number'],
  },
  {
    text: 'select percentile_disc(0.5) within group (order by title) as a, percentile_cont(0.5) within group (order by sold) as b, mode() within group (order by mood) as c from book join author on author.id = book.author_id group by author.id',
    columns: ['a: string', 'b: number | null', "c: 'sad' | 'ok' | 'happy' | null"],
  },
  {
    text: 'select percentile_disc(null::float8) within group (order by pages) as a, percentile_cont(0.5) within group (order by pages) filter (where pages > 20) as b from book group by id',
    columns: ['a: number | null', 'b: number | null'],
  },
]
