// The tables that the benchmarks work on.
import { connect } from 'rowhouse'

export const people = 20_000

export async function prepare(url) {
  const db = await connect(url)
  await db.script(`
    drop table if exists bench_people, bench_accounts, bench_transfers;
    create table bench_people (
      id int primary key, name text not null, email text not null, age int not null, active boolean not null,
      balance numeric(12, 2) not null, token uuid not null, tags text[] not null, profile jsonb not null,
      created_at timestamptz not null);
    insert into bench_people
    select g, 'person ' || g, 'person' || g || '@example.com', g % 90, g % 3 = 0, g * 1.25, gen_random_uuid(),
      array['a' || g % 7, 'b' || g % 5], jsonb_build_object('level', g % 6, 'city', 'Berlin'), now() - g * interval '1 minute'
    from generate_series(1, ${people}) as g;
    create table bench_accounts (id int primary key, balance bigint not null);
    insert into bench_accounts select g, 1000 from generate_series(1, 1000) as g;
    create table bench_transfers (id bigint generated always as identity primary key, source int not null, target int not null);
    analyze`)
  await db.close()
}
