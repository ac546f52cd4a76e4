import type { Random } from '../../../../../test/support/random.ts'
import { type Kind, kinds, literalOf, sqlTypes } from './kinds.ts'

/** Something with columns that FROM can name. */
export interface Relation {
  readonly name: string
  readonly columns: readonly RelationColumn[]
}

export interface RelationColumn {
  readonly name: string
  readonly kind: Kind
  readonly notNull?: boolean
  /** Is it a domain, rather than the column, that refuses null? */
  readonly domain?: boolean
}

/** A few tables, full of nulls wherever these are allowed; the first column of each is its key. */
export function randomTables(random: Random, prefix: string): { relations: Relation[]; script: string } {
  const relations = random.times(4, (index) => randomTable(random, `${prefix}t${index}`))
  return { relations, script: relations.flatMap((each) => ddl(random, each)).join('\n') }
}

function randomTable(random: Random, name: string): Relation {
  const columns = random.times(5 + random.below(4), (index): RelationColumn => {
    const kind = index < 3 ? 'int' : random.pick(kinds)
    const domain = kind === 'int' && index > 1 && random.chance(0.15)
    return { name: `c${index}`, kind, notNull: domain || random.chance(0.3), domain }
  })
  return { name, columns: [{ name: 'id', kind: 'int', notNull: true }, ...columns] }
}

/** A plain table, one with a child that inherits, or one in partitions. */
function ddl(random: Random, relation: Relation): string[] {
  const { name, columns } = relation
  const definitions = columns.map(
    (column) =>
      `${column.name} ${column.domain ? 'must' : `${sqlTypes[column.kind]}${column.notNull ? ' not null' : ''}`}`,
  )
  const table = `create table ${name} (${definitions.join(', ')}, primary key (id))`
  switch (random.below(4)) {
    case 0:
      return [`${table} partition by hash (id);`, ...partitions(name), ...rows(random, relation, name)]
    case 1: {
      const child = `create table ${name}_child () inherits (${name});`
      return [`${table};`, child, ...rows(random, relation, name), ...rows(random, relation, `${name}_child`)]
    }
    default:
      return [`${table};`, ...rows(random, relation, name)]
  }
}

function partitions(name: string): string[] {
  return [0, 1].map(
    (part) => `create table ${name}_p${part} partition of ${name} for values with (modulus 2, remainder ${part});`,
  )
}

function rows(random: Random, { columns }: Relation, table: string): string[] {
  const count = random.chance(0.12) ? 0 : 2 + random.below(4)
  const list = random.times(count, (row) => {
    const values = columns.map((column, index) => (index === 0 ? row : randomValue(random, column)))
    return `(${values.join(', ')})`
  })
  return list.length === 0 ? [] : [`insert into ${table} values ${list.join(', ')};`]
}

function randomValue(random: Random, { kind, notNull }: RelationColumn): string {
  return !notNull && random.chance(0.5) ? 'null' : literalOf(random, kind)
}

/** The columns of a query whose outputs are called `o0`, `o1` … */
export function outputColumns(wanted: readonly Kind[]): RelationColumn[] {
  return wanted.map((kind, index) => ({ name: `o${index}`, kind }))
}
