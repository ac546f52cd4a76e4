/** A schema with something of everything, and rows with as many nulls as it allows. */
export const library = `
create type mood as enum ('sad', 'ok', 'happy');
create type size as (width int4, height int4);
create type shade as (tint int4);
create domain isbn as text check (value <> '');
create domain stars as int4 not null;

create table author (
  id int4 primary key,
  name text not null,
  bio text,
  mood mood,
  mentor_id int4 references author,
  tags text[] not null default '{}',
  scores int4[],
  meta jsonb,
  settings jsonb not null default '{}',
  born date,
  joined timestamptz not null default now()
);
create table book (
  id int8 primary key,
  author_id int4 references author,
  title text not null,
  subtitle text,
  isbn isbn,
  price numeric(8, 2),
  sold int4,
  pages int4 not null,
  cover size,
  span int4range,
  available bool not null,
  signed bool,
  picture bytea,
  loan interval
);
create table review (
  id int4 generated always as identity primary key,
  book_id int8 not null references book,
  reader text,
  stars int4,
  words text not null default 'none',
  length int4 generated always as (length(reader)) stored
);
create table sheet (id int4 primary key, cells int4[][] not null, names text[]);
create view shelf as
  select author.id, author.name, book.title, book.price
  from author
  left join book on book.author_id = author.id;
create view priced as
  select id, title, price
  from book
  where price is not null;
create function shout(word text) returns text language sql immutable strict as $$ select nullif(upper(word), 'X') $$;
create function pick(a int4, b int4) returns int4 language sql immutable as $$ select coalesce(a, b) $$;

insert into author (id, name, bio, mood, mentor_id, tags, scores, meta, settings, born, joined) values
  (1, 'Ada', null, 'happy', null, '{}', null, null, '{"dark":true}', null, '2020-01-01'),
  (2, 'Bob', 'long', null, 1, '{a,null}', '{1,null,3}', '{"n":1}', '{}', '1990-05-05', '2021-01-01'),
  (3, '', '', 'sad', 2, '{x}', '{}', 'null', '{"dark":null}', null, '2022-01-01'),
  (4, 'Dee', null, null, null, '{}', '{7}', '[1,2]', '{}', '2000-01-01', '2023-01-01');
insert into book values
  (1, 1, 'One', null, null, null, null, 10, null, null, true, null, null, null),
  (2, 1, 'Two', 'two', 'x-2', 2.50, 5, 20, '(1,)', '[1,5)', false, true, '\\x00ff', '1 day'),
  (3, 2, 'Three', '', 'x-3', 0, null, 30, '(3,4)', 'empty', true, false, null, null),
  (4, null, 'Four', null, 'x-4', 9.99, 0, 40, null, '(,)', false, null, '\\x', '02:00:00'),
  (6, 3, 'Six', null, null, 3, null, 60, null, null, true, null, null, null),
  (5, null, 'X', 'x', null, null, 7, 50, '(,)', null, true, true, null, null);
insert into sheet values (1, '{{1,2},{null,4}}', null), (2, '{{1,2}}', '{a,null}');
insert into review (book_id, reader, stars, words) values
  (1, null, 5, 'good'),
  (1, 'Eve', null, ''),
  (2, 'Eve', 3, 'none'),
  (4, null, null, 'bad');`
