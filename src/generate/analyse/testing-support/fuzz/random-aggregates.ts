import { type Kind, kinds, sqlTypes } from './kinds.ts'
import { condition, expression, type Ingredients, type Reference } from './random-expressions.ts'

/** A call of an aggregate, and the cast that makes the kind of it. */
export interface AggregateCall {
  readonly call: string
  readonly cast: string
}

/** A call of an aggregate that answers a value of a kind. */
export function aggregateCall(kind: Kind, given: Ingredients): AggregateCall {
  const { random } = given
  const value = (of: Kind) => expression(of, 1, given)
  // A constant alone has no type yet.
  const typed = (of: Kind) => `(${value(of)})::${sqlTypes[of]}`
  const any = () => typed(random.pick(kinds))
  const plain = (...calls: string[]) => ({ call: random.pick(calls), cast: '' })
  switch (kind) {
    case 'int':
      return {
        call: random.pick([`count(${any()})`, `max(${value('int')})`, `sum(${value('int')})`, 'count(*)']),
        cast: '::int4',
      }
    case 'text':
      return plain(`max(${value('text')})`, `string_agg(${value('text')}, ',')`)
    case 'bool':
      return plain(`bool_and(${value('bool')})`, `bool_or(${value('bool')})`)
    case 'ints':
      return plain(`array_agg(${value('int')})`, `min(${value('ints')})`)
    case 'grid':
      return plain(`min(${value('grid')})`, `array_agg(array[1, ${value('int')}])`)
    case 'json':
      return plain(`jsonb_agg(${any()})`, `jsonb_object_agg(coalesce(${value('text')}, 'k'), ${any()})`)
    case 'num':
      return plain(
        `avg(${value('int')})`,
        `sum(${value('num')})`,
        `stddev(${value('int')})`,
        `var_pop(${value('int')})`,
      )
    case 'mood':
    case 'day':
      return plain(`min(${value(kind)})`, `max(${value(kind)})`)
    default:
      return { call: `min(${value(kind)}::text)`, cast: `::${sqlTypes[kind]}` }
  }
}

// They cannot be window functions.
function orderedSetCall(kind: Kind, given: Ingredients): AggregateCall {
  const sorted = `(${expression(kind, 1, given)})::${sqlTypes[kind]}`
  const call = given.random.pick(['mode()', `percentile_disc(${given.random.pick(['0.5', '0.5', 'null::float8'])})`])
  return { call: `${call} within group (order by ${sorted})`, cast: '' }
}

const aggregatedKinds = ['int', 'int', 'text', 'bool', 'ints', 'json', 'num', 'mood', 'day'] as const

/** An aggregate as a column of a grouped query, perhaps inside an expression. */
export function aggregateColumn(given: Ingredients): Reference {
  const { random } = given
  const kind = random.pick(aggregatedKinds)
  const { call, cast } = random.chance(0.1) ? orderedSetCall(kind, given) : aggregateCall(kind, given)
  const filter = random.chance(0.25) ? ` filter (where ${condition(1, given)})` : ''
  const sql = `(${call}${filter})${cast}`
  if (random.chance(0.8)) return { kind, sql }
  return { kind, sql: `coalesce(${sql}, ${expression(kind, 0, { ...given, columns: [] })})` }
}
