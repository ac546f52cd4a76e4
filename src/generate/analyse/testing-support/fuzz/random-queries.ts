import type { Random } from '../../../../../test/support/random.ts'
import { type Kind, kinds, literalOf, sqlTypes } from './kinds.ts'
import { aggregateColumn } from './random-aggregates.ts'
import { condition, expression, type Ingredients, type Reference } from './random-expressions.ts'
import { fromClause } from './random-from.ts'
import { outputColumns, type Relation } from './random-schema.ts'
import { write } from './random-writes.ts'
import type { Selected, Writer } from './writer.ts'

/** A parameter: its kind, and whether null may be given, where the statement makes that plain. */
export interface RandomParameter {
  readonly kind: Kind
  readonly takesNull: boolean | undefined
}

/** A random statement with its parameters. */
export interface RandomQuery {
  readonly text: string
  readonly params: readonly RandomParameter[]
}

/** Writes random statements over some relations. */
export class RandomQueries implements Writer {
  readonly random: Random
  readonly tables: readonly Relation[]
  readonly #views: Relation[] = []
  #params: RandomParameter[] = []
  #names = 0

  constructor(random: Random, tables: readonly Relation[]) {
    this.random = random
    this.tables = tables
  }

  get views(): readonly Relation[] {
    return this.#views
  }

  /** A view over the tables and the views in use. */
  view(name: string): { relation: Relation; script: string } {
    const { text, columns } = this.#withoutParameters(() => this.query(1, []))
    return { relation: { name, columns }, script: `create view ${name} as ${text};` }
  }

  /** Lets later statements use a view. */
  use(view: Relation): void {
    this.#views.push(view)
  }

  /** A statement that answers rows. */
  next(): RandomQuery {
    this.#params = []
    this.#names = 0
    return this.#renumbered(this.#statement().text)
  }

  // Small statements say most about one rule; large ones about how the rules go together.
  #statement(): Selected {
    const { random } = this
    const way = random.fraction()
    if (way < 0.15) return write(this)
    if (way < 0.35) return this.query(2, [])
    if (way < 0.42) return this.#combined(1, [])
    if (way < 0.5) return this.#with(1, [])
    if (way < 0.6) return this.#grouped(0, [])
    return way < 0.8 ? this.#narrowed() : this.#valued()
  }

  /** A few columns, and a condition on them. */
  #narrowed(): Selected {
    const { sql, references } = fromClause(this, 0, [])
    const few = [...new Set(this.#few(references, 0))]
    const outputs = few.map((column, index) => `${column.sql} as o${index}`)
    const where = condition(1 + this.random.below(2), this.ingredients(few, 0, []))
    return {
      text: `select ${outputs.join(', ')} from ${sql} where ${where}`,
      columns: outputColumns(few.map(({ kind }) => kind)),
    }
  }

  /** Many expressions over every row. */
  #valued(): Selected {
    const { sql, references } = fromClause(this, 0, [])
    const given = { ...this.ingredients(this.#few(references, 0), 0, []), windows: this.random.chance(0.4) }
    const wanted = this.random.times(6, () => this.random.pick(kinds))
    const outputs = wanted.map((kind, index) => `${expression(kind, 1 + this.random.below(2), given)} as o${index}`)
    const sets = this.random.chance(0.1) ? this.#sets(given) : []
    return { text: `select ${[...outputs, ...sets].join(', ')} from ${sql}`, columns: outputColumns(wanted) }
  }

  /** Set-returning functions in the select list, of which the shorter ones are filled up. */
  #sets(given: Ingredients): string[] {
    const value = () => expression('int', 1, { ...given, windows: false })
    return this.random.times(1 + this.random.below(3), (index) => {
      const call = this.random.pick([
        `generate_series(1, ${this.random.below(4)})`,
        `unnest(array[1, ${value()}])`,
        `unnest(${expression('ints', 1, { ...given, windows: false })})`,
        `generate_series(1, 2) + ${value()}`,
      ])
      return `${call} as s${index}`
    })
  }

  // Some of what was written may have been thrown away, with its parameters.
  #renumbered(text: string): RandomQuery {
    const params: RandomParameter[] = []
    const written = text.replaceAll(/\$(\d+)::/g, (_, number) => `$${params.push(this.#params[Number(number) - 1]!)}::`)
    return { text: written, params }
  }

  #withoutParameters(make: () => Selected): Selected {
    for (;;) {
      this.#params = []
      const made = make()
      if (!/\$\d/.test(made.text)) return made
    }
  }

  query(depth: number, ctes: readonly Relation[]): Selected {
    const { random } = this
    if (depth > 0 && random.chance(0.15)) return this.#with(depth, ctes)
    if (depth > 0 && random.chance(0.15)) return this.#combined(depth, ctes)
    return random.chance(0.3) ? this.#grouped(depth, ctes) : this.#select(depth, ctes)
  }

  #with(depth: number, ctes: readonly Relation[]): Selected {
    const name = this.name('w')
    // A CTE may write only at the top.
    const top = depth === 2 ? (['writing'] as const) : []
    const kind = this.random.pick(['plain', 'plain', 'recursive', 'recursive', ...top] as const)
    const cte =
      kind === 'plain' ? this.query(depth - 1, ctes) : kind === 'writing' ? write(this) : this.#recursive(name)
    const { text, columns } = this.query(depth - 1, [...ctes, { name, columns: cte.columns }])
    const keyword = kind === 'recursive' ? 'with recursive' : 'with'
    return { text: `${keyword} ${name} as (${cte.text}) select * from (${text}) as ${this.name('b')}`, columns }
  }

  // A counter ends what might go on for ever, and so few rows cannot become many in so few rounds.
  #recursive(name: string): Selected {
    const { text, columns } = this.#select(0, [], this.kinds().map(recurring))
    const self: Reference[] = columns.map((column) => ({ sql: `self.${column.name}`, kind: column.kind }))
    const joined = this.random.chance(0.4)
    const other = this.random.pick(this.tables)
    const known = joined
      ? [...self, ...other.columns.map(({ name: of, kind }) => ({ sql: `other.${of}`, kind }))]
      : self
    const given = this.ingredients(known, 0, [])
    const next = columns.map(({ kind }) => expression(kind, 1, given))
    const join = joined
      ? ` ${this.random.pick(['join', 'left join'])} ${other.name} as other on other.id = self.round`
      : ''
    const first = columns.map((column) => `start.${column.name}::${sqlTypes[column.kind]}`)
    const start = `select ${first.join(', ')}, 0 as round from (${text} limit 4) as start`
    const where = this.random.chance(0.4) ? ` and ${condition(0, given)}` : ''
    const again = `select ${next.join(', ')}, self.round + 1 from ${name} as self${join} where self.round < 3${where}`
    return { text: `${start} union ${again}`, columns }
  }

  #combined(depth: number, ctes: readonly Relation[]): Selected {
    const left = this.#select(depth - 1, ctes)
    const wanted = left.columns.map(({ kind }) => kind)
    const operation = () => this.random.pick(['union', 'union all', 'intersect', 'except'])
    const right = () => this.#select(depth - 1, ctes, wanted).text
    const text = `(${left.text}) ${operation()} (${right()})`
    return { text: this.random.chance(0.3) ? `(${text}) ${operation()} (${right()})` : text, columns: left.columns }
  }

  #select(depth: number, ctes: readonly Relation[], asked?: readonly Kind[]): Selected {
    const { random } = this
    const { sql, references } = fromClause(this, depth, ctes)
    const few = this.#few(references, depth)
    const given = { ...this.ingredients(few, depth, ctes), windows: random.chance(0.3) }
    const wanted =
      asked ?? random.times(1 + random.below(4), () => random.pick([random.pick(few).kind, random.pick(kinds)]))
    const outputs = wanted.map((kind, index) => `${this.#output(kind, given)} as o${index}`)
    const where = random.chance(0.6) ? ` where ${condition(random.below(3), { ...given, windows: false })}` : ''
    const distinct = random.chance(0.06) ? random.pick(['distinct ', 'distinct on (o0) ']) : ''
    const order = distinct.includes('on') ? ' order by o0' : ''
    return {
      text: `select ${distinct}${outputs.join(', ')} from ${sql}${where}${order}`,
      columns: outputColumns(wanted),
    }
  }

  // What the condition says of a column shows only where the column is seen.
  #few(references: readonly Reference[], depth: number): readonly Reference[] {
    if (this.random.chance(0.2 * depth)) return references
    const count = 2 + this.random.below(3)
    return this.random.times(count, () => this.random.pick(references))
  }

  #output(kind: Kind, given: Ingredients): string {
    return expression(kind, this.random.pick([0, 0, 1, 2]), given)
  }

  #grouped(depth: number, ctes: readonly Relation[]): Selected {
    const { random } = this
    const { sql, references } = fromClause(this, depth, ctes)
    const given = this.ingredients(references, depth, ctes)
    const keys = random.times(random.below(3), () => this.#key(references, given))
    const outputs = [
      ...keys.map(({ sql: key, kind }) => this.#keyColumn({ sql: key, kind })),
      ...random.times(2, () => aggregateColumn(given)),
    ]
    const where = random.chance(0.5) ? ` where ${condition(1, given)}` : ''
    // In a sub-select only a column is known to be a key.
    const known = keys.filter((key) => references.includes(key))
    const having = random.chance(0.15) ? ` having ${condition(1, { ...given, columns: known })}` : ''
    const text = `select ${outputs.map((output, index) => `${output.sql} as o${index}`).join(', ')} from ${sql}${where}`
    return {
      text: text + this.#groupBy(keys.map((key) => key.sql)) + having,
      columns: outputColumns(outputs.map(({ kind }) => kind)),
    }
  }

  #key(references: readonly Reference[], given: Ingredients): Reference {
    const column = this.random.pick(references)
    // Two parameters are never the same expression.
    const alike = { ...given, parameter: (kind: Kind) => literalOf(this.random, kind) }
    return this.random.chance(0.8)
      ? column
      : { sql: `(${expression(column.kind, 1, alike)})::${sqlTypes[column.kind]}`, kind: column.kind }
  }

  #keyColumn(key: Reference): Reference {
    if (this.random.chance(0.75)) return key
    return { kind: key.kind, sql: `coalesce(${key.sql}, ${literalOf(this.random, key.kind)})` }
  }

  #groupBy(keys: readonly string[]): string {
    if (keys.length === 0) return ''
    const list = keys.join(', ')
    const sets = [`rollup (${list})`, `cube (${list})`, `grouping sets ((${list}), (${keys[0]}))`]
    return ` group by ${this.random.pick([list, list, list, list, ...sets, `grouping sets ((${list}), ())`])}`
  }

  ingredients(columns: readonly Reference[], depth: number, ctes: readonly Relation[]): Ingredients {
    return {
      random: this.random,
      columns,
      windows: false,
      parameter: (kind, takesNull) => `$${this.#params.push({ kind, takesNull })}::${sqlTypes[kind]}`,
      subSelect: (kind, within) => this.#subSelect(kind, within, { depth, ctes }),
    }
  }

  #subSelect(kind: Kind, within: Ingredients, { depth, ctes }: { depth: number; ctes: readonly Relation[] }): string {
    const { sql, references } = fromClause(this, 0, ctes)
    const given = {
      ...within,
      windows: false,
      columns: [...references, ...within.columns],
      subSelect: (other: Kind) => `select ${literalOf(this.random, other)}`,
    }
    const where = this.random.chance(0.7) ? ` where ${condition(depth, given)}` : ''
    if (this.random.chance(0.3) && kind === 'int') return `select count(*)::int4 from ${sql}${where}`
    return `select ${expression(kind, 1, given)} from ${sql}${where} limit 1`
  }

  kinds(): Kind[] {
    return this.random.times(1 + this.random.below(4), () => this.random.pick(kinds))
  }

  name(prefix: string): string {
    this.#names += 1
    return `${prefix}${this.#names}`
  }
}

// The two terms of a recursive query meet in the base type of a domain, which the first one has to have already.
function recurring(kind: Kind): Kind {
  return kind === 'code' ? 'text' : kind
}
