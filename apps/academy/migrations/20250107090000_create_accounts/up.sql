create function touch_updated_at()
returns trigger
language plpgsql
as $$
begin
  new.updated_at := now();
  return new;
end
$$;

create type user_role as enum ('learner', 'author');

create table users (
  id uuid primary key default gen_random_uuid(),
  email text not null check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and char_length(email) <= 254),
  name text not null check (name ~ '[^[:space:]]' and char_length(name) <= 100),
  role user_role not null default 'learner',
  -- without one nobody can log in as this user
  password_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- One account per address: Ada@example.com and ada@example.com are the same person.
create unique index users_email_key on users (lower(email));

create trigger users_touch_updated_at
before update on users
for each row
when (old.* is distinct from new.*)
execute function touch_updated_at();

create table user_tokens (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  user_id uuid not null references users on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  constraint user_tokens_expire_later check (expires_at > created_at)
);

comment on table user_tokens is 'Who is logged in. The token itself is known to its owner alone; this is its SHA-256.';

create index user_tokens_user_id_idx on user_tokens (user_id);
create index user_tokens_expires_at_idx on user_tokens (expires_at);

-- What a request with an Idempotency-Key answered, so that the same request sent twice is done once.
create table idempotency_keys (
  user_id uuid not null references users on delete cascade,
  key text not null check (char_length(key) between 1 and 200),
  request_hash bytea not null check (octet_length(request_hash) = 32),
  status smallint not null check (status between 200 and 499),
  response jsonb not null,
  created_at timestamptz not null default now(),
  primary key (user_id, key)
);

create index idempotency_keys_created_at_idx on idempotency_keys (created_at);
