import { type CountedSet, isCleanSet, type PerformedSet, workingSets } from './performance.ts'

/** What was asked of an exercise in one session, and what came of it. */
export interface Outcome {
  readonly metric: 'reps' | 'seconds'
  readonly sets: number
  readonly target: number
  readonly log: readonly PerformedSet[]
  readonly hadPain: boolean
}

/** What to ask for next time, and why. */
export type NextTarget =
  | { readonly kind: 'raise'; readonly target: number }
  | { readonly kind: 'repeat'; readonly target: number }
  | { readonly kind: 'step_back'; readonly target: number }
  | { readonly kind: 'regress'; readonly target: number }
  | { readonly kind: 'return'; readonly target: number; readonly retest: boolean }

/** What is known beside the last session. */
export interface Context {
  /** The target of mastery, above which nothing is raised. */
  readonly mastery: number
  /** Whether the session before the last one missed its total by more than a fifth as well. */
  readonly missedBefore: boolean
  /** Days since the exercise's pattern was last trained. */
  readonly daysAway: number
}

/**
 * The next target of one exercise. All sets clean at RPE 7 or less: one repetition, or 2 to 5 seconds of a hold, more, up to
 * mastery. Clean at RPE 8, or the total missed by a fifth at most: the same again. Missed by more twice running: the exercise
 * before it in its ladder, or a fifth less. RPE 9.5 and more, or pain: less, and nothing is raised by itself. After 14 days
 * away: 80 %; after 28 days the level is tested again.
 */
export function nextTarget(outcome: Outcome, { mastery, missedBefore, daysAway }: Context): NextTarget {
  const { target, hadPain } = outcome
  const sets = workingSets(outcome.log)
  if (hadPain || hardest(sets) >= 9.5) return { kind: 'regress', target: lessOf(target) }
  if (daysAway >= 14) return { kind: 'return', target: lessOf(target), retest: daysAway >= 28 }
  if (missedByMoreThanAFifth(outcome)) {
    return missedBefore ? { kind: 'step_back', target: lessOf(target) } : { kind: 'repeat', target }
  }
  const allClean = sets.length >= outcome.sets && sets.every((set) => isCleanSet(set, target))
  if (!allClean || hardest(sets) > 7) return { kind: 'repeat', target }
  return { kind: 'raise', target: Math.min(mastery, target + stepOf(outcome)) }
}

/** Whether the sum of what was done is more than a fifth below the sum of what was asked. */
export function missedByMoreThanAFifth({ sets, target, log }: Outcome): boolean {
  const counted = workingSets(log).slice(0, sets)
  const done = counted.reduce((sum, { amount }) => sum + Math.min(amount, target), 0)
  return done < sets * target * 0.8
}

// An exertion that nobody rated is taken as an ordinary one.
function hardest(sets: readonly CountedSet[]): number {
  return Math.max(0, ...sets.map(({ rpe }) => rpe ?? 7))
}

// A tenth of a hold, but never less than 2 nor more than 5 seconds.
function stepOf({ metric, target }: Outcome): number {
  return metric === 'reps' ? 1 : Math.min(5, Math.max(2, Math.round(target / 10)))
}

function lessOf(target: number): number {
  return Math.max(1, Math.round(target * 0.8))
}
