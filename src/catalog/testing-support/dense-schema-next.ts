import { denseSchema } from './dense-schema.ts'

/** Each change of the dense schema, as the text that goes and the one that comes. */
const changes: readonly (readonly [from: string, to: string])[] = [
  [`('planned', 'in progress', 'it''s done')`, `('planned', 'asked', 'in progress', 'it''s done', 'late')`],
  [
    `create type app.place as (x double precision, y double precision, "Z axis" numeric(10, 2));`,
    `create type app.place as (x double precision, y double precision, "Z axis" numeric(10, 2));
     create type app.colour as enum ('red', 'green');
     create domain app.percent as numeric(5, 2) default 0 check (value between 0 and 100);`,
  ],
  ['constraint positive_value check (value > 0)', 'constraint positive_value check (value > 0 and value < 1000)'],
  ['start 100 increment 5 maxvalue 100000 cycle', 'start 100 increment 10 maxvalue 200000'],
  ['level_order int not null unique check', 'level_order bigint not null unique check'],
  [`"json_array" text,`, `"json_array" jsonb,`],
  ['born date default', 'born timestamp default'],
  [
    `nick text collate "C",
    "Mixed Case" text,`,
    `nick text collate "C" not null,
    "Mixed Case" text unique,
    colour app.colour not null default 'red',
    share app.percent,`,
  ],
  [`settings jsonb not null default '{"a": [1, 2]}'`, `settings jsonb default '{"a": [1, 2, 3]}'`],
  ['check (height > 0 and height < 300)', 'check (height > 20 and height < 300)'],
  [
    `stored,`,
    `stored,
    big bigint generated always as identity,`,
  ],
  ['unique (number)', 'unique (number), unique (name, born)'],
  [`number bigint generated always as identity (start with 1000 increment by 2),`, `number bigint,`],
  ['with (fillfactor = 90)', 'with (fillfactor = 80)'],
  [
    `using gin (tags);`,
    `using gin (tags); create index users_settings on app.users using gin (settings jsonb_path_ops);`,
  ],
  [
    `include (name)
    where status <> 'planned' and nick is not null;`,
    `include (name, born)
    where status <> 'planned';`,
  ],
  ['create index users_hash on app.users using hash (nick);', ''],
  ['(dependencies, ndistinct) on name, nick', '(dependencies) on name, born'],
  ['where (tenant > 0),', 'where (tenant > 1),'],
  ['on update cascade on delete cascade deferrable', 'on update cascade on delete restrict deferrable'],
  ['check (length(note) < 1000) not valid', 'check (length(note) < 1000)'],
  [
    'create index events_kind on app.events (kind);',
    `create table app.events_2025 partition of app.events
      for values from ('2025-01-01 00:00+00') to ('2026-01-01 00:00+00');
     create index events_kind on app.events (kind);
     create index events_user on app.events (user_id, at desc);`,
  ],
  ['create table app.typed of app.place;', 'create table app.typed of app.place; create index on app.typed (x);'],
  ['returns bigint\n    language sql immutable', 'returns numeric\n    language sql immutable'],
  ['-- a comment in the body', '-- another comment in the body'],
  ['create procedure app.clean(days int, inout n int)', 'create procedure app.clean(days bigint, inout n int)'],
  [`initcond = '0'`, `initcond = '1'`],
  ['create trigger asleep before insert', 'create trigger asleep after insert'],
  ['disable trigger asleep', 'enable always trigger asleep'],
  ['order by name limit 10;', 'order by name limit 20;'],
  [`upper(u.name) as big,`, `lower(u.name) as big,`],
  ['create view app.united as', 'create view app.united with (security_barrier) as'],
  [`select status, sum(height) as total from`, `select status, sum(height) as total, max(share) as share from`],
  ['create rule no_delete on app.levels', 'create rule no_delete on app.levels'],
  ['do also insert into app.scratch values (new.id)', 'do also insert into app.scratch values (new.id + 1)'],
  ['alter table app.users force row level security;', ''],
  [`with check (name <> '')`, `with check (name <> 'nobody')`],
  [`is 'People'`, `is 'Humans'`],
  [`comment on index app.users_tags is 'i';`, `comment on index app.users_settings is 's';`],
  ['grant update (name) on app.users to public;', 'grant update (nick), insert on app.users to public;'],
  ['grant all on app.levels to public;', 'grant select on app.levels to public;'],
  ['unique (at),', 'unique (at), parent_id int references public.plain,'],
]

/** A later state of the dense schema: something of nearly every kind has been added, changed or dropped. */
export const denseSchemaNext = changes.reduce((text, [from, to]) => text.replace(from, () => to), denseSchema)
