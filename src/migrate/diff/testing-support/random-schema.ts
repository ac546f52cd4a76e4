import type { Random } from '../../../../test/support/random.ts'

// Two schemas of this grammar share most of their names, and each thing has few forms, so that a pair of them has something that
// stays, something that changes, something that goes and something that comes.
const families = {
  number: ['smallint', 'integer', 'bigint', 'numeric(8,2)'],
  text: ['text', 'varchar(20)', 'varchar(80)', 'char(3)'],
  moment: ['date', 'timestamp', 'timestamptz'],
  json: ['jsonb', 'json'],
  list: ['integer[]', 'bigint[]'],
  mood: ['mood', 'text'],
  positive: ['positive', 'integer'],
} as const

type Family = keyof typeof families

const columns: readonly (readonly [name: string, family: Family])[] = [
  ['a', 'number'],
  ['B c', 'text'],
  ['d', 'moment'],
  ['json', 'json'],
  ['list', 'list'],
  ['user', 'mood'],
  ['g', 'positive'],
  ['h', 'text'],
]

const defaults: Readonly<Record<Family, string>> = {
  number: '1',
  text: `'x'`,
  moment: 'now()',
  json: `'{}'`,
  list: `'{1,2}'`,
  mood: `'sad'`,
  positive: '7',
}

interface Table {
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
}

/** A schema of tables, types, views, functions and what belongs to them, which PostgreSQL accepts. */
export function randomSchema(random: Random): string {
  const tables = ['t', 'u', 'Order', 'w'].filter(() => random.chance(0.75)).map((name) => randomTable(name, random))
  return [
    `create type mood as enum (${['sad', 'so so', 'glad', "it's"].filter((label) => label === 'sad' || random.chance(0.7)).map((label) => `'${label.replace("'", "''")}'`)})`,
    `create domain positive as integer ${random.chance(0.5) ? 'default 1 ' : ''}check (value > ${random.below(2)})`,
    `create function touch() returns trigger language plpgsql as $$ begin return ${random.pick(['new', 'null'])}; end $$`,
    ...some(
      random,
      0.6,
      `create function twice(n int) returns ${random.pick(['int', 'bigint'])} language sql as 'select n * 2'`,
    ),
    ...some(random, 0.5, `create sequence tickets increment ${1 + random.below(3)}`),
    ...tables.map((table) => table.text),
    ...tables.flatMap((table) => extras(table, tables, random)),
    ...partitioned(random),
  ]
    .map((statement) => `${statement};\n`)
    .join('')
}

function randomTable(name: string, random: Random): Table & { readonly text: string } {
  const chosen = columns
    .filter(() => random.chance(0.7))
    .map(([column, family]) => ({
      name: column,
      family,
      type: random.chance(0.6) ? families[family][0] : random.pick(families[family]),
    }))
  const lines = chosen.map(({ name: column, family, type }) =>
    [quote(column), type, ...some(random, 0.3, `default ${defaults[family]}`), ...some(random, 0.3, 'not null')].join(
      ' ',
    ),
  )
  const id = random.pick([
    'id int primary key',
    'id int generated always as identity primary key',
    'id serial primary key',
    'id int not null',
  ])
  const generated = some(random, 0.3, `twin int generated always as (id + ${random.below(2)}) stored`)
  const text = `create table ${quote(name)} (${[id, ...lines, ...generated].join(', ')})`
  return { name, columns: chosen, text }
}

function extras(table: Table, tables: readonly Table[], random: Random): string[] {
  const name = quote(table.name)
  const names = table.columns.map((column) => quote(column.name))
  const has = (column: string) => table.columns.some((each) => each.name === column)
  const plain = table.columns.filter(({ type }) => type !== 'json').map((column) => quote(column.name))
  return [
    ...(has('a')
      ? some(random, 0.5, `alter table ${name} add constraint small check (a < ${100 + random.below(2)})`)
      : []),
    ...(has('B c')
      ? some(
          random,
          0.4,
          `alter table ${name} add constraint ${quote(`one B of ${table.name}`)} unique ("B c"${random.chance(0.5) ? ', id' : ''})`,
        )
      : []),
    ...(has('h')
      ? some(
          random,
          0.5,
          `create index "h of ${table.name}" on ${name} (lower(h)) where h ${random.pick(["<> ''", 'is not null'])}`,
        )
      : []),
    ...(has('list') ? some(random, 0.4, `create index on ${name} using gin (list)`) : []),
    ...(plain.length > 0
      ? some(random, 0.6, `create ${random.pick(['unique ', ''])}index on ${name} (${random.pick(plain)})`)
      : []),
    ...(names.length > 0
      ? some(
          random,
          0.6,
          `create ${random.pick(['view', 'view', 'materialized view'])} ${quote(`v ${table.name}`)} as select id, ${random.pick(names)} from ${name}`,
        )
      : []),
    ...(has('user') && has('h')
      ? some(random, 0.3, `create view ${quote(`in ${table.name}`)} as select * from ${name} where h in ('a', 'b')`)
      : []),
    ...some(
      random,
      0.4,
      `create trigger touch ${random.pick(['before', 'after'])} insert on ${name} for each row execute function touch()`,
    ),
    ...(random.chance(0.3)
      ? [
          `alter table ${name} enable row level security`,
          `create policy own on ${name} using (id > ${random.below(2)})`,
        ]
      : []),
    ...some(random, 0.4, `comment on table ${name} is 'it''s ${random.below(2)}'`),
    ...some(
      random,
      0.4,
      `grant ${random.pick(['select', 'all', 'insert, update', 'select (id)'])} on ${name} to public`,
    ),
    ...tables.filter((other) => other !== table).flatMap((other) => reference(table, other, random)),
  ]
}

function reference(table: Table, other: Table, random: Random): string[] {
  if (!random.chance(0.25)) return []
  const [from, to] = [quote(table.name), quote(other.name)]
  const key = quote(`id of ${other.name}`)
  return [
    `create unique index if not exists ${quote(`unique ${other.name}`)} on ${to} (id)`,
    `alter table ${from} add column ${key} int references ${to} (id) on delete ${random.pick(['cascade', 'set null'])}`,
  ]
}

function partitioned(random: Random): string[] {
  if (random.chance(0.4)) return []
  const parts = [0, 1, 2].filter(() => random.chance(0.6))
  return [
    'create table logs (id int not null, kind text) partition by range (id)',
    ...parts.map(
      (part) => `create table logs_${part} partition of logs for values from (${part * 10}) to (${part * 10 + 10})`,
    ),
    ...some(random, 0.3, 'create table logs_rest partition of logs default'),
    ...some(random, 0.5, `create index logs_kind on logs (kind${random.chance(0.5) ? ', id' : ''})`),
    ...some(random, 0.5, 'alter table logs add primary key (id)'),
  ]
}

function some(random: Random, share: number, text: string): string[] {
  return random.chance(share) ? [text] : []
}

function quote(name: string): string {
  return `"${name}"`
}
