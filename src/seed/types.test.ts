import { describe, expect, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import { type NamedSeed, seed } from './index.ts'

// A value of each type that a column can have, as it is given and so that a mistake on the way would show.
const values: Readonly<Record<string, unknown>> = {
  boolean: false,
  smallint: -32768,
  integer: 2147483647,
  bigint: 9007199254740991,
  'numeric(30, 10)': '12345678901234567890.0000000010',
  numeric: '1.10',
  real: 0.1,
  'double precision': Number.NaN,
  money: '$1,234.56',
  text: ` it's "quoted", {braced}, (bracketed) \\ and\nbroken — é 😀 `,
  'varchar(5)': 'NULL',
  'char(4)': 'ab',
  name: 'a name',
  uuid: '0198c0de-0000-4000-8000-000000000001',
  bytea: new Uint8Array([0, 1, 92, 39, 255]),
  date: '0044-03-15 BC',
  time: '23:59:59.999999',
  timetz: '12:00:00+02',
  timestamp: '2024-02-29 12:34:56.789012',
  timestamptz: new Date('2024-02-29T12:34:56.789Z'),
  interval: '1 mon 3 days 04:05:06.5',
  json: { keep: [1, null, 'two'] },
  jsonb: { nested: [{ reps: 8 }, { duration: 30 }], none: null, text: 'a "b" \\ c' },
  'text[]': ['a,b', '', 'NULL', '{', '"', '\\', ' '],
  'integer[][]': [
    [1, 2],
    [3, 4],
  ],
  'jsonb[]': [{ a: 1 }, 'text', [1]],
  mood: 'very happy',
  'mood[]': ['very happy', 'sad'],
  positive: 7,
  short_names: ['a', 'b'],
  address: { street: '1, "Main" \\ Street', tags: ['x', 'y,z'], number: null },
  'address[]': [{ street: 'A', tags: [], number: 1 }],
  int4range: { lower: 1, upper: null, bounds: '[)' },
  tstzrange: { lower: new Date('2024-01-01T00:00:00Z'), upper: new Date('2024-02-01T00:00:00Z'), bounds: '[)' },
  inet: '10.0.0.1',
  cidr: '10.0.0.0/8',
  macaddr: '08:00:2b:01:02:03',
  'bit(4)': '1010',
  varbit: '10101',
  xml: '<a b="c">d</a>',
  point: '(1,2)',
  box: '(3,4),(1,2)',
  circle: '<(1,2),3>',
  tsvector: `'a':1 'b c':2`,
  tsquery: `'a' & 'b'`,
  pg_lsn: '16/B374D848',
  jsonpath: '$."a"[*]',
}

const types = Object.entries(values)

const schema = `
  create type mood as enum ('sad', 'very happy');
  create domain positive as integer check (value > 0);
  create domain short_names as text[] check (cardinality(value) < 5);
  create type address as (street text, tags text[], number int);
  create table everything (
    id int primary key,
    ${types.map(([type], index) => `c${index} ${type}`).join(',\n    ')}
  )`

const row = { id: 1, ...Object.fromEntries(types.map(([, value], index) => [`c${index}`, value])) }
const empty = { id: 2, ...Object.fromEntries(types.map((_, index) => [`c${index}`, null])) }

const reference = { kind: 'reference', key: ['id'] } as const

// Before and after: equal, or not to be compared, by the type's own operator `=`.
const changes: readonly (readonly [string, unknown, unknown])[] = [
  ['numeric', '1.10', '1.1'],
  ['json', { a: 1 }, { a: 2 }],
  ['point', '(1,2)', '(2,1)'],
  ['box', '(3,4),(1,2)', '(4,3),(2,1)'],
  ['xml', '<a/>', '<b/>'],
  ['interval', '24:00:00', '1 day'],
  ['double precision', 0, -0],
  ['text', null, ''],
  ['jsonb', null, {}],
]

function everything(...rows: readonly Record<string, unknown>[]): NamedSeed[] {
  return [{ name: 'everything', seed: { ...reference, table: 'everything', rows: () => rows } }]
}

describe.each(engines)('on $name', ({ open }) => {
  test('a value of every type, and null, goes in as an insert of it would, and is unchanged the second time', async () => {
    await using db = await open()
    await db.script(schema)
    await db.script('create table expected (like everything including all)')
    const names = Object.keys(row)
    const parameters = names.map((_, index) => `$${index + 1}`)
    await db.execute(`insert into expected (${names}) values (${parameters})`, Object.values(row))
    await db.execute('insert into expected (id) values (2)')

    const first = await seed(db, { seeds: everything(row, empty) })
    expect(first.seeds[0]).toMatchObject({ inserted: 2, updated: 0, unchanged: 0 })
    for (const [index, [type]] of types.entries()) {
      const read = `select id, c${index}::text as value from`
      const [given, wanted] = [
        await db.many(`${read} everything order by id`),
        await db.many(`${read} expected order by id`),
      ]
      expect(given, type).toEqual(wanted)
      expect(given[0], type).not.toMatchObject({ value: null })
    }

    const versions = await db.many('select xmin::text, ctid::text from everything order by id')
    const second = await seed(db, { seeds: everything(row, empty) })
    expect(second.seeds[0]).toMatchObject({ inserted: 0, updated: 0, unchanged: 2 })
    expect(await db.many('select xmin::text, ctid::text from everything order by id')).toEqual(versions)
  })

  test('a change that shows only in the text of a value is written', async () => {
    await using db = await open()
    for (const [index, [type, before, after]] of changes.entries()) {
      const table = `change_${index}`
      await db.script(`create table ${table} (id int primary key, value ${type})`)
      const change = (value: unknown) => ({
        seeds: [{ name: table, seed: { ...reference, table, rows: () => [{ id: 1, value }] } }],
      })
      await seed(db, change(before))
      const { seeds } = await seed(db, change(after))
      expect(seeds[0], type).toMatchObject({ inserted: 0, updated: 1, unchanged: 0 })
      const written = `select (select value::text from ${table}) is not distinct from $1::${type}::text as written`
      expect(await db.one(written, [after]), type).toEqual({ written: true })
    }
  })

  test('a text that is too long is refused, as in an insert, rather than cut', async () => {
    await using db = await open()
    await db.script('create table everything (id int primary key, name varchar(3))')
    await expect(seed(db, { seeds: everything({ id: 1, name: 'abcd' }) })).rejects.toMatchObject({
      code: 'SEED_FAILED',
      facts: { row: 1, sqlState: '22001' },
    })
  })
})
