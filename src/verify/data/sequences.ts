import { displayName, quotePath } from '../../catalog/index.ts'
import { quoteIdentifier, quoteLiteral } from '../../sql/index.ts'
import type { Found } from '../check.ts'
import { readingCheck } from '../define.ts'
import { furthestOf, readPositions, readSequences, type SequenceColumn, type SequenceState } from './sequence-rows.ts'

/** Sequences that will give values which are taken. */
export const sequencesBehind = readingCheck<SequenceState>({
  id: 'sequence-behind',
  kind: 'data',
  title: 'sequences are ahead of the values in use',
  severity: 'error',
  why: 'After rows came with keys of their own (a restore, a seed), the sequence gives those keys again, and inserts fail.',
  read: readSequences,
  decide: (states) => states.filter(isBehind).map(behind),
})

/** Whether the sequence has yet to give a value that is in use. */
export function isBehind({ furthest, next, increment, cycle }: SequenceState): boolean {
  if (furthest === null || cycle) return false
  return BigInt(increment) > 0n ? BigInt(next) <= BigInt(furthest) : BigInt(next) >= BigInt(furthest)
}

function behind(state: SequenceState): Found {
  const sequence = displayName(state.path)
  return {
    object: sequence,
    message: `sequence ${sequence} gives ${state.next} next, but ${columnNames(state)} has reached ${state.furthest}`,
    fix: `select setval(${quoteLiteral(quotePath(state.path))}, ${furthestOf(state)})`,
  }
}

/** Sequences that have used most of their values. */
export const sequencesEnding = readingCheck<SequenceState>({
  id: 'sequence-ending',
  kind: 'data',
  title: 'no sequence comes to its end',
  severity: 'error',
  why: 'When a sequence, or the type of the column that it feeds, has no values left, every insert fails.',
  read: readPositions,
  decide: (states, { limits }) => states.filter((state) => isEnding(state, limits.sequencePercent)).map(ending),
})

function isEnding(state: SequenceState, percent: number): boolean {
  return state.last !== null && !state.cycle && usedPercent(state) >= percent
}

/** How much of what lies between zero and the end of the sequence and its columns has been given, in whole percent. */
export function usedPercent(state: SequenceState): number {
  const end = nearest(state)
  if (state.last === null || state.cycle || end === 0n) return 0
  return Number((BigInt(state.last) * 100n) / end)
}

function nearest({ increment, end, columns }: SequenceState): bigint {
  const ends = [end, ...columns.map((column) => column.limit)].map(BigInt)
  return ends.reduce((near, other) => ((BigInt(increment) > 0n ? other < near : other > near) ? other : near))
}

function ending(state: SequenceState): Found {
  const sequence = displayName(state.path)
  return {
    object: sequence,
    message: `sequence ${sequence} has used ${usedPercent(state)} % of its values: ${state.last} of ${nearest(state)}`,
    fix: widen(state),
  }
}

function widen(state: SequenceState): string | undefined {
  const narrow = state.columns.filter((column) => column.type !== 'bigint')
  // An identity column takes its sequence along when its type changes.
  const sequence =
    state.identity && narrow.length > 0 ? [] : [`alter sequence ${quotePath(state.path)} as bigint ${noEnd(state)}`]
  const statements = [...narrow.map(toBigint), ...sequence]
  return isAtLimit(state) ? undefined : statements.join(';\n')
}

function noEnd({ increment }: SequenceState): string {
  return BigInt(increment) > 0n ? 'no maxvalue' : 'no minvalue'
}

function isAtLimit(state: SequenceState): boolean {
  return ['9223372036854775807', '-9223372036854775808'].includes(String(nearest(state)))
}

function toBigint({ table, column }: SequenceColumn): string {
  return `alter table ${quotePath(table)} alter column ${quoteIdentifier(column)} type bigint`
}

function columnNames({ columns }: SequenceState): string {
  return columns.map(({ table, column }) => displayName([...table, column])).join(', ')
}
