import type { Case } from '../case.ts'

/** What returning gives back of what was stored. */
export const stored: readonly Case[] = [
  {
    text: 'update book set available = true where price is not null and sold is not null returning price, sold',
    columns: ['price: string', 'sold: number'],
  },
  {
    text: 'insert into book (id, author_id, title, pages, available) select id + 50, author_id, title, pages, available from book on conflict (id) do update set sold = excluded.sold where book.sold is null returning book.*',
    columns: [
      'id: number',
      'author_id: number | null',
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
    ],
  },
  {
    text: "insert into author (id, name) values (1, 'a') on conflict (id) do update set name = excluded.name where author.bio is null returning id, name, bio",
    columns: ['id: number', 'name: string', 'bio: string | null'],
  },
  {
    text: 'delete from review using book b left join author a on a.id = b.author_id where review.book_id = b.id returning review.words, b.title, a.name',
    columns: ['words: string', 'title: string', 'name: string | null'],
  },
  {
    text: 'with moved as (delete from review returning *), back as (insert into review (book_id, reader, stars) select book_id, reader, stars from moved returning id, stars) select b.id, b.stars, m.words from back b left join moved m on m.id = b.id',
    columns: ['id: number', 'stars: number | null', 'words: string | null'],
  },
  {
    text: 'with up as (update book set sold = coalesce(sold, 0) + 1 where available returning id, sold) select b.title, up.sold from book b left join up using (id)',
    columns: ['title: string', 'sold: number | null'],
  },
  {
    text: "insert into author (id, name, bio) values (9, 'Zed', 'x') returning bio, mood",
    columns: ['bio: string', "mood: 'sad' | 'ok' | 'happy' | null"],
  },
  {
    text: "insert into author (id, name, bio, born) values (9, 'Zed', 'x', null), (10, 'Y', 'z', '2020-01-01') returning bio, born",
    columns: ['bio: string', 'born: string | null'],
  },
  {
    text: "insert into author (id, name, bio) values (1, 'Zed', 'x') on conflict (id) do update set bio = null returning bio",
    columns: ['bio: string | null'],
  },
  {
    text: "insert into author (id, name, bio) values (1, 'Zed', 'x') on conflict do nothing returning bio",
    columns: ['bio: string'],
  },
  {
    text: 'insert into book (id, title, pages, available, sold, price) select id + 100, title, pages, available, coalesce(sold, 0), price from book returning sold, price',
    columns: ['sold: number', 'price: string | null'],
  },
  {
    text: 'update book set sold = coalesce(sold, 0) + 1, price = $1 where id = 1 returning sold, price',
    columns: ['sold: number', 'price: string | null'],
    params: ['price: string | null'],
    args: [null],
  },
  {
    text: 'update book set sold = pages, loan = null, subtitle = b.subtitle from (select id, subtitle from book where subtitle is not null) b where b.id = book.id returning sold, loan, book.subtitle',
    columns: ['sold: number', 'loan: string | null', 'subtitle: string'],
  },
  {
    text: 'update book set (sold, price) = (select 1, 2.5 where false) returning sold, price',
    columns: ['sold: number | null', 'price: string | null'],
  },
  { text: 'update book set sold = sold + 1 where sold > 0 returning sold', columns: ['sold: number'] },
  {
    text: 'update author set scores[1] = 5, tags[3] = null returning scores, tags',
    columns: ['scores: (number | null)[] | null', 'tags: (string | null)[]'],
    loose: ['scores'],
  },
  { text: 'update review set stars = 5 returning length, stars', columns: ['length: number | null', 'stars: number'] },
  {
    text: 'with x as (update book set sold = 3 returning id, sold) select x.sold, b.title from x join book b using (id)',
    columns: ['sold: number', 'title: string'],
  },
  {
    text: 'insert into author (id, name, settings) values ($1, $2, $3) on conflict (id) do update set settings = excluded.settings || author.settings returning settings',
    columns: ['settings: JsonValue'],
    params: ['id: number', 'name: string', 'settings: NonNullable<JsonValue>'],
    args: [1, 'x', {}],
  },
  {
    text: 'insert into book (id, title, pages, available, sold) values ($1, $2, $3, true, $4) returning sold, pages, id',
    columns: ['sold: number | null', 'pages: number', 'id: number'],
    params: ['id: number', 'title: string', 'pages: number', 'sold: number | null'],
    args: [90, 'x', 1, null],
  },
  {
    text: 'with input as (select * from unnest($1::int8[], $2::int4[]) as u (id, sold)) update book set sold = input.sold from input where input.id = book.id returning book.id, book.sold',
    columns: ['id: number', 'sold: number | null'],
    params: ['id: (number | null)[]', 'sold: (number | null)[]'],
    args: [[1], [null]],
  },
  {
    text: 'with gone as (delete from review where stars is null returning *) select book_id, reader from gone',
    columns: ['book_id: number', 'reader: string | null'],
  },
  {
    text: 'delete from review using book b, author a where b.id = review.book_id and a.id = b.author_id returning b.title, a.bio',
    columns: ['title: string', 'bio: string | null'],
  },
  {
    text: "update author set bio = name, mood = coalesce(mood, 'ok'), born = nullif(born, born) returning bio, mood, born",
    columns: ['bio: string', "mood: 'sad' | 'ok' | 'happy'", 'born: string | null'],
  },
  {
    text: "update author a set meta = jsonb_build_object('n', b.n) from (select author_id, count(*) as n from book group by author_id) b where b.author_id = a.id returning a.meta, b.n, b.author_id",
    columns: ['meta: JsonValue', 'n: number', 'author_id: number'],
  },
]
