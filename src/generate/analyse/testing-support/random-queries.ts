import type { Random } from './random.ts'
import { condition, expression, type Ingredients, type Reference } from './random-expressions.ts'
import { type Kind, kinds, literalOf, type Relation, type RelationColumn, sqlTypes } from './random-schema.ts'

/** A random statement, with the kind of each of its parameters. */
export interface RandomQuery {
  readonly text: string
  readonly params: readonly Kind[]
}

/** Writes random statements over some relations. */
export class RandomQueries {
  readonly #random: Random
  readonly #tables: readonly Relation[]
  readonly #views: Relation[] = []
  #params: Kind[] = []
  #names = 0

  constructor(random: Random, tables: readonly Relation[]) {
    this.#random = random
    this.#tables = tables
  }

  /** A view over the tables, which later statements may use. */
  view(name: string): string {
    const { text, columns } = this.#withoutParameters(() => this.#select(1, []))
    this.#views.push({ name, columns })
    return `create view ${name} as ${text};`
  }

  /** A statement that answers rows. */
  next(): RandomQuery {
    this.#params = []
    this.#names = 0
    const text = this.#random.chance(0.2) ? this.#write() : this.#query(2, []).text
    return this.#renumbered(text)
  }

  // Some of what was written may have been thrown away, with its parameters.
  #renumbered(text: string): RandomQuery {
    const params: Kind[] = []
    const written = text.replaceAll(/\$(\d+)::/g, (_, number) => `$${params.push(this.#params[Number(number) - 1]!)}::`)
    return { text: written, params }
  }

  #withoutParameters(make: () => Selected): Selected {
    for (;;) {
      this.#params = []
      const made = make()
      if (!made.text.includes('$')) return made
    }
  }

  #query(depth: number, ctes: readonly Relation[]): Selected {
    const random = this.#random
    if (depth > 0 && random.chance(0.15)) return this.#with(depth, ctes)
    if (depth > 0 && random.chance(0.15)) return this.#combined(depth, ctes)
    return random.chance(0.3) ? this.#grouped(depth, ctes) : this.#select(depth, ctes)
  }

  #with(depth: number, ctes: readonly Relation[]): Selected {
    const name = this.#name('w')
    const recursive = this.#random.chance(0.4)
    const cte = recursive ? this.#recursive(name) : this.#query(depth - 1, ctes)
    const { text, columns } = this.#query(depth - 1, [...ctes, { name, columns: cte.columns }])
    return {
      text: `with ${recursive ? 'recursive ' : ''}${name} as (${cte.text}) select * from (${text}) as ${this.#name('a')}`,
      columns,
    }
  }

  // A counter ends what might go on for ever.
  #recursive(name: string): Selected {
    const { text, columns } = this.#select(0, [])
    const self: Reference[] = columns.map((column) => ({ sql: `self.${column.name}`, kind: column.kind }))
    const next = columns.map(({ kind }) => expression(kind, 1, this.#ingredients(self, 0, [])))
    const start = `select start.*, 0 as round from (${text} limit 4) as start`
    const again = `select ${next.join(', ')}, self.round + 1 from ${name} as self where self.round < 3`
    return { text: `${start} union ${again}`, columns }
  }

  #combined(depth: number, ctes: readonly Relation[]): Selected {
    const left = this.#select(depth - 1, ctes)
    const right = this.#select(
      depth - 1,
      ctes,
      left.columns.map(({ kind }) => kind),
    )
    const operation = this.#random.pick(['union', 'union all', 'intersect', 'except'])
    return { text: `(${left.text}) ${operation} (${right.text})`, columns: left.columns }
  }

  #select(depth: number, ctes: readonly Relation[], wanted: readonly Kind[] = this.#kinds()): Selected {
    const { sql, references } = this.#from(depth, ctes)
    const given = this.#ingredients(references, depth, ctes)
    const outputs = wanted.map((kind, index) => `${expression(kind, 2, given)} as o${index}`)
    const where = this.#random.chance(0.6) ? ` where ${condition(2, given)}` : ''
    return { text: `select ${outputs.join(', ')} from ${sql}${where}`, columns: outputColumns(wanted) }
  }

  #grouped(depth: number, ctes: readonly Relation[]): Selected {
    const random = this.#random
    const { sql, references } = this.#from(depth, ctes)
    const given = this.#ingredients(references, depth, ctes)
    const keys = random.times(random.below(3), () => random.pick(references))
    const outputs = [
      ...keys.map(({ sql: key, kind }) => ({ sql: key, kind })),
      ...random.times(2, () => this.#aggregate(given)),
    ]
    const where = random.chance(0.5) ? ` where ${condition(1, given)}` : ''
    const text = `select ${outputs.map((output, index) => `${output.sql} as o${index}`).join(', ')} from ${sql}${where}`
    return {
      text: text + this.#groupBy(keys.map((key) => key.sql)),
      columns: outputColumns(outputs.map(({ kind }) => kind)),
    }
  }

  #groupBy(keys: readonly string[]): string {
    if (keys.length === 0) return ''
    const list = keys.join(', ')
    return ` group by ${this.#random.pick([list, list, list, `rollup (${list})`, `grouping sets ((${list}), (${keys[0]}))`, `grouping sets ((${list}), ())`])}`
  }

  #aggregate(given: Ingredients): Reference {
    const { random } = given
    const value = (kind: Kind) => expression(kind, 1, given)
    const filter = random.chance(0.2) ? ` filter (where ${condition(1, given)})` : ''
    const kind = random.pick(['int', 'text', 'bool', 'ints'] as const)
    const calls: Record<typeof kind, () => string> = {
      int: () => random.pick([`count(${value('text')})`, `max(${value('int')})`, `min(${value('int')})`]),
      text: () => random.pick([`max(${value('text')})`, `string_agg(${value('text')}, ',')`]),
      bool: () => random.pick([`bool_and(${value('bool')})`, `bool_or(${value('bool')})`]),
      ints: () => `array_agg(${value('int')})`,
    }
    const call = calls[kind]() + filter
    return { kind, sql: kind === 'int' ? `(${call})::int4` : call }
  }

  #from(depth: number, ctes: readonly Relation[]): { sql: string; references: Reference[] } {
    let { sql, references } = this.#item(depth, ctes, [])
    for (const _ of this.#random.times(this.#random.below(3), String)) {
      const other = this.#item(depth, ctes, references)
      const join = this.#random.pick(['join', 'left join', 'left join', 'right join', 'full join', 'cross join'])
      const kind = other.lateral && /right|full/.test(join) ? 'left join' : join
      const on = kind === 'cross join' ? '' : ` on ${this.#on(kind, references, other.references)}`
      sql = `(${sql} ${kind} ${other.sql}${on})`
      references = [...references, ...other.references]
    }
    return { sql, references }
  }

  // PostgreSQL supports a full join only on conditions that it can merge or hash.
  #on(join: string, left: readonly Reference[], right: readonly Reference[]): string {
    const numbers = (references: readonly Reference[]) =>
      references.filter(({ kind }) => kind === 'int').map(({ sql }) => sql)
    const equal = `${this.#random.pick([...numbers(left), '1'])} = ${this.#random.pick([...numbers(right), '1'])}`
    if (join === 'full join') return equal
    return this.#random.chance(0.5) ? equal : condition(1, this.#ingredients([...left, ...right], 0, []))
  }

  #item(depth: number, ctes: readonly Relation[], before: readonly Reference[]): Item {
    const alias = this.#name('a')
    const random = this.#random
    if (depth > 0 && random.chance(0.25)) {
      const lateral = before.length > 0 && random.chance(0.4)
      const { text, columns } = lateral ? this.#lateral(depth - 1, before) : this.#query(depth - 1, ctes)
      return {
        sql: `${lateral ? 'lateral ' : ''}(${text}) as ${alias}`,
        references: referencesTo(alias, columns),
        lateral,
      }
    }
    if (random.chance(0.08))
      return {
        sql: `(values (1, 'a'), (${literalOrNull(random)}, 'b')) as ${alias} (i, t)`,
        references: [
          { sql: `${alias}.i`, kind: 'int' },
          { sql: `${alias}.t`, kind: 'text' },
        ],
        lateral: false,
      }
    if (random.chance(0.08))
      return {
        sql: `unnest(${literalOf(random, 'ints')}) with ordinality as ${alias} (i, n)`,
        references: [{ sql: `${alias}.i`, kind: 'int' }],
        lateral: false,
      }
    const relation = random.pick([...this.#tables, ...this.#views, ...ctes, ...ctes])
    return { sql: `${relation.name} as ${alias}`, references: referencesTo(alias, relation.columns), lateral: false }
  }

  #lateral(depth: number, before: readonly Reference[]): Selected {
    const wanted = this.#kinds()
    const { sql, references } = this.#from(0, [])
    const given = this.#ingredients([...references, ...before], depth, [])
    const outputs = wanted.map((kind, index) => `${expression(kind, 1, given)} as o${index}`)
    return {
      text: `select ${outputs.join(', ')} from ${sql} where ${condition(1, given)}`,
      columns: outputColumns(wanted),
    }
  }

  #write(): string {
    const random = this.#random
    const table = random.pick(this.#tables)
    const given = this.#ingredients(referencesTo(table.name, table.columns), 1, [])
    const returning = `returning ${random.times(3, (index) => `${expression(random.pick(kinds), 2, given)} as o${index}`).join(', ')}`
    const where = () => `where ${condition(1, given)}`
    const assigned = table.columns.filter((_, index) => index > 0 && random.chance(0.4))
    const value = (column: RelationColumn) =>
      column.notNull || random.chance(0.5) ? literalOf(random, column.kind) : `null::${sqlTypes[column.kind]}`
    if (random.chance(0.3)) return `delete from ${table.name} ${where()} ${returning}`
    if (assigned.length > 0 && random.chance(0.6)) {
      const set = assigned.map((column) => `${column.name} = ${value(column)}`).join(', ')
      return `update ${table.name} set ${set} ${where()} ${returning}`
    }
    const values = table.columns.map((column, index) => (index === 0 ? '99' : value(column)))
    return `insert into ${table.name} values (${values.join(', ')}) ${returning}`
  }

  #ingredients(columns: readonly Reference[], depth: number, ctes: readonly Relation[]): Ingredients {
    return {
      random: this.#random,
      columns,
      parameter: (kind) => `$${this.#params.push(kind)}::${sqlTypes[kind]}`,
      subSelect: (kind, within) => this.#subSelect(kind, within, { depth, ctes }),
    }
  }

  #subSelect(kind: Kind, within: Ingredients, { depth, ctes }: { depth: number; ctes: readonly Relation[] }): string {
    const { sql, references } = this.#from(0, ctes)
    const given = {
      ...within,
      columns: [...references, ...within.columns],
      subSelect: (other: Kind) => `select ${literalOf(this.#random, other)}`,
    }
    const where = this.#random.chance(0.7) ? ` where ${condition(depth, given)}` : ''
    if (this.#random.chance(0.3) && kind === 'int') return `select count(*)::int4 from ${sql}${where}`
    return `select ${expression(kind, 1, given)} from ${sql}${where} limit 1`
  }

  #kinds(): Kind[] {
    return this.#random.times(1 + this.#random.below(4), () => this.#random.pick(kinds))
  }

  #name(prefix: string): string {
    this.#names += 1
    return `${prefix}${this.#names}`
  }
}

interface Selected {
  readonly text: string
  readonly columns: readonly RelationColumn[]
}

interface Item {
  readonly sql: string
  readonly references: Reference[]
  readonly lateral: boolean
}

function outputColumns(wanted: readonly Kind[]): RelationColumn[] {
  return wanted.map((kind, index) => ({ name: `o${index}`, kind }))
}

function referencesTo(alias: string, columns: readonly RelationColumn[]): Reference[] {
  return columns.map(({ name, kind }) => ({ sql: `${alias}.${name}`, kind }))
}

function literalOrNull(random: Random): string {
  return random.chance(0.5) ? 'null::int4' : '2'
}
