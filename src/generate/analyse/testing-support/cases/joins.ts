import type { Case } from '../case.ts'

/** Outer joins of every kind, and what rules out that they extended a row. */
export const joins: readonly Case[] = [
  {
    text: 'select author.name, book.title from author join book on book.author_id = author.id',
    columns: ['name: string', 'title: string'],
  },
  {
    text: 'select author.name, book.title from author left join book on book.author_id = author.id',
    columns: ['name: string', 'title: string | null'],
  },
  {
    text: 'select author.name, book.title from author right join book on book.author_id = author.id',
    columns: ['name: string | null', 'title: string'],
  },
  {
    text: 'select author.name, book.title from author full join book on book.author_id = author.id',
    columns: ['name: string | null', 'title: string | null'],
  },
  {
    text: `select author.name, book.title, review.words
      from author left join (book join review on review.book_id = book.id) on book.author_id = author.id`,
    columns: ['name: string', 'title: string | null', 'words: string | null'],
  },
  {
    text: `select author.name, book.title, review.words
      from author left join book on book.author_id = author.id join review on review.book_id = book.id`,
    columns: ['name: string', 'title: string', 'words: string'],
  },
  {
    text: `select book.title, review.words, author.name
      from review right join book on review.book_id = book.id left join author on author.id = book.author_id`,
    columns: ['title: string', 'words: string | null', 'name: string | null'],
  },
  {
    text: `select author.name, book.title, book.author_id
      from author left join book on book.author_id = author.id where book.id is not null`,
    columns: ['name: string', 'title: string', 'author_id: number'],
  },
  {
    text: `select author.name, book.title from author full join book on book.author_id = author.id where author.id > 0`,
    columns: ['name: string', 'title: string | null'],
  },
  {
    text: `select author.name, book.title from author full join book on book.author_id = author.id
      where author.id > 0 and book.pages > 0`,
    columns: ['name: string', 'title: string'],
  },
  {
    text: `select book.title, review.words from book left join review on review.book_id = book.id and review.stars > 3`,
    columns: ['title: string', 'words: string | null'],
  },
  {
    text: `select book.title, review.stars from book join review on review.book_id = book.id and review.stars > 1`,
    columns: ['title: string', 'stars: number'],
  },
  {
    text: `select book.title, review.stars from book left join review on review.book_id = book.id and review.stars > 3
      where review.words <> ''`,
    columns: ['title: string', 'stars: number'],
  },
  {
    text: `select book.price, review.words from book left join review on review.book_id = book.id and book.price > 0`,
    columns: ['price: string | null', 'words: string | null'],
  },
  {
    text: `select book.price, review.words from book left join review on review.book_id = book.id and book.price > 0
      where review.id is not null`,
    columns: ['price: string', 'words: string'],
  },
  {
    text: 'select id, a.name, b.name as mentor from author a left join author b using (id)',
    columns: ['id: number', 'name: string', 'mentor: string'],
  },
  {
    text: `select id, pages, n from book full join (values (1::int8, 'x'), (9, null)) as v (id, n) using (id)`,
    columns: ['id: number', 'pages: number | null', 'n: string | null'],
  },
  {
    text: `select id, book.title from (values (2::int8), (9)) as v (id) left join book using (id)`,
    columns: ['id: number', 'title: string | null'],
  },
  {
    text: `select j.title, j.words from (book left join review on book_id = book.id) as j (a, b, title, d, e, f, g, h, i, k, l, m, n, o, p, q, r, s, words)`,
    columns: ['title: string', 'words: string | null'],
  },
  {
    text: `select a.name, m.name as mentor, mm.name as grand
      from author a left join author m on m.id = a.mentor_id left join author mm on mm.id = m.mentor_id`,
    columns: ['name: string', 'mentor: string | null', 'grand: string | null'],
  },
  {
    text: `select a.name, m.name as mentor, mm.name as grand
      from author a left join author m on m.id = a.mentor_id left join author mm on mm.id = m.mentor_id
      where mm.id = 1`,
    columns: ['name: string', 'mentor: string', 'grand: string'],
  },
  {
    text: `select author.name, last.title
      from author left join lateral (select title from book where author_id = author.id order by id limit 1) as last on true`,
    columns: ['name: string', 'title: string | null'],
  },
  {
    text: `select author.name, last.title
      from author cross join lateral (select title, subtitle from book where author_id = author.id) as last`,
    columns: ['name: string', 'title: string'],
  },
  {
    text: `select author.name, counted.n, counted.most
      from author cross join lateral (select count(*) as n, max(sold) as most from book where author_id = author.id) as counted`,
    columns: ['name: string', 'n: number', 'most: number | null'],
  },
  {
    text: 'select name, title, price from shelf',
    columns: ['name: string', 'title: string | null', 'price: string | null'],
  },
  { text: 'select title, price from priced', columns: ['title: string', 'price: string'] },
  {
    text: `select shelf.name, shelf.title from shelf where shelf.title like 'T%'`,
    columns: ['name: string', 'title: string'],
  },
  {
    text: `select author.name, priced.price from author left join priced on priced.id = author.id`,
    columns: ['name: string', 'price: string | null'],
  },
  { text: 'select book.title from book natural left join review', columns: ['title: string'] },
  {
    text: `select book.title, signed.title as again from book left join book as signed on signed.id = book.id and signed.signed`,
    columns: ['title: string', 'again: string | null'],
  },
]
