create type difficulty as enum ('beginner', 'intermediate', 'advanced');

create table lessons (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(slug) <= 100),
  title text not null check (title ~ '[^[:space:]]' and char_length(title) <= 200),
  description text not null check (char_length(description) <= 2000),
  difficulty difficulty not null,
  content jsonb not null,
  -- deferrable, so that lessons can change places in one transaction
  lesson_order smallint not null unique deferrable initially immediate check (lesson_order > 0),
  estimated_minutes smallint not null check (estimated_minutes between 1 and 600),
  objectives text[] not null,
  version integer not null default 1 check (version > 0),
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint lessons_objectives_are_named check (
    cardinality(objectives) between 1 and 20
    and array_position(objectives, null) is null
    and array_position(objectives, '') is null),
  constraint lessons_content_check check (
    pg_column_size(content) <= 200000
    and content @@ '$.sections.type() == "array" && $.summary.type() == "string"' is true)
);

comment on column lessons.version is 'Goes up with each edit; the entity tag of the lesson.';
comment on column lessons.archived_at is 'A lesson that somebody has worked on is archived instead of deleted.';

create index lessons_search_idx on lessons using gin (
  to_tsvector('english', title || ' ' || description || ' ' || content::text));

create trigger lessons_touch_updated_at
before update on lessons
for each row
when (old.* is distinct from new.*)
execute function touch_updated_at();

create table lesson_prerequisites (
  lesson_id uuid not null references lessons on delete cascade,
  prerequisite_id uuid not null references lessons on delete cascade,
  primary key (lesson_id, prerequisite_id),
  constraint lesson_prerequisites_not_itself check (lesson_id <> prerequisite_id)
);

create index lesson_prerequisites_prerequisite_id_idx on lesson_prerequisites (prerequisite_id);
