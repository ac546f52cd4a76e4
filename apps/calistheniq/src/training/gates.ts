/** What opens the level above: of each group, one exercise must be mastered. */
export interface Gate {
  readonly level: number
  readonly groups: readonly (readonly string[])[]
}

/** What was shown for each group of a gate. */
export interface Opened<E> {
  readonly level: number
  readonly evidence: readonly { readonly exercise: string; readonly proof: E }[]
}

/**
 * The gate with what opens it, or `undefined` while a group is missing. `proofs` holds the mastered exercises with what proves
 * them. Of several mastered exercises of a group the first one listed is told.
 */
export function opened<E>({ level, groups }: Gate, proofs: ReadonlyMap<string, E>): Opened<E> | undefined {
  const evidence = groups.map((group) => {
    const exercise = group.find((each) => proofs.has(each))
    return exercise === undefined ? undefined : { exercise, proof: proofs.get(exercise)! }
  })
  const found = evidence.filter((each) => each !== undefined)
  return groups.length > 0 && found.length === groups.length ? { level, evidence: found } : undefined
}

/** How far a gate is open: for each group, whether one of its exercises is mastered. */
export function openGroups({ groups }: Gate, mastered: ReadonlySet<string>): boolean[] {
  return groups.map((group) => group.some((exercise) => mastered.has(exercise)))
}

/** The highest level that can be reached without a logged session, by testing out. */
export const highestTestedLevel = 3

/**
 * The level for somebody who shows one set of each gate exercise at its target, from the lowest level up: the first whose gate
 * is not open, and at most level 3.
 */
export function testedLevel(gates: readonly Gate[], shown: ReadonlySet<string>): number {
  const ascending = gates.toSorted((a, b) => a.level - b.level)
  const closed = ascending.find((gate) => openGroups(gate, shown).includes(false))
  return Math.min(closed?.level ?? highestTestedLevel, highestTestedLevel)
}
