-- The first day of the week that a day is in; weeks begin on Monday (1) … Sunday (7).
create function week_start_of(day date, first_weekday integer default 1)
returns date
language sql
immutable
parallel safe
as $$
  select day - ((extract(isodow from day)::integer - first_weekday + 7) % 7)
$$;

-- Written when a session is completed, always counted again from its rows, never incremented.
create table daily_workout_summary (
  user_id uuid not null references users on delete cascade,
  workout_date date not null,
  total_sessions integer not null check (total_sessions > 0),
  total_minutes integer not null check (total_minutes > 0),
  total_exercises integer not null check (total_exercises >= 0),
  total_sets integer not null check (total_sets >= total_exercises),
  total_reps integer not null check (total_reps >= 0),
  total_duration_seconds integer not null check (total_duration_seconds >= 0),
  categories text[] not null check (array_position(categories, null) is null),
  is_completed boolean not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (user_id, workout_date)
);

comment on column daily_workout_summary.is_completed is 'Whether no session of that day is still planned or in progress.';

create trigger daily_workout_summary_touch_updated_at
before update on daily_workout_summary
for each row
when (old.* is distinct from new.*)
execute function touch_updated_at();
