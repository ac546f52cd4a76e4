import type { Random } from '../../../../../test/support/random.ts'

/** The types that random columns and expressions have. */
export type Kind =
  | 'int'
  | 'text'
  | 'bool'
  | 'ints'
  | 'grid'
  | 'mood'
  | 'json'
  | 'span'
  | 'pair'
  | 'num'
  | 'day'
  | 'code'

/** The SQL names of the kinds. */
export const sqlTypes: Readonly<Record<Kind, string>> = {
  int: 'int4',
  text: 'text',
  bool: 'bool',
  ints: 'int4[]',
  grid: 'int4[][]',
  mood: 'mood',
  json: 'jsonb',
  span: 'int4range',
  pair: 'pair',
  num: 'numeric',
  day: 'date',
  code: 'code',
}

const every = Object.keys(sqlTypes) as Kind[]

/** The kinds of which most is known come more often. */
export const kinds: readonly Kind[] = [...every, 'int', 'int', 'int', 'text', 'text', 'bool', 'ints', 'mood', 'json']

/** The types that random schemas are made of. */
export const typesScript = `
create type mood as enum ('sad', 'ok', 'happy');
create type pair as (a int4, b text);
create domain code as text check (length(value) < 400);
create domain must as int4 not null;`

const literals: Readonly<Record<Kind, readonly string[]>> = {
  int: ['0', '1', '2', '3'],
  text: ["'a'", "'b'", "''"],
  bool: ['true', 'false'],
  ints: ["'{}'::int4[]", "'{1,2}'::int4[]", "'{null,1}'::int4[]"],
  grid: ["'{{1,2},{3,4}}'::int4[][]", "'{{null,1}}'::int4[][]"],
  mood: ["'sad'::mood", "'ok'::mood"],
  json: [`'{"a":1,"b":null}'::jsonb`, "'[1,null]'::jsonb", "'null'::jsonb", "'{}'::jsonb", "'2'::jsonb"],
  span: ["'[1,3)'::int4range", "'empty'::int4range", "'(,2)'::int4range"],
  pair: ["'(1,a)'::pair", "'(,)'::pair"],
  // No NaN, which JSON has as a string.
  num: ['1.5', "'-2'::numeric", '0::numeric'],
  day: ["'2020-01-31'::date", "'infinity'::date"],
  code: ["'x'::code", "''::code"],
}

/** A constant of a kind. */
export function literalOf(random: Random, kind: Kind): string {
  return random.pick(literals[kind])
}

const samples: Readonly<Record<Kind, readonly unknown[]>> = {
  int: [0, 1, 2],
  text: ['a', ''],
  bool: [true, false],
  ints: [[], [1, null]],
  grid: [[[1, 2]], [[null, 3]]],
  mood: ['sad', 'ok'],
  json: [{ a: null }, [1], 'x', 0],
  span: [{ lower: 1, upper: null, bounds: '[)' }],
  pair: [{ a: 1, b: null }],
  num: ['1.5', '0'],
  day: ['2020-02-29'],
  code: ['x'],
}

/** A value of a kind to give for a parameter. */
export function sampleOf(random: Random, kind: Kind): unknown {
  return random.pick(samples[kind])
}
