/** A schema in which what the checks of design, rights and rows look for is wrong, once each. */
export const badDesign = `
  create schema bad;
  set search_path to bad;

  create table owners (id bigint primary key, email text not null);
  insert into owners values (1, 'ada@example.com'), (2, 'Ada@Example.com'), (3, 'bob@example.com');
  create table pets (
    id int generated always as identity primary key,
    owner_id bigint not null,
    tame boolean,
    tags text[] not null default '{}',
    deleted_at timestamptz,
    updated_at timestamptz not null default now(),
    name varchar(20) not null,
    code char(4) not null,
    price double precision not null default 0,
    fed_at timetz,
    handler regproc,
    constraint pets_name_key unique (name)
  );
  create index pets_tags_idx on pets (tags);
  create index pets_tame_idx on pets (tame);
  create index pets_code_idx on pets (code) where code is not null;
  create table visits (id bigserial primary key, pet_id int not null references pets, price numeric not null);
  alter table visits add constraint visits_pet_again foreign key (pet_id) references pets on delete cascade;
  create index on visits (pet_id);
  insert into visits (pet_id, price) select id, 1 from pets;

  create table slots (room int, hour int, primary key (room, hour));
  create table bookings (id bigint primary key, room int, hour int, foreign key (room, hour) references slots);
  create index on bookings (room, hour);

  create table notes (id bigint primary key, "Title" text, "order" int);
  create unlogged table cached (key text primary key, value text not null);
  create table animals (id bigint primary key, legs smallint not null);
  create table birds (wings int not null, primary key (id)) inherits (animals);

  create table measures (at timestamptz not null, value int not null, primary key (at)) partition by range (at);
  create table measures_2024_12 partition of measures for values from ('2024-12-01') to ('2025-01-01');
  create table measures_rest partition of measures default;
  insert into measures values ('2031-05-05', 1);

  create table hidden (id bigint primary key, owner_id bigint not null references owners);
  create index on hidden (owner_id);
  alter table hidden enable row level security;
  create view shown as select id from hidden;
  create table idle (id bigint primary key, tenant text not null);
  create policy one on idle using (tenant = current_setting('app.tenant', true));
  create table open (id bigint primary key, tenant text not null);
  alter table open enable row level security;
  alter table open force row level security;
  create policy everybody on open for insert with check (true);
  create policy first on open for select using (tenant = 'a');
  create policy second on open for select using (tenant = 'b');

  create function raise_rights() returns int language sql security definer as 'select 1';
  grant create on schema bad to public;
  set session_replication_role = replica;
  insert into visits (pet_id, price) values (99, 1);
  set session_replication_role = origin`

/** An extension that is older than what the server has. No fix can help it, since there never was such a version. */
export const oldExtension = `update pg_extension set extversion = '0.1' where extname = 'plpgsql'`

/** What the checks find in it, save that some of its tables are empty and what concerns the server. */
export const badDesignFindings: readonly string[] = [
  'short-primary-key bad.pets.id',
  'serial bad.visits.id',
  'duplicate-foreign-key bad.visits.visits_pet_id_fkey',
  'nullable-composite-foreign-key bad.bookings.bookings_room_hour_fkey',
  'missing-foreign-key bad.pets.owner_id',
  'btree-on-array-or-json bad.pets_tags_idx',
  'boolean-index bad.pets_tame_idx',
  'pointless-index-predicate bad.pets_code_idx',
  'unique-forgets-deleted bad.pets_name_key',
  'updated-at-trigger bad.pets.updated_at',
  'unlogged-table bad.cached',
  'table-inheritance bad.birds',
  'time-with-time-zone bad.pets.fed_at',
  'inexact-money bad.pets.price',
  'limited-text bad.pets.name',
  'limited-text bad.pets.code',
  'object-identifier-column bad.pets.handler',
  'nullable-boolean bad.pets.tame',
  'all-columns-nullable bad.notes',
  'all-columns-nullable bad.bookings',
  'inconsistent-column-type id',
  'inconsistent-column-type price',
  'quoted-identifier bad.notes."Title"',
  'quoted-identifier bad.notes.order',
  'policy-without-row-security bad.idle',
  'row-security-without-policy bad.hidden',
  'row-security-not-forced bad.hidden',
  'policy-always-true bad.open.everybody',
  'policy-per-row bad.idle.one',
  'several-permissive-policies bad.open',
  'security-definer-search-path bad.raise_rights()',
  'view-without-security-invoker bad.shown',
  'public-can-create bad',
  'default-partition bad.measures_rest',
  'partition-ahead bad.measures',
  'orphan-rows bad.visits.visits_pet_again',
  'orphan-rows bad.visits.visits_pet_id_fkey',
  'case-insensitive-duplicates bad.owners.email',
]
