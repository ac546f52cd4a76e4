import { withUncheckedBodies } from './function-bodies.ts'
import { online, type Piece, type Surroundings, type Time, times } from './online.ts'
import type { SqlStyle } from './sql-style.ts'
import type { Purpose, Stage } from './stage.ts'

const purposes: Readonly<Record<Time, Purpose>> = {
  'drop indexes first': 'dropped_indexes',
  'add enum values': 'enum_values',
  change: 'changes',
  'build indexes': 'indexes',
  'use indexes': 'constraints',
  validate: 'validation',
  require: 'requirements',
  'drop indexes last': 'dropped_indexes',
}

/**
 * The steps in files as they run while others use the database. A piece comes no earlier than what it needs; the stage after the
 * last time begins a new round, for what needs something of a later time than its own.
 */
export function stagesOf(around: Surroundings, style: SqlStyle): Stage[] {
  const slots = new Map<number, Piece[]>()
  const made = new Map<string, number>()
  for (const piece of around.steps.flatMap((step) => online(step, around))) {
    const slot = slotFor(piece, made)
    slots.set(slot, [...(slots.get(slot) ?? []), piece])
    for (const key of piece.makes) made.set(key, slot)
  }
  const filled = [...slots].toSorted(([a], [b]) => a - b)
  return filled.map(([slot, pieces]) => ({
    purpose: purposes[times[slot % times.length]!],
    concurrent: pieces[0]!.concurrent,
    statements: withUncheckedBodies(pieces.flatMap((piece) => piece.statements)).map(style),
  }))
}

/** The number of the stage in which a piece runs: the first of its kind, and not before its time, that what it needs allows. */
function slotFor(piece: Piece, made: ReadonlyMap<string, number>): number {
  const needed = Math.max(0, ...[...piece.needs, ...piece.makes].map((key) => made.get(key) ?? 0))
  // What is validated must have been committed, so that others are not locked out while it is.
  const earliest = piece.time === 'validate' ? needed + 1 : needed
  let slot = Math.max(times.indexOf(piece.time), earliest)
  while (!fits(piece, times[slot % times.length]!)) slot += 1
  return slot
}

const shared: ReadonlySet<Time> = new Set(['change', 'use indexes', 'require'])

function fits({ time }: Piece, slot: Time): boolean {
  return shared.has(time) ? shared.has(slot) : time === slot
}
