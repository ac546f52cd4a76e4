create function touch_updated_at()
returns trigger
language plpgsql
as $$
begin
  new.updated_at := now();
  return new;
end
$$;

create table users (
  id uuid primary key default gen_random_uuid(),
  email text not null check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and char_length(email) <= 254),
  name text not null check (name ~ '[^[:space:]]' and char_length(name) <= 100),
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
