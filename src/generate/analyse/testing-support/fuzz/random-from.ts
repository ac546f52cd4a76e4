import type { Random } from '../../../../../test/support/random.ts'
import { type Kind, literalOf } from './kinds.ts'
import { condition, expression, type Reference } from './random-expressions.ts'
import { outputColumns, type Relation, type RelationColumn } from './random-schema.ts'
import type { Selected, Writer } from './writer.ts'

/** What FROM names, and what of it an expression may use. */
export interface From {
  readonly sql: string
  readonly references: readonly Reference[]
}

interface Item extends From {
  readonly lateral: boolean
}

/** One to three relations, joined. */
export function fromClause(writer: Writer, depth: number, ctes: readonly Relation[]): From {
  if (writer.random.chance(0.08)) return usingJoin(writer, ctes)
  if (writer.random.chance(0.04)) return naturalJoin(writer)
  let { sql, references }: From = item(writer, depth, { ctes, before: [] })
  for (const _ of writer.random.times(writer.random.below(depth > 0 ? 3 : 2), String)) {
    const other = item(writer, depth, { ctes, before: references })
    const kind = joinKind(writer, references, other)
    const on = kind === 'cross join' ? '' : ` on ${onClause(writer, kind, [references, other.references])}`
    sql =
      writer.random.chance(0.2) && !other.lateral && kind !== 'right join'
        ? `${sql} ${kind} ${other.sql}${on}`
        : `(${sql} ${kind} ${other.sql}${on})`
    references = [...references, ...other.references]
  }
  return { sql, references }
}

/** Columns that both sides have are merged. */
function usingJoin(writer: Writer, ctes: readonly Relation[]): From {
  const { random } = writer
  const [left, right] = [random.pick(writer.tables), random.pick(writer.tables)]
  const [one, other, both] = [writer.name('a'), writer.name('a'), writer.name('j')]
  const join = random.pick(['join', 'left join', 'right join', 'full join', 'full join'])
  const merged = random.pick([['id'], ['c0'], ['id', 'c1']])
  const columns = [
    ...merged.map((name): Reference => ({ sql: `${both}.${name}`, kind: 'int' })),
    ...referencesTo(one, left.columns),
    ...referencesTo(other, right.columns),
  ]
  const sql = `(${left.name} as ${one} ${join} ${right.name} as ${other} using (${merged.join(', ')}) as ${both})`
  if (random.chance(0.6)) return { sql, references: columns }
  const third = item(writer, 0, { ctes, before: [] })
  return { sql: `(${sql} left join ${third.sql} on true)`, references: [...columns, ...third.references] }
}

/** Columns of the same name are merged; here these are numbers on both sides. */
function naturalJoin(writer: Writer): From {
  const { random } = writer
  const [one, other, both] = [writer.name('a'), writer.name('a'), writer.name('j')]
  const join = random.pick(['join', 'left join', 'right join', 'full join', 'full join'])
  const [left, right] = [`(select id, c0, c1 as l`, `(select ${random.pick(['id', 'c1 as id'])}, c0, c2 as r`].map(
    (selected) => `${selected} from ${random.pick(writer.tables).name})`,
  )
  return {
    sql: `(${left} as ${one} natural ${join} ${right} as ${other}) as ${both}`,
    references: ['id', 'c0', 'l', 'r'].map((name): Reference => ({ sql: `${both}.${name}`, kind: 'int' })),
  }
}

// PostgreSQL supports a full join only on conditions that it can merge or hash, so that neither side may be a constant.
function joinKind(writer: Writer, left: readonly Reference[], other: Item): string {
  const join = writer.random.pick([
    'join',
    'left join',
    'left join',
    'right join',
    'full join',
    'full join',
    'cross join',
  ])
  if (other.lateral && /right|full/.test(join)) return 'left join'
  const stored = [left, other.references].every((side) => side.some((column) => column.stored && column.kind === 'int'))
  return join === 'full join' && !stored ? 'left join' : join
}

type Sides = readonly [left: readonly Reference[], right: readonly Reference[]]

function onClause(writer: Writer, join: string, [left, right]: Sides): string {
  const numbers = (references: readonly Reference[]) =>
    references.filter(({ kind, stored }) => kind === 'int' && (join !== 'full join' || stored)).map(({ sql }) => sql)
  if (join === 'full join') return `${writer.random.pick(numbers(left))} = ${writer.random.pick(numbers(right))}`
  const equal = `${writer.random.pick([...numbers(left), '1'])} = ${writer.random.pick([...numbers(right), '1'])}`
  return writer.random.chance(0.5) ? equal : condition(1, writer.ingredients([...left, ...right], 0, []))
}

interface Around {
  readonly ctes: readonly Relation[]
  /** What a lateral sub-query may use. */
  readonly before: readonly Reference[]
}

function item(writer: Writer, depth: number, around: Around): Item {
  const { random } = writer
  if (depth > 0 && random.chance(0.25)) return subQuery(writer, depth, around)
  if (random.chance(0.15)) return { ...tableFunction(writer, around.before), lateral: true }
  const alias = writer.name('a')
  const relation = random.pick([...writer.tables, ...writer.views, ...around.ctes, ...around.ctes])
  const stored = writer.tables.includes(relation)
  const references = referencesTo(alias, relation.columns).map((column) => ({ ...column, stored }))
  return { sql: `${relation.name} as ${alias}`, references, lateral: false }
}

function subQuery(writer: Writer, depth: number, { ctes, before }: Around): Item {
  const alias = writer.name('a')
  const lateral = before.length > 0 && writer.random.chance(0.4)
  const { text, columns } = lateral ? lateralQuery(writer, depth - 1, before) : writer.query(depth - 1, ctes)
  return {
    sql: `${lateral ? 'lateral ' : ''}(${text}) as ${alias}`,
    references: referencesTo(alias, columns),
    lateral,
  }
}

function lateralQuery(writer: Writer, depth: number, before: readonly Reference[]): Selected {
  const wanted = writer.kinds()
  const { sql, references } = fromClause(writer, 0, [])
  const given = writer.ingredients([...references, ...before], depth, [])
  const outputs = wanted.map((kind, index) => `${expression(kind, 1, given)} as o${index}`)
  const where = writer.random.chance(0.7) ? ` where ${condition(1, given)}` : ''
  return { text: `select ${outputs.join(', ')} from ${sql}${where}`, columns: outputColumns(wanted) }
}

interface Listed {
  readonly call: string
  readonly columns: readonly (readonly [name: string, kind: Kind])[]
}

/** VALUES, and functions that answer rows. */
function tableFunction(writer: Writer, before: readonly Reference[]): From {
  const { random } = writer
  const given = writer.ingredients(before, 0, [])
  const value = (kind: Kind) => expression(kind, 1, given)
  const literal = (kind: Kind) => literalOf(random, kind)
  const nullOr = (kind: Kind) => (random.chance(0.5) ? 'null' : literal(kind))
  const i = ['i', 'int'] as const
  const n = ['n', 'num'] as const
  const ways: (() => Listed)[] = [
    () => ({ call: `(values (1, 'a'), (${nullOr('int')}, 'b'))`, columns: [i, ['t', 'text']] }),
    () => ({ call: `(values (${value('int')}, ${value('text')}), (1, 'b'))`, columns: [i, ['t', 'text']] }),
    () => ({ call: `unnest(${value('ints')})`, columns: [i] }),
    () => ({ call: `unnest(array[${value('int')}, 1])`, columns: [i] }),
    () => ({ call: `unnest(${literal('ints')}, ${literal('ints')})`, columns: [i, ['k', 'int']] }),
    () => ({ call: `generate_series(1, ${random.below(4)})`, columns: [i] }),
    () => ({ call: `jsonb_array_elements(${value('json')})`, columns: [['j', 'json']] }),
    () => ({
      call: `jsonb_each(jsonb_build_object('a', ${value('int')}))`,
      columns: [
        ['t', 'text'],
        ['j', 'json'],
      ],
    }),
    () => ({ call: `jsonb_object_keys(jsonb_build_object('a', ${value('int')}))`, columns: [['t', 'text']] }),
    () => ({ call: `string_to_table(${value('text')}, 'a')`, columns: [['t', 'text']] }),
    () => ({ call: `jsonb_path_query(${value('json')}, '$.a')`, columns: [['j', 'json']] }),
    () => ({ call: `abs(${value('int')})`, columns: [i] }),
    () => {
      const columns = [i, ['k', 'int'], ['t', 'text']] as const
      const members = columns.map(([, kind]) => member(random, kind, value)).slice(0, 2 + random.below(2))
      return { call: `rows from (${members.join(', ')})`, columns: columns.slice(0, members.length) }
    },
  ]
  const { call, columns } = random.pick(ways)()
  const alias = writer.name('a')
  const counted = !call.startsWith('(') && random.chance(0.3)
  const named = counted ? [...columns, n] : columns
  return {
    sql: `${call.startsWith('(') ? 'lateral ' : ''}${call}${counted ? ' with ordinality' : ''} as ${alias} (${named.map(([name]) => name).join(', ')})`,
    references: referencesTo(
      alias,
      columns.map(([name, kind]) => ({ name, kind })),
    ),
  }
}

/** One of the functions that stand side by side: some of a length that is written, some of another, some of one row. */
function member(random: Random, kind: 'int' | 'text', value: (kind: Kind) => string): string {
  if (kind === 'text') return random.pick([`unnest(array['a', ${value('text')}])`, `upper(${value('text')})`])
  return random.pick([
    `generate_series(1, ${random.below(4)})`,
    `unnest(array[1, ${value('int')}, 3])`,
    `unnest(${value('ints')})`,
    `abs(${value('int')})`,
  ])
}

/** The columns of something that has an alias. */
export function referencesTo(alias: string, columns: readonly RelationColumn[]): Reference[] {
  return columns.map(({ name, kind }) => ({ sql: `${alias}.${name}`, kind }))
}
