import { expect, test } from 'vitest'
import { connect } from '../../index.ts'
import { readCatalog } from './catalog.ts'
import { totalFunctions } from './total-functions.ts'
import { isTotalOperator } from './total-operators.ts'

// The values at which functions tend to have nothing to say: empty, zero, negative, infinite, not a number.
const awkward: Readonly<Record<string, readonly string[]>> = {
  '"char"': ['\'a\'::"char"'],
  anyarray: ["'{}'::int4[]", "'{null}'::int4[]"],
  anycompatible: ['1'],
  anycompatiblearray: ["'{}'::int4[]", "'{1,null}'::int4[]"],
  anyelement: ["''::text", 'row(null)'],
  anymultirange: ["'{}'::int4multirange", "'{(,)}'::int4multirange"],
  anynonarray: ["''::text"],
  anyrange: ["'empty'::int4range", "'(,)'::int4range", "'[1,2)'::int4range"],
  bigint: ['0::int8', '-1::int8', '3::int8'],
  bit: ["B''", "B'101'"],
  'bit varying': ["''::varbit", "'101'::varbit"],
  boolean: ['true', 'false'],
  bytea: ["''::bytea", "'a'::bytea"],
  character: ["''::bpchar"],
  'character varying': ["''::varchar"],
  cidr: ["'10.0.0.0/8'::cidr"],
  date: ["'infinity'::date", "'2020-01-01'::date"],
  'double precision': ["'nan'::float8", "'-infinity'::float8", '0::float8', '0.5::float8'],
  inet: ["'::1'::inet", "'10.0.0.1'::inet"],
  integer: ['0', '-1', '3'],
  interval: ["'0'::interval", "'1 month -1 day'::interval", "'infinity'::interval"],
  json: ["'null'::json", "'[]'::json", "'{}'::json"],
  jsonb: ["'null'::jsonb", "'[]'::jsonb", "'{}'::jsonb"],
  money: ["'0'::money"],
  name: ["''::name", "'utf8'::name"],
  numeric: ["'nan'::numeric", "'infinity'::numeric", '0::numeric', '-1.5::numeric'],
  oid: ['0::oid'],
  real: ["'nan'::float4", '0::float4'],
  record: ['(select r from (select null as a, 1 as b) as r)'],
  regclass: ["'pg_class'::regclass"],
  regconfig: ["'simple'::regconfig"],
  smallint: ['0::int2', '-1::int2'],
  text: ["''::text", "'a'::text", "'day'::text", "'utc'::text"],
  'text[]': ["'{}'::text[]", "'{a,b}'::text[]"],
  'time with time zone': ["'10:00+01'::timetz"],
  'time without time zone': ["'24:00'::time"],
  'timestamp with time zone': ["'infinity'::timestamptz", "'2020-01-01'::timestamptz"],
  'timestamp without time zone': ["'-infinity'::timestamp", "'2020-01-01'::timestamp"],
  tsquery: ["''::tsquery", "'a'::tsquery"],
  tsvector: ["''::tsvector", "'a'::tsvector"],
  uuid: ["'00000000-0000-0000-0000-000000000000'::uuid"],
}

const answersNull = `
  create function pg_temp.answers_null(expression text) returns bool language plpgsql as $$
  declare answer bool;
  begin
    execute format('select (%s)::text is null', expression) into answer;
    return answer;
  exception
    when others then return false;
  end $$`

test('no function or operator that is called total answers null for a value', async () => {
  await using db = await connect('pglite:memory', { environment: {} })
  const { functions, operators, types } = await readCatalog(db)
  const name = (oid: number) => types.get(oid)?.name ?? ''
  const calls = [...functions.values()]
    .filter(({ core, signature }) => core && totalFunctions.has(signature))
    .flatMap((routine) =>
      combinations(argumentTypes(routine.signature)).map((args) => `${quoted(routine.name)}(${args.join(', ')})`),
    )
  const operations = [...operators.values()]
    .filter(
      ({ oid, left }) =>
        isTotalOperator(oid, { operators, functions, types, relations: new Map(), views: new Map() }) && left !== 0,
    )
    .flatMap((operator) =>
      combinations([name(operator.left), name(operator.right)]).map(
        ([left, right]) => `${left} ${operator.name} ${right}`,
      ),
    )
  expect(calls.length).toBeGreaterThan(500)
  expect(operations.length).toBeGreaterThan(500)
  const found = await db.transaction(async (tx) => {
    await tx.script(answersNull)
    const { rows } = await tx.queryUnsafe(
      'select call from unnest($1::text[]) as call where pg_temp.answers_null(call)',
      [[...calls, ...operations]],
    )
    return rows
  })
  expect(found).toEqual([])
})

function argumentTypes(signature: string): string[] {
  const types = signature.slice(signature.indexOf('(') + 1, -1)
  return types === '' ? [] : types.split(', ')
}

function combinations(types: readonly string[]): string[][] {
  return types.reduce<string[][]>(
    (all, type) => all.flatMap((args) => (awkward[type] ?? []).map((value) => [...args, value])).slice(0, 400),
    [[]],
  )
}

function quoted(name: string): string {
  return `pg_catalog."${name}"`
}
