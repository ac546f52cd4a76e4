import { expect, test } from 'vitest'
import type { CatalogKind } from './index.ts'
import { normalise } from './normalise.ts'

const same: readonly (readonly [kind: CatalogKind, one: string, other: string])[] = [
  ['index', 'CREATE INDEX i ON t USING btree (a)', 'CREATE  INDEX i\n ON t USING btree (a)'],
  ['column', 'integer DEFAULT 1', 'integer default 1'],
  ['view', 'SELECT t."system_user" FROM t', 'SELECT system_user FROM t'],
  ['view', 'SELECT u.id FROM app.users u WHERE (u.id > 1)', 'SELECT id FROM app.users u WHERE (id > 1)'],
  ['view', 'SELECT users.id FROM app.users ORDER BY users.id', 'SELECT id FROM app.users ORDER BY id'],
  ['view', 'WITH x AS (SELECT 1 AS n) SELECT x.n FROM x', 'WITH x AS (SELECT 1 AS n) SELECT n FROM x'],
  ['view', 'SELECT g.i FROM generate_series(1, 3) g(i)', 'SELECT i FROM generate_series(1, 3) g(i)'],
  ['procedure', 'PROCEDURE p(IN a integer) LANGUAGE sql', 'PROCEDURE p(a integer) LANGUAGE sql'],
  ['function', 'AS $$ a\r\nb $$', 'AS $$ a\nb $$'],
]

test.each(same)('%s: "%s" is "%s"', (kind, one, other) => {
  expect(normalise({ kind, definition: one })).toBe(normalise({ kind, definition: other }))
})

const different: readonly (readonly [kind: CatalogKind, one: string, other: string])[] = [
  ['column', "text default 'a b'", "text default 'a  b'"],
  ['column', "text default 'a'", "text default 'A'"],
  ['column', '"Odd" default 1', 'odd default 1'],
  ['function', 'AS $$ a -- b $$', 'AS $$ a -- c $$'],
  ['function', 'AS $$ a  b $$', 'AS $$ a b $$'],
  ['view', 'SELECT a.id FROM a, b', 'SELECT b.id FROM a, b'],
  ['view', 'SELECT a.id FROM (a JOIN b ON (true))', 'SELECT b.id FROM (a JOIN b ON (true))'],
  ['view', 'SELECT id FROM app.users', 'SELECT id FROM old.users'],
  ['view', 'SELECT t.id FROM t UNION SELECT u.id FROM u', 'SELECT u.id FROM t UNION SELECT t.id FROM u'],
  ['trigger', 'CREATE TRIGGER t /* disabled */', 'CREATE TRIGGER t'],
]

test.each(different)('%s: "%s" is not "%s"', (kind, one, other) => {
  expect(normalise({ kind, definition: one })).not.toBe(normalise({ kind, definition: other }))
})

test('a list of values reads the same before and after PostgreSQL has read its own text again', () => {
  const before = "CHECK (((kind)::text = ANY ((ARRAY['a'::character varying, 'b, c'::character varying])::text[])))"
  const after =
    "CHECK (((kind)::text = ANY (ARRAY[('a'::character varying)::text, ('b, c'::character varying)::text])))"
  expect(normalise({ kind: 'constraint', definition: before })).toBe(
    normalise({ kind: 'constraint', definition: after }),
  )
  const other = before.replace('text[]', 'name[]')
  expect(normalise({ kind: 'constraint', definition: other })).not.toBe(
    normalise({ kind: 'constraint', definition: after }),
  )
})
