import { quoteIdentifier } from '../sql/index.ts'
import type { Target, TargetColumn } from './target.ts'

/** What is written, and how a row is found again. */
export interface Upsert {
  readonly target: Pick<Target, 'schema' | 'name'>
  readonly columns: readonly TargetColumn[]
  readonly key: readonly string[]
}

/**
 * One statement that upserts a batch of any size and answers with the numbers of rows `inserted` and `updated`. Its
 * only parameter is an array of the table's own row type, so that each value is read as its column's type reads it,
 * length and scale included: it is neither cast, which would cut a text that is too long, nor carried through JSON,
 * which has no NaN and one null for two.
 *
 * Unchanged rows are left out before `on conflict`, which would take a sequence's value for each of their defaults.
 * They are looked up one by one, by the key's index: as a join, this would read the whole table for each batch.
 */
export function upsertStatement({ target, columns, key }: Upsert): string {
  const table = `${quoteIdentifier(target.schema)}.${quoteIdentifier(target.name)}`
  const names = columns.map((column) => column.name)
  // PostgreSQL lets nobody update a column that is `generated always as identity`.
  const values = columns.filter(({ name, identity }) => !key.includes(name) && !identity).map(({ name }) => name)
  return `
    with given as materialized (
      select *
      from unnest($1::${table}[])
    ),
    written as (
      insert into ${table} as present (${list(names)})${overriding(columns)}
      select ${list(names, 'given')}
      from given
      where coalesce((
        select ${differs(values, 'given')}
        from ${table} as present
        where ${sameKey(key, 'given')}
      ), true)
      on conflict (${list(key)}) do ${updateChanged(values)}
      returning ${list(key, 'present')}
    )
    select
      count(*) filter (where not existed)::int as inserted,
      count(*) filter (where existed)::int as updated
    from (
      select exists (select from ${table} as present where ${sameKey(key, 'written')}) as existed
      from written
    ) as outcome`
}

function sameKey(key: readonly string[], other: string): string {
  return `(${list(key, 'present')}) = (${list(key, other)})`
}

function updateChanged(values: readonly string[]): string {
  if (values.length === 0) return 'nothing'
  const assignments = values.map((name) => `${quoteIdentifier(name)} = excluded.${quoteIdentifier(name)}`)
  return `update
      set ${assignments.join(', ')}
      where ${differs(values, 'excluded')}`
}

/**
 * Compares what is stored, byte by byte. `is distinct from` would not do: json, xml and point have no equality, boxes
 * are equal when their areas are, and 1.0 equals 1.00 and 'a' in citext equals 'A', so that such a change would be
 * lost.
 */
function differs(names: readonly string[], other: string): string {
  if (names.length === 0) return 'false'
  // As records, because PostgreSQL takes a bare `row(…) = row(…)` apart and compares column by column.
  return `row(${list(names, 'present')})::record operator(pg_catalog.*<>) row(${list(names, other)})::record`
}

function overriding(columns: readonly TargetColumn[]): string {
  return columns.some((column) => column.identity) ? '\n      overriding system value' : ''
}

function list(names: readonly string[], from?: string): string {
  const prefix = from === undefined ? '' : `${from}.`
  return names.map((name) => prefix + quoteIdentifier(name)).join(', ')
}

/**
 * A statement that moves the sequence of a column past its largest value, so that the next row made elsewhere does not
 * collide with one that a seed numbered itself.
 */
export function advanceSequence(target: Upsert['target'], column: string, sequence: string): string {
  const table = `${quoteIdentifier(target.schema)}.${quoteIdentifier(target.name)}`
  return `
    select setval($1::regclass, largest.value)
    from (select max(${quoteIdentifier(column)})::bigint as value from ${table}) as largest
    cross join ${sequence} as sequence
    where largest.value >= sequence.last_value + sequence.is_called::int`
}
