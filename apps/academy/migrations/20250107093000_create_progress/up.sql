create type progress_status as enum ('not_started', 'in_progress', 'completed');

create table user_progress (
  user_id uuid not null references users on delete cascade,
  lesson_id uuid not null references lessons on delete cascade,
  status progress_status not null default 'not_started',
  read_at timestamptz,
  started_at timestamptz,
  completed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (user_id, lesson_id),
  constraint user_progress_started_check check ((status = 'not_started') = (started_at is null)),
  constraint user_progress_completed_check check ((status = 'completed') = (completed_at is not null)),
  -- reading alone completes nothing, and neither does a quiz without reading
  constraint user_progress_completed_was_read check (status <> 'completed' or read_at is not null)
);

create index user_progress_lesson_id_idx on user_progress (lesson_id, status);

create trigger user_progress_touch_updated_at
before update on user_progress
for each row
when (old.* is distinct from new.*)
execute function touch_updated_at();

create type attempt_status as enum ('open', 'submitted', 'expired');

create table quiz_attempts (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users on delete cascade,
  quiz_id uuid not null references quizzes on delete cascade,
  attempt_number integer not null check (attempt_number > 0),
  status attempt_status not null default 'open',
  -- as they were when the attempt began: what an author changes later does not change the rules of a quiz that is being taken
  policy jsonb not null check (jsonb_typeof(policy) = 'object'),
  question_order jsonb not null check (jsonb_typeof(question_order) = 'array'),
  started_at timestamptz not null default now(),
  deadline_at timestamptz,
  submitted_at timestamptz,
  score numeric,
  max_score numeric not null check (max_score > 0),
  passed boolean,
  created_at timestamptz not null default now(),
  constraint quiz_attempts_number_key unique (user_id, quiz_id, attempt_number),
  constraint quiz_attempts_submitted_check check ((status = 'open') = (submitted_at is null)),
  constraint quiz_attempts_scored_check check (num_nulls(submitted_at, score, passed) in (0, 3)),
  constraint quiz_attempts_score_in_range check (score between 0 and max_score)
);

comment on column quiz_attempts.question_order is 'The questions with their versions, and their options in the order in which this learner saw them.';

create unique index quiz_attempts_one_open on quiz_attempts (user_id, quiz_id)
where status = 'open';

create index quiz_attempts_quiz_id_idx on quiz_attempts (quiz_id, submitted_at);

create table attempt_answers (
  attempt_id uuid not null references quiz_attempts on delete cascade,
  question_id uuid not null,
  version integer not null,
  picked text[] not null default '{}',
  changes smallint not null default 0 check (changes >= 0),
  flagged boolean not null default false,
  saved_at timestamptz not null default now(),
  score numeric check (score >= 0),
  is_right boolean,
  primary key (attempt_id, question_id),
  foreign key (question_id, version) references question_versions,
  constraint attempt_answers_picked_check check (
    cardinality(picked) <= 10 and array_position(picked, null) is null),
  constraint attempt_answers_scored_check check (num_nulls(score, is_right) in (0, 2))
);

comment on column attempt_answers.changes is 'How often another answer was saved before.';

create index attempt_answers_question_idx on attempt_answers (question_id, version);
