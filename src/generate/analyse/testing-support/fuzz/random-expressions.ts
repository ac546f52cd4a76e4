import type { Random } from '../../../../../test/support/random.ts'
import { type Kind, kinds, literalOf, sqlTypes } from './kinds.ts'
import { jsonOf } from './random-json.ts'
import { windowCall } from './random-windows.ts'

/** A column that an expression may use. */
export interface Reference {
  readonly sql: string
  readonly kind: Kind
  /** Is it a column of a table? */
  readonly stored?: boolean
}

/** What random expressions are made of. */
export interface Ingredients {
  readonly random: Random
  readonly columns: readonly Reference[]
  /** May window functions stand here? */
  readonly windows: boolean
  /** Writes a sub-select of one column of that kind, which may use the columns. */
  readonly subSelect: (kind: Kind, within: Ingredients) => string
  /** Adds a parameter and writes it; `takesNull` if it is known whether the place takes null. */
  readonly parameter: (kind: Kind, takesNull?: boolean) => string
}

/** A random expression of a kind. */
export function expression(kind: Kind, depth: number, given: Ingredients): string {
  const { random } = given
  if (depth <= 0 || random.chance(0.2)) return leaf(kind, given)
  if (given.windows && random.chance(0.3)) return windowCall(kind, given)
  if (random.chance(0.4)) return general(kind, depth, given)
  const inner = (other: Kind = kind) => expression(other, depth - 1, given)
  if (kind === 'bool') return condition(depth, given)
  if (kind === 'json') return jsonOf(inner, given)
  const ways = own(inner, given)[kind]
  return ways === undefined ? general(kind, depth, given) : random.pick(ways)()
}

type Inner = (kind?: Kind) => string

/** Operators and functions of the kinds that have some of their own. */
function own(inner: Inner, given: Ingredients): Partial<Record<Kind, (() => string)[]>> {
  return {
    int: [
      () => `(${inner()} + ${inner()})`,
      () => `abs(${inner()})`,
      () => `length(${inner('text')})`,
      () => `cardinality(${inner('ints')})`,
      () => `(${inner('ints')})[1]`,
      () => `(${inner('grid')})[1][1]`,
      () => `array_length(${inner('ints')}, 1)`,
      () => `nullif(${inner()}, ${inner()})`,
      () => `num_nulls(${inner()}, ${inner('text')})`,
      () => `(${inner('pair')}).a`,
      () => `lower(${inner('span')})`,
      () => `array_position(${inner('ints')}, ${inner()})`,
    ],
    text: [
      () => `(${inner()} || ${inner()})`,
      () => `upper(${inner()})`,
      () => `concat(${inner()}, ${inner('int')})`,
      () => `concat_ws(${inner()}, ${inner()})`,
      () => `${inner('int')}::text`,
      () => `${inner(given.random.pick(kinds))}::text`,
      () => `substring(${inner()} from 'a')`,
      () => `format('%s', ${inner()})`,
      () => `nullif(${inner()}, '')`,
      () => `(${inner('pair')}).b`,
      () => `(${inner('json')} ->> 'a')`,
      () => `to_char(${inner('day')}, 'YYYY')`,
      () => `array_to_string(${inner('ints')}, ',')`,
    ],
    ints: [
      () => `array[${inner('int')}, ${inner('int')}]`,
      () => `array(${given.subSelect('int', given)})`,
      () => `(${inner()} || ${inner('int')})`,
      () => `array_remove(${inner()}, ${inner('int')})`,
      () => `(${inner()})[1:2]`,
      () => `array_cat(${inner()}, ${inner()})`,
      () => `array[${inner('int')}::text]::int4[]`,
    ],
    grid: [
      () => `array[array[${inner('int')}, ${inner('int')}]]`,
      () => `array[array[${inner('int')}], array[${inner('int')}]]`,
    ],
    span: [
      () => `int4range(least(${inner('int')}, 1), greatest(${inner('int')}, 3))`,
      () => `(${inner()} * ${inner()})`,
    ],
    pair: [() => `row(${inner('int')}, ${inner('text')})::pair`],
    num: [
      () => `(${inner()} + ${inner()})`,
      () => `${inner('int')}::numeric`,
      () => `round(${inner()}, 1)`,
      () => `extract(day from ${inner('day')})`,
      () => `scale(${inner()})::numeric`,
    ],
    day: [
      () => `(${inner()} + ${inner('int')})`,
      () => `date_trunc('month', ${inner()})::date`,
      () => `greatest(${inner()}, current_date)`,
    ],
    code: [() => `${inner('text')}::code`],
  }
}

/** A column, a constant, null or a parameter. */
export function leaf(kind: Kind, { random, columns, parameter }: Ingredients): string {
  const fitting = columns.filter((column) => column.kind === kind)
  if (fitting.length > 0 && random.chance(0.85)) return random.pick(fitting).sql
  if (random.chance(0.1)) return `null::${sqlTypes[kind]}`
  // The type of a parameter does not say how many dimensions an array has.
  if (kind !== 'grid' && random.chance(0.15)) return parameter(kind)
  return literalOf(random, kind)
}

function general(kind: Kind, depth: number, given: Ingredients): string {
  const inner = () => expression(kind, depth - 1, given)
  const test = () => condition(depth - 1, given)
  return given.random.pick([
    () => `coalesce(${inner()}, ${inner()})`,
    () => `case when ${test()} then ${inner()} end`,
    () => `case when ${test()} then ${inner()} else ${inner()} end`,
    () => `case when ${test()} then ${inner()} when ${test()} then ${inner()} else ${inner()} end`,
    () => `case ${expression('int', depth - 1, given)} when 1 then ${inner()} else ${inner()} end`,
    () => `greatest(${inner()}, ${inner()})`,
    () => `nullif(${inner()}, ${inner()})`,
    () => `(${given.subSelect(kind, given)})`,
  ])()
}

/** A random condition. */
export function condition(depth: number, given: Ingredients): string {
  const { random, columns } = given
  const kind = columns.length > 0 && random.chance(0.8) ? random.pick(columns).kind : random.pick(kinds)
  const value = () => expression(kind, Math.min(depth - 1, 1), given)
  const number = () => expression('int', depth - 1, given)
  const test = () => condition(depth - 1, given)
  const simple = [
    () => `${leaf('bool', given)}`,
    () => `${value()} is null`,
    () => `${value()} is not null`,
    () => `${value()} = ${value()}`,
    () => `${value()} is distinct from ${value()}`,
    () => `${value()} is not distinct from ${literalOf(random, kind)}`,
    () => `${value()} is distinct from ${literalOf(random, kind)}`,
    () => `${number()} > ${number()}`,
    () => `${number()} between ${number()} and ${number()}`,
    () => `${number()} in (${random.below(3)}, ${number()})`,
    () => `${number()} = any((${expression('ints', depth - 1, given)})::int4[])`,
    () => `${number()} <> all((${expression('ints', depth - 1, given)})::int4[])`,
    () => `${expression('text', depth - 1, given)} ${random.pick(['like', 'not like', '~'])} 'a'`,
    () => `${expression('span', depth - 1, given)} @> (${number()})::int4`,
    () => `${expression('json', depth - 1, given)} ? 'a'`,
  ]
  if (depth <= 0) return `(${random.pick(simple)()})`
  const nested = [
    () => `${test()} and ${test()}`,
    () => `${test()} or ${test()}`,
    () => `not ${test()}`,
    () => `${test()} is ${random.pick(['', 'not '])}${random.pick(['true', 'false', 'unknown'])}`,
    () => `exists (${given.subSelect(kind, given)})`,
    () => `case when ${test()} then ${test()} ${random.pick(['', `else ${test()} `])}end`,
    () => `case ${number()} when ${number()} then ${random.pick(['true', 'false', test()])} else false end`,
    () => `${number()} ${random.pick(['in', 'not in', '> all', '= any'])} (${given.subSelect('int', given)})`,
    () => `(${number()}, ${number()}) ${random.pick(['<', '=', '>='])} (${number()}, ${number()})`,
    () => `(${number()}, ${number()}) ${random.pick(['in', 'not in'])} (select 1, ${number()})`,
  ]
  return `(${random.pick([...simple, ...nested])()})`
}
