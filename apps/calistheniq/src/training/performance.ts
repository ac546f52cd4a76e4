/** One line of a training log. Left and right are two lines with one number; together they are one set. */
export interface PerformedSet {
  readonly number: number
  readonly side: 'both' | 'left' | 'right'
  /** Repetitions, or seconds of a hold. */
  readonly amount: number
  readonly isWarmUp: boolean
  /** Whether the form was lost. */
  readonly formBroken: boolean
  /** Rating of perceived exertion, 1 to 10 in half steps; unknown is `null`. */
  readonly rpe: number | null
}

/** A set with both of its sides: what the weaker one did. */
export interface CountedSet {
  readonly amount: number
  readonly formBroken: boolean
  readonly rpe: number | null
}

/** The highest exertion at which a set is clean: two repetitions in reserve. */
export const cleanRpe = 8

/**
 * The working sets of a log. Warm-ups never count; a left and a right line of one number are one set, in which the weaker side
 * counts; a side without its other one is a set that was not finished.
 */
export function workingSets(log: readonly PerformedSet[]): CountedSet[] {
  const numbers = [...new Set(log.filter(({ isWarmUp }) => !isWarmUp).map(({ number }) => number))].sort(
    (a, b) => a - b,
  )
  return numbers.flatMap((number) => {
    const lines = log.filter((line) => line.number === number && !line.isWarmUp)
    const sides = new Set(lines.map(({ side }) => side))
    return sides.has('both') || sides.size === 2 ? [weaker(lines)] : []
  })
}

/** Whether a set reached its target with its form, and with something in reserve as far as that is known. */
export function isCleanSet({ amount, formBroken, rpe }: CountedSet, target: number): boolean {
  return amount >= target && !formBroken && (rpe === null || rpe <= cleanRpe)
}

/** Whether at least as many working sets were clean as were prescribed; further sets never hurt. */
export function isCleanExercise(
  log: readonly PerformedSet[],
  { sets, target }: { readonly sets: number; readonly target: number },
): boolean {
  return workingSets(log).filter((set) => isCleanSet(set, target)).length >= sets
}

function weaker(lines: readonly PerformedSet[]): CountedSet {
  const rated = lines.flatMap(({ rpe }) => (rpe === null ? [] : [rpe]))
  return {
    amount: Math.min(...lines.map(({ amount }) => amount)),
    formBroken: lines.some(({ formBroken }) => formBroken),
    rpe: rated.length === 0 ? null : Math.max(...rated),
  }
}
