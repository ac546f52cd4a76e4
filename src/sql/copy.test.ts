import { expect, test } from 'vitest'
import { copiesFromStdin, copiesToStdout } from './copy.ts'

test.each([
  'copy t from stdin',
  'COPY public.t (a, "from") FROM STDIN WITH (format csv)',
  'select 1; copy t from /* here */\n stdin; select 2',
  'copy binary t from stdin',
  'copy stdin from stdin',
  'copy s.from from stdin',
  'copy t from stdout',
  '-- load\ncopy t from stdin;\n1\ta\n\\.\n',
])('reads from standard input: %s', (sql) => {
  expect(copiesFromStdin(sql)).toBe(true)
  expect(copiesToStdout(sql)).toBe(false)
})

test.each(['copy t to stdout', 'copy (select a from stdin) to stdout (format binary)', 'copy t to stdin'])(
  'writes to standard output: %s',
  (sql) => {
    expect(copiesToStdout(sql)).toBe(true)
    expect(copiesFromStdin(sql)).toBe(false)
  },
)

test.each([
  "copy t from '/tmp/stdin'",
  "copy t from program 'cat stdin'",
  'copy t from "stdin"',
  "select 'copy t from stdin'",
  '/* copy t from stdin */ select 1',
  'select copy from stdin',
  'do $$ begin copy t from stdin; end $$',
  'create table copy (stdin text)',
  'copy',
  'copy t',
])('does neither: %s', (sql) => {
  expect(copiesFromStdin(sql)).toBe(false)
  expect(copiesToStdout(sql)).toBe(false)
})
