-- The reviews of questions that were missed are the truth; the card, which says when the next is due, can be made again from them.
create table review_log (
  id bigint generated always as identity primary key,
  user_id uuid not null references users on delete cascade,
  question_id uuid not null,
  version integer not null,
  rating smallint not null check (rating between 1 and 4),
  reviewed_at timestamptz not null default now(),
  -- the answer was given in a quiz, which counts as a review of a question that was missed once
  from_attempt boolean not null,
  foreign key (question_id, version) references question_versions
);

comment on column review_log.rating is 'As FSRS counts: 1 again, 2 hard, 3 good, 4 easy.';

create index review_log_user_id_idx on review_log (user_id, question_id, reviewed_at);
create index review_log_question_idx on review_log (question_id, version);

create table review_cards (
  user_id uuid not null references users on delete cascade,
  question_id uuid not null references questions on delete cascade,
  due_at timestamptz not null,
  state jsonb not null check (jsonb_typeof(state) = 'object'),
  updated_at timestamptz not null default now(),
  primary key (user_id, question_id)
);

create index review_cards_due_idx on review_cards (user_id, due_at);
create index review_cards_question_id_idx on review_cards (question_id);

create trigger review_cards_touch_updated_at
before update on review_cards
for each row
when (old.* is distinct from new.*)
execute function touch_updated_at();
