import type { Case } from '../case.ts'

/** Parameters: their types, whether null may be given, and their labels. */
export const parameters: readonly Case[] = [
  takes('select title from book where id = $1', ['id: number'], [1]),
  takes('select title from book where price > $1 and sold < $2', ['price: string', 'sold: number'], ['0', 9]),
  takes('select title from book where pages between $1 and $2', ['pages: number', 'pages2: number'], [1, 99]),
  takes('select title from book where id = any($1)', ['ids: (number | null)[]'], [[1, 2]]),
  takes('select title from book where id in ($1, $2)', ['id: number', 'id2: number'], [1, 2]),
  takes('select title from book where lower(title) = lower($1)', ['title: string'], ['one']),
  takes('select title from book where $1::text is null or title = $1', ['title: string | null'], [null]),
  takes('select title from book where title = coalesce($1, title)', ['title: string | null'], [null]),
  takes('select title from book where sold is not distinct from $1', ['sold: number | null'], [null]),
  takes('select title from book order by id limit $1 offset $2', ['limit: number', 'offset: number'], [2, 1]),
  takes('select title from book where author_id in (select id from author where name = $1)', ['name: string'], ['Ada']),
  takes('select title from book where $1 in (select id from author)', ['id: number'], [1]),
  takes('select title from book where loan < $1::interval', ['loan: string'], ['1 day']),
  takes('select title from book where span @> $1', ['span: Range<number>'], [{ lower: 2, upper: 3, bounds: '[)' }]),
  takes("select title from book where title like '%' || $1 || '%'", ['p1: string'], ['n']),
  takes('select title from book where pages > $1 + $2::int4', ['p1: number', 'p2: number'], [1, 2]),
  {
    text: 'select $1::int4 as given, $2::text as name',
    columns: ['given: number | null', 'name: string | null'],
    params: ['given: number | null', 'name: string | null'],
    args: [null, null],
  },
  { text: 'select $1::int4 + 1 as more', columns: ['more: number'], params: ['p1: number'], args: [1] },
  {
    text: 'select coalesce($1, title) as v from book',
    columns: ['v: string'],
    params: ['title: string | null'],
    args: [null],
  },
  {
    text: 'select concat($1::text, $2::int4) as v',
    columns: ['v: string'],
    params: ['p1: string | null', 'p2: number | null'],
    args: [null, null],
  },
  {
    text: "select json_build_object('a', $1::int4) as v",
    columns: ['v: { a: number | null }'],
    params: ['p1: number | null'],
    args: [null],
  },
  {
    text: 'select pick($1, $2) as v',
    columns: ['v: number | null'],
    params: ['p1: number | null', 'p2: number | null'],
    args: [null, null],
  },
  { text: 'select shout($1) as v', columns: ['v: string | null'], params: ['p1: string'], args: ['x'] },
  gives(
    'insert into author (id, name, bio, mood) values ($1, $2, $3, $4)',
    ['id: number', 'name: string', 'bio: string | null', "mood: 'sad' | 'ok' | 'happy' | null"],
    [9, 'Zed', null, null],
  ),
  gives(
    'insert into author (id, name, bio) values ($1, $2, $3), ($4, $5, $6)',
    ['id: number', 'name: string', 'bio: string | null', 'id2: number', 'name2: string', 'bio2: string | null'],
    [8, 'a', null, 9, 'b', null],
  ),
  gives(
    'insert into author (id, name, tags, meta, settings) values (9, $1, $2, $3, $4)',
    ['name: string', 'tags: (string | null)[]', 'meta: JsonValue | null', 'settings: NonNullable<JsonValue>'],
    ['x', ['a', null], null, {}],
  ),
  gives(
    'insert into author (id, name, joined, born) values ($1::int4, trim($2), $3, $4::date)',
    ['id: number', 'name: string', 'joined: Date', 'born: string | null'],
    [9, 'x', new Date(0), null],
  ),
  gives(
    'insert into author (id, name, bio) select $1, $2, $3',
    ['id: number', 'name: string', 'bio: string | null'],
    [9, 'x', null],
  ),
  gives(
    'insert into author (id, name) select i, n from unnest($1::int4[], $2::text[]) as u (i, n)',
    ['i: (number | null)[]', 'n: (string | null)[]'],
    [[9], ['x']],
  ),
  gives(
    'with v as (select $1::int4 as id, $2::text as name, $3::text as bio) insert into author (id, name, bio) select id, name, bio from v',
    ['id: number', 'name: string', 'bio: string | null'],
    [9, 'x', null],
  ),
  gives(
    'insert into author (id, name) values ($1, $2) on conflict (id) do update set name = excluded.name, bio = $3',
    ['id: number', 'name: string', 'bio: string | null'],
    [1, 'x', null],
  ),
  gives(
    'insert into book (id, title, pages, available, isbn, cover, span, picture, price) values (99, $1, $2, true, $3, $4, $5, $6, $7)',
    [
      'title: string',
      'pages: number',
      'isbn: string | null',
      'cover: { width: number | null; height: number | null } | null',
      'span: Range<number> | null',
      'picture: Uint8Array | null',
      'price: string | null',
    ],
    ['x', 1, null, null, null, null, null],
  ),
  gives(
    'update book set title = $1, subtitle = $2 where id = $3',
    ['title: string', 'subtitle: string | null', 'id: number'],
    ['x', null, 1],
  ),
  gives(
    'update book set sold = sold + $1, pages = coalesce($2, pages) where id = $3',
    ['sold: number', 'pages: number | null', 'id: number'],
    [1, null, 1],
  ),
  gives(
    'update book set (title, subtitle) = ($1, $2) where id = $3',
    ['title: string', 'subtitle: string | null', 'id: number'],
    ['x', null, 1],
  ),
  gives(
    'update book set title = v.title from (values ($1::int8, $2)) as v (id, title) where v.id = book.id',
    ['id: number', 'title: string'],
    [1, 'x'],
  ),
  gives('delete from review where stars < $1', ['stars: number'], [1]),
  gives('select from author where $1::stars > 0', ['p1: number'], [1]),
]

function takes(text: string, params: string[], args: unknown[]): Case {
  return { text, columns: ['title: string'], params, args }
}

function gives(text: string, params: string[], args: unknown[]): Case {
  return { text, columns: [], params, args }
}
