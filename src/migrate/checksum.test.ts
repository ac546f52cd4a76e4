import { expect, test } from 'vitest'
import { rawChecksum, semanticChecksum } from './checksum.ts'

const sql = `create table users (id int, name text default 'A b')`

test.each([
  `-- users\nCREATE TABLE users (\n  id int,\n  Name text DEFAULT 'A b'\n)`,
  `create/**/table users(id int,name text default'A b')`,
  `\t${sql}\n\n`,
  `${sql};\n;`,
])('comments, white space and the case of words are cosmetic: %j', (other) => {
  expect(semanticChecksum(other)).toBe(semanticChecksum(sql))
  expect(rawChecksum(other)).not.toBe(rawChecksum(sql))
})

test.each([
  `create table users (id int, name text default 'a b')`,
  `create table users (id int, name text default 'A  b')`,
  `create table "Users" (id int, name text default 'A b')`,
  `create table users (id int, name text default 'A b');drop table users`,
  `create table users (id int, name; text default 'A b')`,
  `create table us ers (id int, name text default 'A b')`,
])('names, strings and statements count: %j', (other) => {
  expect(semanticChecksum(other)).not.toBe(semanticChecksum(sql))
})

test('two tokens are not one', () => {
  expect(semanticChecksum(`select 'a' 'b'`)).not.toBe(semanticChecksum(`select 'a''b'`))
  expect(semanticChecksum('select 1 2')).not.toBe(semanticChecksum('select 12'))
})
