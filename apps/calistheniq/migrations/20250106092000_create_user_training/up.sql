create table user_current_levels (
  user_id uuid not null references users on delete cascade,
  category_id integer not null references exercise_categories,
  workout_level_id integer not null,
  current_level smallint not null check (current_level between 0 and 5),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (user_id, category_id),
  constraint user_current_levels_level_agrees
    foreign key (workout_level_id, current_level) references workout_levels (id, level_order)
);

create index user_current_levels_category_id_idx on user_current_levels (category_id);
create index user_current_levels_level_idx on user_current_levels (workout_level_id, current_level);

create trigger user_current_levels_touch_updated_at
before update on user_current_levels
for each row
when (old.* is distinct from new.*)
execute function touch_updated_at();

create table user_exercise_configs (
  user_id uuid not null references users on delete cascade,
  exercise_id uuid not null references exercises on delete restrict,
  current_sets jsonb not null check (sets_are_valid(current_sets)),
  current_tempo tempo not null,
  current_rest_seconds smallint not null check (current_rest_seconds between 0 and 900),
  current_notes text not null default '' check (char_length(current_notes) <= 2000),
  is_mastered boolean not null default false,
  mastered_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (user_id, exercise_id),
  constraint user_exercise_configs_mastered_has_a_date check (is_mastered = (mastered_at is not null))
);

create index user_exercise_configs_exercise_id_idx on user_exercise_configs (exercise_id);

create trigger user_exercise_configs_touch_updated_at
before update on user_exercise_configs
for each row
when (old.* is distinct from new.*)
execute function touch_updated_at();
