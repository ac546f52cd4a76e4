import { expect, test } from 'vitest'
import { splitStatements } from '../sql/index.ts'
import { lockTimeouts } from './timeouts.ts'

test.each([
  ['alter table t add column a int; select 1', [2, 2]],
  ['update t set a = 1; insert into t values (1); drop table u; delete from t', [0, 0, 2, 2]],
  ['alter table t validate constraint c; comment on table t is $$x$$', [0, 0]],
  ['alter table only s."T" validate constraint "c d"', [0]],
  ['alter table t validate constraint c, alter column a set not null', [2]],
  ['alter table t add constraint c check (a > 0) not valid', [2]],
  ['set lock_timeout = 5; drop table t; drop table u', [0, undefined, undefined]],
  ["drop table t; set local lock_timeout to '5s'; drop table u", [2, 2, undefined]],
  ['set search_path = a; analyze t; truncate t', [0, 0, 2]],
])('%s', (sql, expected) => {
  expect(lockTimeouts(splitStatements(sql), 2)).toEqual(expected)
})
