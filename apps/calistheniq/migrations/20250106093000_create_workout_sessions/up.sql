create type session_status as enum ('planned', 'in_progress', 'completed', 'skipped');

create type session_type as enum ('push', 'pull', 'squat', 'full_body');

create table workout_sessions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users on delete cascade,
  session_type session_type not null,
  session_date date not null,
  scheduled_time time,
  duration_minutes smallint check (duration_minutes between 1 and 1440),
  level_id integer references workout_levels,
  status session_status not null default 'planned',
  started_at timestamptz,
  completed_at timestamptz,
  notes text not null default '' check (char_length(notes) <= 2000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint workout_sessions_level_known check (session_type = 'full_body' or level_id is not null),
  constraint workout_sessions_started_check check ((status in ('in_progress', 'completed')) = (started_at is not null)),
  constraint workout_sessions_completed_check check ((status = 'completed') = (completed_at is not null)),
  constraint workout_sessions_ends_after_start check (completed_at >= started_at),
  constraint workout_sessions_completed_has_minutes check (status <> 'completed' or duration_minutes is not null)
);

comment on column workout_sessions.session_date is 'The day of the workout where the user trains; a workout past midnight still belongs to it.';
comment on column workout_sessions.duration_minutes is 'The estimate of the plan; once completed, how long it took.';
comment on column workout_sessions.level_id is 'The level of the plan; only a full-body session, which mixes levels, may have none.';

create index workout_sessions_history_idx on workout_sessions (user_id, session_date, id);
create index workout_sessions_level_id_idx on workout_sessions (level_id);

-- Nobody trains twice at once; an interrupted workout is found again by this.
create unique index workout_sessions_one_in_progress on workout_sessions (user_id)
where status = 'in_progress';

create trigger workout_sessions_touch_updated_at
before update on workout_sessions
for each row
when (old.* is distinct from new.*)
execute function touch_updated_at();

create table session_exercises (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references workout_sessions on delete cascade,
  exercise_id uuid not null references exercises on delete restrict,
  exercise_order smallint not null check (exercise_order between 1 and 50),
  -- the exercise as it was when it was planned: renaming or moving it later leaves history as it happened
  exercise_name text not null,
  category_name text not null,
  level_order smallint not null check (level_order between 0 and 5),
  planned_sets jsonb not null check (sets_are_valid(planned_sets)),
  planned_tempo tempo not null,
  planned_rest_seconds smallint not null check (planned_rest_seconds between 0 and 900),
  actual_sets jsonb check (sets_are_valid(actual_sets, lowest => 0)),
  actual_tempo tempo,
  actual_rest_seconds smallint check (actual_rest_seconds between 0 and 3600),
  notes text not null default '' check (char_length(notes) <= 2000),
  completed boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (session_id, exercise_order),
  constraint session_exercises_completed_has_sets check (not completed or actual_sets is not null)
);

create index session_exercises_exercise_id_idx on session_exercises (exercise_id);

create trigger session_exercises_touch_updated_at
before update on session_exercises
for each row
when (old.* is distinct from new.*)
execute function touch_updated_at();

create table exercise_set_logs (
  id uuid primary key default gen_random_uuid(),
  session_exercise_id uuid not null references session_exercises on delete cascade,
  set_number smallint not null check (set_number between 1 and 20),
  planned_reps smallint check (planned_reps between 1 and 3600),
  planned_duration_seconds smallint check (planned_duration_seconds between 1 and 3600),
  actual_reps smallint check (actual_reps between 0 and 1000),
  actual_duration_seconds smallint check (actual_duration_seconds between 0 and 3600),
  weight_kg numeric(5, 2) check (weight_kg between -300 and 500),
  rest_seconds smallint check (rest_seconds between 0 and 3600),
  perceived_effort numeric(3, 1)
    check (perceived_effort between 1 and 10 and perceived_effort * 2 = trunc(perceived_effort * 2)),
  notes text not null default '' check (char_length(notes) <= 2000),
  completed_at timestamptz not null default now(),
  constraint exercise_set_logs_number_key unique (session_exercise_id, set_number),
  constraint exercise_set_logs_one_result check (num_nonnulls(actual_reps, actual_duration_seconds) = 1),
  -- a set beyond the plan has no target
  constraint exercise_set_logs_one_target check (num_nonnulls(planned_reps, planned_duration_seconds) <= 1)
);

comment on column exercise_set_logs.weight_kg is 'Added weight; negative is assistance, such as that of a band.';
comment on column exercise_set_logs.perceived_effort is 'Rating of perceived exertion in half steps: 10 leaves no repetition in reserve, 8 leaves two.';
