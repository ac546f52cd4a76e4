import type { Random } from './random.ts'

/** The types that random columns have. */
export type Kind = 'int' | 'text' | 'bool' | 'ints' | 'mood'

export const kinds: readonly Kind[] = ['int', 'text', 'bool', 'ints', 'mood']

/** The SQL names of the kinds. */
export const sqlTypes: Readonly<Record<Kind, string>> = {
  int: 'int4',
  text: 'text',
  bool: 'bool',
  ints: 'int4[]',
  mood: 'mood',
}

/** Something with columns that FROM can name. */
export interface Relation {
  readonly name: string
  readonly columns: readonly RelationColumn[]
}

export interface RelationColumn {
  readonly name: string
  readonly kind: Kind
  readonly notNull?: boolean
}

/** A few tables, full of nulls wherever these are allowed; the first column of each is its key. */
export function randomTables(random: Random): { relations: Relation[]; script: string } {
  const relations = random.times(4, (index) => randomTable(random, `t${index}`))
  const script = ["create type mood as enum ('sad', 'ok', 'happy');", ...relations.flatMap((each) => ddl(random, each))]
  return { relations, script: script.join('\n') }
}

function randomTable(random: Random, name: string): Relation {
  const columns = random.times(5 + random.below(3), (index): RelationColumn => {
    const kind = index < 3 ? 'int' : random.pick(kinds)
    return { name: `c${index}`, kind, notNull: random.chance(0.4) }
  })
  return { name, columns: [{ name: 'id', kind: 'int', notNull: true }, ...columns] }
}

function ddl(random: Random, { name, columns }: Relation): string[] {
  const definitions = columns.map(
    (column) => `${column.name} ${sqlTypes[column.kind]}${column.notNull ? ' not null' : ''}`,
  )
  const rows = random.times(random.below(6), (row) => {
    const values = columns.map((column, index) => (index === 0 ? row : randomValue(random, column)))
    return `(${values.join(', ')})`
  })
  const insert = rows.length === 0 ? [] : [`insert into ${name} values ${rows.join(', ')};`]
  return [`create table ${name} (${definitions.join(', ')}, primary key (id));`, ...insert]
}

function randomValue(random: Random, { kind, notNull }: RelationColumn): string {
  return !notNull && random.chance(0.5) ? 'null' : literalOf(random, kind)
}

/** A constant of a kind. */
export function literalOf(random: Random, kind: Kind): string {
  switch (kind) {
    case 'int':
      return String(random.below(4))
    case 'text':
      return random.pick(["'a'", "'b'", "''"])
    case 'bool':
      return random.pick(['true', 'false'])
    case 'ints':
      return random.pick(["'{}'::int4[]", "'{1,2}'::int4[]", "'{null,1}'::int4[]"])
    case 'mood':
      return random.pick(["'sad'::mood", "'ok'::mood"])
  }
}
