import { expect, test } from 'vitest'
import { styled } from './sql-style.ts'

const keywords = new Set(['user', 'select', 'table', 'order'])

const cases: readonly (readonly [sql: string, styled: string])[] = [
  ['DROP TABLE "public"."users";', 'drop table public.users'],
  ['ALTER TABLE "app"."user" RENAME TO "Users"', 'alter table app."user" rename to "Users"'],
  [`COMMENT ON TABLE "a" IS 'SELECT "b"'`, `comment on table a is 'SELECT "b"'`],
  [`SELECT "n"'abc', E'A\\'B', $$KEEP$$`, `select "n"'abc', E'A\\'B', $$KEEP$$`],
  ['SELECT U&"d\\0061t" FROM "x"', 'select U&"d\\0061t" from x'],
  ['CREATE TABLE "t" ("a" integer, "b" numeric(5,2))', 'create table t (\n  a integer,\n  b numeric(5,2)\n)'],
  ['CREATE TABLE "t" ()', 'create table t ()'],
  ["CREATE TABLE p PARTITION OF t FOR VALUES IN ('A', 'B')", "create table p partition of t for values in ('A', 'B')"],
  ['CREATE TABLE t ("a" text) INHERITS ("b", "c")', 'create table t (\n  a text\n) inherits (b, c)'],
  ['CREATE VIEW v AS  SELECT 1;', 'create view v as\n select 1'],
  ['SELECT "é", "É"', 'select "é", "É"'],
]

test.each(cases)('%j is written %j', (sql, expected) => {
  expect(styled(sql, keywords)).toBe(expected)
})
