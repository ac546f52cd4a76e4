import { type Kind, sqlTypes } from './kinds.ts'
import { aggregateCall } from './random-aggregates.ts'
import { condition, expression, type Ingredients } from './random-expressions.ts'

/** A call of a window function that answers a value of a kind. */
export function windowCall(kind: Kind, outer: Ingredients): string {
  const given = { ...outer, windows: false }
  // A constant alone has no type yet.
  const value = () => `(${expression(kind, 1, given)})::${sqlTypes[kind]}`
  const calls = [
    () => `lag(${value()}) over (${specification(given)})`,
    () => `lead(${value()}, 1, ${value()}) over (${specification(given)})`,
    () => `first_value(${value()}) over (${framed(given)})`,
    () => `last_value(${value()}) over (${framed(given)})`,
    () => `nth_value(${value()}, 2) over (${framed(given)})`,
    () => aggregated(kind, given),
  ]
  if (kind === 'int') calls.push(() => ranked(given))
  return given.random.pick(calls)()
}

function aggregated(kind: Kind, given: Ingredients): string {
  const { random } = given
  const filter = random.chance(0.2) ? ` filter (where ${condition(0, given)})` : ''
  const { call, cast } = aggregateCall(kind, given)
  return `(${call}${filter} over (${framed(given)}))${cast}`
}

function ranked(given: Ingredients): string {
  const call = given.random.pick([
    'row_number()',
    'rank()',
    'dense_rank()',
    'count(*)',
    'ntile(2)',
    `ntile(${expression('int', 0, given)})`,
  ])
  return `(${call} over (${specification(given)}))::int4`
}

function specification(given: Ingredients): string {
  const { random } = given
  const partition = random.chance(0.4) ? `partition by ${expression('int', 0, given)} ` : ''
  return `${partition}${random.chance(0.6) ? `order by ${expression('text', 0, given)}` : ''}`
}

const bounds = ['unbounded preceding', '1 preceding', 'current row', '1 following', 'unbounded following'] as const

function framed(given: Ingredients): string {
  const { random } = given
  if (random.chance(0.5)) return specification(given)
  const start = random.below(4)
  const end = Math.max(1, start + random.below(5 - start))
  const exclusion = random.pick(['', '', ' exclude current row', ' exclude ties', ' exclude group'])
  return `${specification(given)} rows between ${bounds[start]} and ${bounds[end]}${exclusion}`
}
