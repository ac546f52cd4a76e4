import type { Random } from './random.ts'
import { type Kind, kinds, literalOf, sqlTypes } from './random-schema.ts'

/** A column that an expression may use. */
export interface Reference {
  readonly sql: string
  readonly kind: Kind
}

/** What random expressions are made of. */
export interface Ingredients {
  readonly random: Random
  readonly columns: readonly Reference[]
  /** Writes a sub-select of one column of that kind, which may use the columns; `exists` needs any kind. */
  readonly subSelect: (kind: Kind, within: Ingredients) => string
  /** Adds a parameter and writes it. */
  readonly parameter: (kind: Kind) => string
}

/** A random expression of a kind. */
export function expression(kind: Kind, depth: number, given: Ingredients): string {
  const { random } = given
  if (depth <= 0 || random.chance(0.3)) return leaf(kind, given)
  const inner = (other: Kind = kind) => expression(other, depth - 1, given)
  if (random.chance(0.4)) return general(kind, depth, given)
  switch (kind) {
    case 'int':
      return random.pick([
        () => `(${inner()} + ${inner()})`,
        () => `abs(${inner()})`,
        () => `length(${inner('text')})`,
        () => `cardinality(${inner('ints')})`,
        () => `(${inner('ints')})[1]`,
        () => `array_length(${inner('ints')}, 1)`,
        () => `nullif(${inner()}, ${inner()})`,
        () => `num_nulls(${inner()}, ${inner('text')})`,
      ])()
    case 'text':
      return random.pick([
        () => `(${inner()} || ${inner()})`,
        () => `upper(${inner()})`,
        () => `concat(${inner()}, ${inner('int')})`,
        () => `concat_ws(${inner()}, ${inner()})`,
        () => `${inner('int')}::text`,
        () => `substring(${inner()} from 'a')`,
        () => `format('%s', ${inner()})`,
        () => `nullif(${inner()}, '')`,
      ])()
    case 'bool':
      return condition(depth, given)
    case 'ints':
      return random.pick([
        () => `array[${inner('int')}, ${inner('int')}]`,
        () => `array(${given.subSelect('int', given)})`,
        () => `(${inner()} || ${inner('int')})`,
        () => `array_remove(${inner()}, ${inner('int')})`,
      ])()
    case 'mood':
      return general(kind, depth, given)
  }
}

function leaf(kind: Kind, { random, columns, parameter }: Ingredients): string {
  const fitting = columns.filter((column) => column.kind === kind)
  if (fitting.length > 0 && random.chance(0.85)) return random.pick(fitting).sql
  if (random.chance(0.15)) return parameter(kind)
  return random.chance(0.15) ? `null::${sqlTypes[kind]}` : literalOf(random, kind)
}

function general(kind: Kind, depth: number, given: Ingredients): string {
  const inner = () => expression(kind, depth - 1, given)
  const test = () => condition(depth - 1, given)
  return given.random.pick([
    () => `coalesce(${inner()}, ${inner()})`,
    () => `case when ${test()} then ${inner()} end`,
    () => `case when ${test()} then ${inner()} else ${inner()} end`,
    () => `case when ${test()} then ${inner()} when ${test()} then ${inner()} else ${inner()} end`,
    () => `greatest(${inner()}, ${inner()})`,
    () => `(${given.subSelect(kind, given)})`,
  ])()
}

/** A random condition. */
export function condition(depth: number, given: Ingredients): string {
  const { random } = given
  const kind = random.pick(kinds)
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
    () => `${number()} > ${number()}`,
    () => `${number()} in (${random.below(3)}, ${number()})`,
    () => `${number()} = any((${expression('ints', depth - 1, given)})::int4[])`,
    () => `${number()} <> all((${expression('ints', depth - 1, given)})::int4[])`,
  ]
  if (depth <= 0) return `(${random.pick(simple)()})`
  const nested = [
    () => `${test()} and ${test()}`,
    () => `${test()} or ${test()}`,
    () => `not ${test()}`,
    () => `${test()} is ${random.pick(['', 'not '])}${random.pick(['true', 'false', 'unknown'])}`,
    () => `exists (${given.subSelect(kind, given)})`,
    () => `${number()} ${random.pick(['in', 'not in', '> all', '= any'])} (${given.subSelect('int', given)})`,
    () => `(${number()}, ${number()}) ${random.pick(['<', '=', '>='])} (${number()}, ${number()})`,
  ]
  return `(${random.pick([...simple, ...nested])()})`
}
