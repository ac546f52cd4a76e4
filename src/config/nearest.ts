/**
 * The candidate that was probably meant by a misspelled `name`; `undefined` when none is close. Case does not count.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: { readonly candidate: string; readonly distance: number } | undefined
  for (const candidate of candidates) {
    const distance = misspelling(name.toLowerCase(), candidate.toLowerCase())
    if (distance <= Math.ceil(name.length / 3) && (best === undefined || distance < best.distance)) {
      best = { candidate, distance }
    }
  }
  return best?.candidate
}

/** `; did you mean "…"?` when a candidate is close to `name`, else nothing: the tail of a message. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const candidate = nearest(name, candidates)
  return candidate === undefined ? '' : `; did you mean "${candidate}"?`
}

/** People seldom mistake the first letter, so among equals a candidate with the same one is nearer. */
function misspelling(name: string, candidate: string): number {
  return edits(name, candidate) + (name[0] === candidate[0] ? 0 : 0.5)
}

/** Letters to insert, delete, replace, or swap with their neighbour (the optimal string alignment distance). */
function edits(from: string, to: string): number {
  let beforePrevious: number[] = []
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1]
      const swapped = column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      current.push(
        Math.min(
          previous[column - 1]! + (same ? 0 : 1),
          previous[column]! + 1,
          current[column - 1]! + 1,
          swapped ? beforePrevious[column - 2]! + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    beforePrevious = previous
    previous = current
  }
  return previous[to.length]!
}
