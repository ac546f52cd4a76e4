import type { Case } from '../case.ts'

/** INSERT, UPDATE and DELETE with RETURNING, in CTEs too. */
export const writes: readonly Case[] = [
  {
    text: "insert into author (id, name) values (9, 'Zed') returning id, name, bio, tags, joined",
    columns: ['id: number', 'name: string', 'bio: string | null', 'tags: (string | null)[]', 'joined: Date'],
  },
  {
    text: "insert into author (id, name, bio) values (9, 'Zed', 'x') returning bio",
    columns: ['bio: string'],
  },
  {
    text: "insert into author (id, name) values (1, 'Zed') on conflict (id) do update set bio = null returning id, bio, name",
    columns: ['id: number', 'bio: string | null', 'name: string'],
  },
  {
    text: 'update book set sold = null where sold is not null returning title, sold',
    columns: ['title: string', 'sold: number | null'],
  },
  {
    text: 'update book set pages = 1 where sold is not null returning title, sold',
    columns: ['title: string', 'sold: number'],
  },
  {
    text: 'update review set reader = null where length is not null returning length, stars',
    columns: ['length: number | null', 'stars: number | null'],
  },
  {
    text: 'update book set sold = author.id from author where author.id = book.author_id returning book.title, author.name, author.bio',
    columns: ['title: string', 'name: string', 'bio: string | null'],
  },
  {
    text: 'update book set sold = 1 from author left join review on review.id = author.id + 2 where author.id = book.author_id returning author.name, review.words',
    columns: ['name: string', 'words: string | null'],
  },
  {
    text: 'delete from review where stars is not null returning stars, reader, words',
    columns: ['stars: number', 'reader: string | null', 'words: string'],
  },
  {
    text: 'delete from review using book where book.id = review.book_id and book.price > 0 returning book.price, review.stars',
    columns: ['price: string', 'stars: number | null'],
  },
  {
    text: 'with gone as (delete from review returning reader, words) select reader, words from gone',
    columns: ['reader: string | null', 'words: string'],
  },
  {
    text: "with made as (insert into author (id, name) values (9, 'Zed') returning id, bio) select made.id, made.bio, book.title from made left join book on book.author_id = made.id",
    columns: ['id: number', 'bio: string | null', 'title: string | null'],
  },
  {
    text: 'insert into author (id, name) select id + 100, title from book returning name, mood',
    columns: ['name: string', "mood: 'sad' | 'ok' | 'happy' | null"],
  },
  { text: 'delete from review', columns: [] },
  {
    text: "update author set name = 'x' returning case when bio is null then 'none' else bio end as bio, (select count(*) from book where author_id = author.id) as n",
    columns: ['bio: string', 'n: number'],
  },
]
