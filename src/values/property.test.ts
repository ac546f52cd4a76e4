import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import type { Queryable } from '../index.ts'

// Whatever a type can hold goes in as a parameter and into a column, and comes back equal.

const text = fc
  .oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', '(', ')', '[', ']', ',', ' ', '\n', "'", 'é', '😀') }),
    fc.constantFrom('NULL', 'null', 'empty', '{}', '()', ''),
  )
  .filter((value) => !value.includes('\0') && value.isWellFormed())

const json = fc
  .jsonValue()
  .filter((value) => !JSON.stringify(value).includes('\\u0000') && JSON.stringify(value).isWellFormed())
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown)
  // SQL null, and null inside jsonb, are both null in JavaScript; only the first is sent.
  .filter((value) => value !== null)

const numeric = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.stringMatching(/^\d{0,20}$/))
  .map(([whole, fraction]) => (fraction === '' ? `${whole}` : `${whole === 0n ? 0 : whole}.${fraction}`))

// PostgreSQL's timestamps begin in 4713 BC, JavaScript's dates end in the year 275760.
const moment = fc.date({ min: new Date(-210_866_716_800_000), max: new Date(8.64e15), noInvalidDate: true })

const day = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

const between = <T>(values: Arbitrary<T>, order: (a: T, b: T) => number) =>
  fc
    .tuple(fc.option(values), fc.option(values), fc.constantFrom('[)', '[]', '(]', '()'))
    .filter(([lower, upper]) => lower === null || upper === null || order(lower, upper) < 0)
    // An infinite bound is never inclusive.
    .map(([lower, upper, bounds]) => ({
      lower,
      upper,
      bounds: `${lower === null ? '(' : bounds[0]}${upper === null ? ')' : bounds[1]}`,
    }))

const scalars: Readonly<Record<string, Arbitrary<unknown>>> = {
  bool: fc.boolean(),
  int2: fc.integer({ min: -32_768, max: 32_767 }),
  int4: fc.integer(),
  int8: fc.maxSafeInteger(),
  float8: fc.double(),
  numeric,
  text,
  uuid: fc.uuid(),
  bytea: fc.uint8Array({ maxLength: 40 }),
  date: day,
  timestamptz: moment,
  jsonb: json,
  json,
  mood: fc.constantFrom('fine', 'so "so"', "it's, {bad}"),
  label: text.filter((value) => value !== 'forbidden'),
  numrange: between(numeric, (a, b) => Number(a) - Number(b)),
  tstzrange: between(moment, (a, b) => a.getTime() - b.getTime()),
}

/** The scalar, arrays of it with nulls, and rectangles of it. */
const columns = Object.entries(scalars).flatMap(([type, values]) => [
  { type, values: fc.option(values) },
  { type: `${type}[]`, values: fc.option(fc.array(fc.option(values), { maxLength: 5 })) },
  ...(type.startsWith('json') ? [] : [{ type: `${type}[][]`, values: rectangle(fc.option(values)) }]),
])

function rectangle<T>(values: Arbitrary<T>): Arbitrary<T[][]> {
  return fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
    .chain(([rows, width]) =>
      fc.array(fc.array(values, { minLength: width, maxLength: width }), { minLength: rows, maxLength: rows }),
    )
}

const item = fc.record({
  name: fc.option(text),
  tags: fc.option(fc.array(fc.option(text), { maxLength: 4 })),
  at: fc.option(moment),
  data: fc.option(json),
  inside: fc.option(
    fc.record({ mood: fc.option(scalars.mood!), amounts: fc.option(fc.array(numeric, { maxLength: 3 })) }),
  ),
})

const schema = `
  create type mood as enum ('fine', 'so "so"', 'it''s, {bad}');
  create domain label as text check (value <> 'forbidden');
  create type inside as (mood mood, amounts numeric[]);
  create type item as (name text, tags text[], at timestamptz, data jsonb, inside inside)`

async function expectRoundTrip(db: Queryable, values: readonly unknown[], names: readonly string[]): Promise<void> {
  const params = names.map((_, index) => `$${index + 1}`)
  await db.execute(`insert into held values (${params.join(', ')})`, values)
  const [row] = await db.many<Record<string, unknown>>('delete from held returning *')
  expect(Object.values(row!)).toEqual(values)
}

describe.each(engines)('on $name', ({ open }) => {
  test('a value of every type comes back equal from a column, alone, in arrays and in rectangles', async () => {
    await using db = await open()
    await db.script(schema)
    const names = columns.map((_, index) => `c${index}`)
    await db.execute(`create table held (${columns.map(({ type }, index) => `c${index} ${type}`).join(', ')})`)
    const rows = fc.tuple(...columns.map(({ values }) => values))
    await fc.assert(
      fc.asyncProperty(rows, (values) => expectRoundTrip(db, values, names)),
      { numRuns: 100 },
    )
  })

  test('a composite comes back equal, and arrays of it, with composites and arrays inside', async () => {
    await using db = await open()
    await db.script(`${schema}; create table held (one item, several item[])`)
    const rows = fc.tuple(fc.option(item), fc.option(fc.array(fc.option(item), { maxLength: 4 })))
    await fc.assert(
      fc.asyncProperty(rows, (values) => expectRoundTrip(db, values, ['one', 'several'])),
      { numRuns: 100 },
    )
  })

  test('a float4 comes back as the same float4', async () => {
    await using db = await open()
    const same = async (value: number) => {
      const { back } = await db.one<{ back: number }>('select $1::float4 as back', [value])
      expect(Math.fround(back)).toBe(Math.fround(value))
    }
    await fc.assert(fc.asyncProperty(fc.float(), same), { numRuns: 200 })
  })
})
