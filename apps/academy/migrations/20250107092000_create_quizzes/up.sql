create type question_type as enum ('multiple_choice', 'true_false');

create type question_difficulty as enum ('easy', 'medium', 'hard');

-- Which of a learner's attempts counts.
create type attempt_aggregation as enum ('highest', 'average', 'first', 'last');

-- When right answers and explanations are shown.
create type feedback_policy as enum ('never', 'after_submit', 'after_pass_or_exhausted');

create table quizzes (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(slug) <= 100),
  lesson_id uuid not null references lessons on delete cascade,
  title text not null check (title ~ '[^[:space:]]' and char_length(title) <= 200),
  quiz_order smallint not null default 1 check (quiz_order > 0),
  passing_percent numeric(5, 2) not null check (passing_percent between 0 and 100),
  max_attempts smallint check (max_attempts > 0),
  aggregation attempt_aggregation not null default 'highest',
  feedback feedback_policy not null default 'after_submit',
  retry_minutes smallint not null default 0 check (retry_minutes between 0 and 10080),
  time_limit_seconds integer check (time_limit_seconds between 10 and 86400),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (lesson_id, quiz_order)
);

comment on column quizzes.max_attempts is 'Null: as many as one likes.';
comment on column quizzes.retry_minutes is 'How long after a failed attempt the next may begin, unless its mistakes were reviewed.';

create trigger quizzes_touch_updated_at
before update on quizzes
for each row
when (old.* is distinct from new.*)
execute function touch_updated_at();

create table questions (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(slug) <= 100),
  quiz_id uuid not null references quizzes on delete cascade,
  question_order smallint not null check (question_order > 0),
  version integer not null default 1 check (version > 0),
  type question_type not null,
  takes_several boolean not null default false,
  prompt text not null check (prompt ~ '[^[:space:]]' and char_length(prompt) <= 2000),
  points numeric(6, 2) not null default 1 check (points > 0),
  difficulty question_difficulty not null,
  objective smallint not null check (objective between 1 and 20),
  options jsonb not null,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint questions_true_false_takes_one check (not (type = 'true_false' and takes_several)),
  constraint questions_place_key unique (quiz_id, question_order) deferrable initially immediate
);

comment on column questions.objective is 'Which of the objectives of the lesson it asks for, counted from 1.';
comment on column questions.takes_several is 'Whether more than one option may be picked.';

create trigger questions_touch_updated_at
before update on questions
for each row
when (old.* is distinct from new.*)
execute function touch_updated_at();

-- Options are a list of {"id": "a", "text": "…"}: 2 to 10, each id once, no other field that could give an answer away.
create function options_are_valid(options jsonb)
returns boolean
language sql
immutable
parallel safe
as $$
  select case
    when jsonb_typeof(options) <> 'array' then false
    else jsonb_array_length(options) between 2 and 10
      and (select count(distinct item ->> 'id') = count(*)
        and bool_and(
          item = jsonb_build_object('id', item ->> 'id', 'text', item ->> 'text')
          and item ->> 'id' ~ '^[a-z0-9-]{1,20}$'
          and char_length(item ->> 'text') between 1 and 500)
        from jsonb_array_elements(options) as item) is true
  end
$$;

alter table questions
add constraint questions_options_check check (
  options_are_valid(options)
  and (type <> 'true_false' or jsonb_array_length(options) = 2));

-- Every text that a question has had. An attempt is about the version that was shown, whatever became of the question later.
create table question_versions (
  question_id uuid not null references questions on delete cascade,
  version integer not null,
  type question_type not null,
  takes_several boolean not null,
  prompt text not null,
  points numeric(6, 2) not null,
  objective smallint not null,
  options jsonb not null,
  created_at timestamptz not null default now(),
  primary key (question_id, version)
);

-- What a learner may not see before the attempt is over, in a schema of its own: no query on the tables above can reach it.
create schema answer_key;

create table answer_key.question_keys (
  question_id uuid not null,
  version integer not null,
  correct text[] not null,
  explanation text not null check (char_length(explanation) <= 5000),
  option_feedback jsonb not null default '{}' check (jsonb_typeof(option_feedback) = 'object'),
  primary key (question_id, version),
  foreign key (question_id, version) references question_versions on delete cascade,
  constraint question_keys_have_an_answer check (
    cardinality(correct) > 0 and array_position(correct, null) is null)
);

revoke all on schema answer_key from public;
revoke all on answer_key.question_keys from public;

create function refuse_change()
returns trigger
language plpgsql
as $$
begin
  raise exception 'a version of a question is never changed; insert the next one'
  using errcode = 'restrict_violation', table = tg_table_name;
end
$$;

create trigger question_versions_stay
before update on question_versions
for each row
execute function refuse_change();

create trigger question_keys_stay
before update on answer_key.question_keys
for each row
execute function refuse_change();
