import { expect, test } from 'vitest'
import { rightsFor } from './rights.ts'

test.each([
  ['alter system set work_mem = 64', 'superuser'],
  ['CREATE /* x */ EVENT TRIGGER e on ddl_command_end execute function f()', 'superuser'],
  ['create extension if not exists postgis', 'superuser, unless the extension is trusted'],
  ['create role app login', 'createrole'],
  ['alter role app bypassrls', 'superuser'],
  ["copy t from '/srv/rows.csv'", /pg_read_server_files/],
  ["copy t from program 'cat'", /pg_read_server_files/],
  ['set session_replication_role = replica', 'superuser'],
])('%s wants more than an owner', (sql, rights) => {
  expect(rightsFor(sql)).toMatch(rights)
})

test.each([
  'create table superuser (role int)',
  "select 'alter system'",
  'alter table role add column a int',
  'create index i on t (a)',
  'create trigger t before insert on a execute function f()',
  'drop owned by app',
  "insert into copy values ('from')",
])('%s does not', (sql) => {
  expect(rightsFor(sql)).toBeUndefined()
})
