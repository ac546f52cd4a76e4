import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import { builtInCodecs } from './builtin.ts'
import { type TypeRow, typeQuery } from './type-query.ts'

/** A type, a value of it, and the text that the server writes for that value. */
type Example = [type: string, value: unknown, text: string]

const examples: readonly Example[] = [
  ['bool', true, 'true'],
  ['bool', false, 'false'],
  ['int2', -32768, '-32768'],
  ['int4', 2147483647, '2147483647'],
  ['oid', 4294967295, '4294967295'],
  ['int8', Number.MIN_SAFE_INTEGER, '-9007199254740991'],
  ['float4', 1.5, '1.5'],
  ['float8', 0.1, '0.1'],
  ['float8', -0, '-0'],
  ['float8', 5e-324, '5e-324'],
  ['float8', Number.NaN, 'NaN'],
  ['float8', Number.NEGATIVE_INFINITY, '-Infinity'],
  ['numeric', '12345678901234567890.0001000', '12345678901234567890.0001000'],
  ['numeric', 'NaN', 'NaN'],
  ['text', 'NULL', 'NULL'],
  ['text', '', ''],
  ['text', ' "quoted" \\ {a,b} \n\t 𝄞é ', ' "quoted" \\ {a,b} \n\t 𝄞é '],
  ['varchar(5)', 'abc', 'abc'],
  ['name', 'users', 'users'],
  ['"char"', 'x', 'x'],
  ['uuid', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
  ['bit(3)', '101', '101'],
  ['varbit', '', ''],
  ['inet', '192.168.0.1/24', '192.168.0.1/24'],
  ['cidr', '10.0.0.0/8', '10.0.0.0/8'],
  ['macaddr', '08:00:2b:01:02:03', '08:00:2b:01:02:03'],
  ['macaddr8', '08:00:2b:01:02:03:04:05', '08:00:2b:01:02:03:04:05'],
  ['tsvector', "'a':1 'it''s':2", "'a':1 'it''s':2"],
  ['tsquery', "'a' & 'b'", "'a' & 'b'"],
  ['point', '(1,2)', '(1,2)'],
  ['line', '{1,2,3}', '{1,2,3}'],
  ['lseg', '[(0,0),(1,1)]', '[(0,0),(1,1)]'],
  ['box', '(3,3),(1,1)', '(3,3),(1,1)'],
  ['path', '((0,0),(1,1))', '((0,0),(1,1))'],
  ['polygon', '((0,0),(1,1),(2,0))', '((0,0),(1,1),(2,0))'],
  ['circle', '<(0,0),5>', '<(0,0),5>'],
  ['pg_lsn', '16/B374D848', '16/B374D848'],
  ['xid8', '18446744073709551615', '18446744073709551615'],
  ['jsonpath', '$."a"', '$."a"'],
  ['date', '0044-03-15 BC', '0044-03-15 BC'],
  ['date', 'infinity', 'infinity'],
  ['time', '24:00:00', '24:00:00'],
  ['timetz', '13:37:00.000001+05:30', '13:37:00.000001+05:30'],
  ['timestamp', '12024-02-29 13:37:00.123456', '12024-02-29 13:37:00.123456'],
  ['interval', '1 year 2 mons -3 days +04:05:06.7', '1 year 2 mons -3 days +04:05:06.7'],
  ['bytea', Uint8Array.from([0, 39, 92, 255]), '\\x00275cff'],
  ['json', { b: [1, { a: '"' }], a: null }, '{"b":[1,{"a":"\\""}],"a":null}'],
  ['jsonb', { b: [1, { a: '\\' }], a: null }, '{"a": null, "b": [1, {"a": "\\\\"}]}'],
  ['jsonb', 'a string', '"a string"'],
  ['jsonb', '{"a":1}', '"{\\"a\\":1}"'],
  ['jsonb', 7, '7'],
  ['jsonb', true, 'true'],
  ['jsonb', ['a', 'b,{c}'], '["a", "b,{c}"]'],
  ['jsonb', [], '[]'],
  ['int4range', { lower: 1, upper: 5, bounds: '[)' }, '[1,5)'],
  ['int8range', { lower: null, upper: 5, bounds: '()' }, '(,5)'],
  ['numrange', { lower: '1.50', upper: '2', bounds: '(]' }, '(1.50,2]'],
  ['daterange', { lower: '2024-01-01', upper: null, bounds: '[)' }, '[2024-01-01,)'],
  ['int4range', { lower: null, upper: null, bounds: 'empty' }, 'empty'],
  ['tsrange', { lower: '2024-01-01 00:00:00', upper: 'infinity', bounds: '[]' }, '["2024-01-01 00:00:00",infinity]'],
  ['int4multirange', [], '{}'],
  [
    'int4multirange',
    [
      { lower: null, upper: 1, bounds: '()' },
      { lower: 3, upper: 5, bounds: '[)' },
    ],
    '{(,1),[3,5)}',
  ],
]

const hostileText = fc.oneof(
  fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
  fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', ',', ' ', '\n', '\t', '(', ')', '[', ']', 'é', '😀') }),
  fc.constantFrom('', 'NULL', 'null', ' ', '{}', '()', 'empty'),
)
const hostileTexts = fc.array(fc.option(hostileText, { nil: null }), { minLength: 1, maxLength: 30 })

describe.each(engines)('on $name', ({ open }) => {
  test('the built-in types are what the catalog says they are', async () => {
    await using db = await open()
    const codecs = builtInCodecs()
    const types = await db.many<TypeRow>(typeQuery, [[...codecs.keys()]])
    const names = await db.many<{ oid: number; typname: string }>(`select oid, typname from pg_type`)
    const nameOf = new Map(names.map((type) => [type.oid, type.typname]))
    const expected = (type: TypeRow) =>
      type.kind === 'array' ? `${nameOf.get(type.part ?? 0)}[]` : nameOf.get(type.oid)

    expect(types.length).toBeGreaterThanOrEqual(codecs.size)
    for (const type of types) expect(codecs.get(type.oid)?.name, type.name).toBe(expected(type))
    expect(types.filter((type) => (type.delimiter ?? ',') !== ',').map((type) => type.name)).toEqual(['box[]'])
  })

  test('values of every built-in type come back equal, alone and in an array, and the server wrote what was meant', async () => {
    await using db = await open()
    for (const [type, value, text] of examples) {
      const sql = `select $1::${type} as value, $1::${type}::text as text, $2::${type}[] as list, null::${type} as nothing`
      const row = await db.one(sql, [value, [value, null, value]])
      expect(row, type).toEqual({ value, text, list: [value, null, value], nothing: null })
    }
  })

  test('arrays have any depth, and lower bounds are dropped', async () => {
    await using db = await open()
    const deep = [
      [
        ['a', null],
        ['{', '"'],
      ],
      [
        ['', 'NULL'],
        ['\\', ','],
      ],
    ]
    expect(
      await db.one(`select $1::text[] as deep, $2::int[] as shifted, $3::box[] as boxes`, [
        deep,
        '[0:1][-1:0]={{1,2},{3,NULL}}',
        ['(3,3),(1,1)', null],
      ]),
    ).toEqual({
      deep,
      shifted: [
        [1, 2],
        [3, null],
      ],
      boxes: ['(3,3),(1,1)', null],
    })
  })

  test('a timestamptz is the same moment in every time zone of the session', async () => {
    await using db = await open()
    const moments = [
      '2024-02-29T13:37:00.123Z',
      '1969-12-31T23:59:59.999Z',
      '1850-06-01T00:00:00Z',
      '0000-12-31T23:59:59Z',
      '-004712-02-01T00:00:00Z',
      '+012024-01-01T00:00:00Z',
      '+275760-09-12T00:00:00Z',
    ].map((iso) => new Date(iso))
    for (const zone of ['UTC', 'Asia/Kolkata', 'America/St_Johns', 'Europe/Paris', 'Pacific/Kiritimati']) {
      await db.transaction(async (tx) => {
        await tx.execute(`select set_config('timezone', $1, true)`, [zone])
        const row = await tx.one(
          `select $1::timestamptz[] as moments, extract(epoch from $2::timestamptz)::text as epoch`,
          [moments, moments[1]],
        )
        expect(row, zone).toEqual({ moments, epoch: '-0.001000' })
      })
    }
  })

  test('what a number or a Date cannot hold is refused, and the connection goes on', async () => {
    await using db = await open()
    const tooLarge = ['9007199254740992::int8', "'infinity'::timestamptz", "'290000-01-01'::timestamptz"]
    for (const value of tooLarge) {
      await expect(db.one(`select ${value} as value`)).rejects.toMatchObject({ code: 'VALUE_OUT_OF_RANGE' })
      expect(await db.one(`select (${value})::text is not null as readable`)).toEqual({ readable: true })
    }
  })

  test('both settings of bytea_output are read', async () => {
    await using db = await open()
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    await db.transaction(async (tx) => {
      await tx.execute(`set local bytea_output = 'escape'`)
      expect(await tx.one(`select $1::bytea as bytes, $2::bytea[] as list`, [bytes, [bytes]])).toEqual({
        bytes,
        list: [bytes],
      })
    })
  })

  test('enums, and domains over text, arrays and jsonb, come back equal', async () => {
    await using db = await open()
    await db.script(`
      create type mood as enum ('so so', 'gl"ad', 'a,b');
      create domain short_text as text check (length(value) < 9);
      create domain scores as int[];
      create domain settings as jsonb;
      create table example (
        mood mood, moods mood[], label short_text, labels short_text[],
        scores scores, scores_list scores[], settings settings, settings_list settings[], documents jsonb[]
      );`)
    const row = {
      mood: 'gl"ad',
      moods: ['so so', 'a,b', null],
      label: '{"',
      labels: ['', 'NULL', null],
      scores: [1, null, 3],
      scores_list: [[1, 2], null, [3]],
      settings: { on: ['x', true] },
      settings_list: [[1, [2]], 'text', { a: '"' }, null],
      documents: [[1, [2]], 'text', { a: '\\' }, 7, false, null],
    }
    const sql = `insert into example values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning *`
    expect(await db.one(sql, Object.values(row))).toEqual(row)
  })

  test('composites come back equal, nested, in arrays, and without their dropped attributes', async () => {
    await using db = await open()
    await db.script(`
      create type tag as (id int, label text);
      create type item as (gone int, name text, tag tag, tags tag[], at timestamptz, span tstzrange, data jsonb);
      alter type item drop attribute gone;`)
    const at = new Date('2024-02-29T13:37:00.123Z')
    const item = {
      name: 'a "b" \\ (c), {d}\n ',
      tag: { id: 1, label: '' },
      tags: [{ id: null, label: 'NULL' }, null, { id: 2, label: '("x\\",{y})' }],
      at,
      span: { lower: at, upper: null, bounds: '[)' },
      data: { text: '"\\,()' },
    }
    const row = await db.one(
      `select $1::item as item, array[$1::item] as items, ($1::item).tags[3].label as label, to_jsonb($1::item) - 'at' - 'span' as json`,
      [item],
    )
    const { at: _at, span: _span, ...json } = item
    expect(row).toEqual({ item, items: [item], label: '("x\\",{y})', json })
    expect(Object.keys(Object(row.item))).toEqual(['name', 'tag', 'tags', 'at', 'span', 'data'])
  })

  test('a custom range and its multirange come back equal', async () => {
    await using db = await open()
    await db.script(`create type textrange as range (subtype = text, collation = "C")`)
    const range = { lower: '', upper: 'b "\\", ]', bounds: '[)' }
    const ranges = [range, { lower: 'x', upper: null, bounds: '(]' }]
    expect(
      await db.one(`select $1::textrange as range, $2::textmultirange as ranges, lower($1::textrange) as lower`, [
        range,
        ranges,
      ]),
    ).toEqual({ range, ranges: [range, { lower: 'x', upper: null, bounds: '()' }], lower: '' })
  })

  test('a whole row of a table is an object, an anonymous record is text', async () => {
    await using db = await open()
    await db.script(`create table point_of_sale (id int, name text); insert into point_of_sale values (1, 'a, b')`)
    expect(await db.one(`select shop as whole, row(1, 'x') as record from point_of_sale as shop`)).toEqual({
      whole: { id: 1, name: 'a, b' },
      record: '(1,x)',
    })
  })

  test('an int8 is a bigint on request', async () => {
    await using db = await open({ int8: 'bigint' })
    const largest = 2n ** 63n - 1n
    expect(await db.one(`select $1::int8 as value, $2::int8[] as list`, [largest, [largest, -largest]])).toEqual({
      value: largest,
      list: [largest, -largest],
    })
  })

  test('hostile text arrives as it was meant: the server compares it with the same text sent as json', async () => {
    await using db = await open()
    await db.script(`
      create type pair as (a text, b text);
      create type textrange as range (subtype = text, collation = "C")`)
    const sql = `
      select
        $1::text[] = array(select jsonb_array_elements_text($2)) as texts,
        to_jsonb($3::pair[]) = $4::jsonb as pairs,
        array(select lower(range) from unnest($5::textrange[]) as range) = $1 as ranges`
    const arrives = async (texts: (string | null)[]) => {
      const pairs = texts.map((text, index) => ({ a: text, b: texts.at(-1 - index) ?? null }))
      const ranges = texts.map((text) => ({ lower: text, upper: null, bounds: '[)' }))
      const row = await db.one(sql, [texts, texts, pairs, pairs, ranges])
      expect(row).toEqual({ texts: true, pairs: true, ranges: true })
    }
    await fc.assert(fc.asyncProperty(hostileTexts, arrives), { numRuns: 40 })
  })
})
