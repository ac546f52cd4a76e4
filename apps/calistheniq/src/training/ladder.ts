/** An exercise of the library as a node of the graph of prerequisites. */
export interface Rung {
  readonly exercise: string
  readonly prerequisites: readonly string[]
  readonly equipment: readonly string[]
}

/** The graph of what leads to what. */
export class LadderGraph {
  readonly #rungs: ReadonlyMap<string, Rung>

  constructor(rungs: readonly Rung[]) {
    this.#rungs = new Map(rungs.map((rung) => [rung.exercise, rung]))
  }

  /**
   * The prerequisites of an exercise that are still missing. One whose equipment is not at hand is passed over, since nobody can
   * train it: what it needs itself is asked for in its place.
   */
  missing(exercise: string, mastered: ReadonlySet<string>, equipment: ReadonlySet<string>): string[] {
    const found = new Set<string>()
    const seen = new Set<string>()
    const visit = (name: string): void => {
      for (const prerequisite of this.#rungs.get(name)?.prerequisites ?? []) {
        if (mastered.has(prerequisite) || seen.has(prerequisite)) continue
        seen.add(prerequisite)
        if (this.#isAtHand(prerequisite, equipment)) found.add(prerequisite)
        else visit(prerequisite)
      }
    }
    visit(exercise)
    return [...found]
  }

  /** Whether the prerequisites lead back to where they began, and where. */
  findCycle(): string[] | undefined {
    const done = new Set<string>()
    const walk = (exercise: string, path: readonly string[]): string[] | undefined => {
      if (path.includes(exercise)) return [...path.slice(path.indexOf(exercise)), exercise]
      if (done.has(exercise)) return undefined
      for (const next of this.#rungs.get(exercise)?.prerequisites ?? []) {
        const cycle = walk(next, [...path, exercise])
        if (cycle !== undefined) return cycle
      }
      done.add(exercise)
      return undefined
    }
    for (const exercise of this.#rungs.keys()) {
      const cycle = walk(exercise, [])
      if (cycle !== undefined) return cycle
    }
    return undefined
  }

  #isAtHand(exercise: string, equipment: ReadonlySet<string>): boolean {
    return this.#rungs.get(exercise)?.equipment.every((each) => equipment.has(each)) ?? false
  }
}
