-- Seconds of: eccentric, pause at the bottom, concentric, pause at the top. Exercises that are held have none.
create domain tempo as text
check (value ~ '^(\d+-\d+-\d+-\d+|hold)$');

create type exercise_metric as enum ('reps', 'seconds');

-- A list of sets such as [{"reps": 8}, {"duration": 30}]: each has exactly one of the two, a whole number from `lowest` up.
-- Comparing with jsonb numbers also proves that the amount is a number, since jsonb sorts its types apart.
create function sets_are_valid(sets jsonb, lowest integer default 1)
returns boolean
language sql
immutable
parallel safe
as $$
  select case
    when jsonb_typeof(sets) <> 'array' then false
    else jsonb_array_length(sets) between 1 and 20
      and not exists (
        select
        from jsonb_array_elements(sets) as item,
          coalesce(item -> 'reps', item -> 'duration') as amount
        where (
          item in (jsonb_build_object('reps', amount), jsonb_build_object('duration', amount))
          and amount between to_jsonb(lowest) and to_jsonb(3600)
          and amount::text ~ '^\d+$'
        ) is not true)
  end
$$;

-- rowhouse-ignore short-key: there are six levels, and every table that refers to them is smaller for it
create table workout_levels (
  id integer generated always as identity primary key,
  name text not null unique,
  description text not null,
  level_order smallint not null unique check (level_order between 0 and 5),
  -- the target of foreign keys that carry the number beside the id, so that the two cannot disagree
  unique (id, level_order)
);

-- rowhouse-ignore short-key: there are as many as there are ways to move, a handful
create table exercise_categories (
  id integer generated always as identity primary key,
  name text not null unique,
  description text not null
);

create table exercises (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique default gen_random_uuid()::text check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null unique check (name ~ '[^[:space:]]' and char_length(name) <= 100),
  level_id integer not null references workout_levels,
  category_id integer not null references exercise_categories,
  ladder text check (ladder ~ '^[a-z_]+\.[a-z_]+$'),
  ladder_order smallint check (ladder_order > 0),
  metric exercise_metric not null default 'reps',
  unilateral boolean not null default false,
  default_sets jsonb not null check (sets_are_valid(default_sets)),
  default_tempo tempo not null,
  default_rest_seconds smallint not null check (default_rest_seconds between 0 and 900),
  default_equipment text[] not null default '{}' check (array_position(default_equipment, null) is null),
  default_notes text not null default '' check (char_length(default_notes) <= 2000),
  muscles text[] not null default '{}' check (array_position(muscles, null) is null),
  tags text[] not null default '{}' check (array_position(tags, null) is null),
  mastery jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (ladder, ladder_order),
  constraint exercises_ladder_has_a_step check (num_nulls(ladder, ladder_order) in (0, 2)),
  constraint exercises_held_in_seconds check ((metric = 'seconds') = (default_tempo = 'hold')),
  constraint exercises_mastery_check check (
    mastery is null
    or mastery @@ '$.sets >= 1 && $.sessions >= 1 && $.maxRpe >= 1 && $.maxRpe <= 10
      && ((exists($.reps) && $.reps >= 1 && !exists($.seconds)) || (exists($.seconds) && $.seconds >= 1 && !exists($.reps)))'
      is true)
);

create index exercises_category_id_level_id_idx on exercises (category_id, level_id);
create index exercises_level_id_idx on exercises (level_id);
create index exercises_tags_idx on exercises using gin (tags);
create index exercises_default_equipment_idx on exercises using gin (default_equipment);

create trigger exercises_touch_updated_at
before update on exercises
for each row
when (old.* is distinct from new.*)
execute function touch_updated_at();
