import { isCleanExercise, type PerformedSet } from './performance.ts'

/** What must be shown, and in how many sessions running, before an exercise is mastered. */
export interface MasteryGoal {
  readonly sets: number
  /** Repetitions, or seconds of a hold, of each set. */
  readonly target: number
  readonly sessions: number
}

/** One exercise of a session that was completed; what was planned or skipped tells nothing about mastery. */
export interface Trial {
  readonly sessionId: string
  /** The day where the session was, `YYYY-MM-DD`. */
  readonly localDate: string
  /** A week of less on purpose neither adds to a run nor breaks it. */
  readonly isDeload: boolean
  readonly sets: readonly PerformedSet[]
}

const longestRunDays = 28

/**
 * The sessions that prove mastery, the oldest first, or `undefined`: as many as the goal asks for, one after another, each on a
 * day of its own, all within 28 days. A completed session that tried the exercise and missed begins the run anew.
 */
export function proofOfMastery(trials: readonly Trial[], goal: MasteryGoal): Trial[] | undefined {
  let run: Trial[] = []
  for (const trial of inOrder(trials)) {
    if (trial.isDeload) continue
    run = isCleanExercise(trial.sets, goal) ? continued(run, trial) : []
    if (run.length >= goal.sessions) return run
  }
  return undefined
}

/** Days from one local date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

// A second session of the same day adds nothing; what is too long ago falls off the beginning.
function continued(run: readonly Trial[], trial: Trial): Trial[] {
  const recent = run.filter(({ localDate }) => daysBetween(localDate, trial.localDate) <= longestRunDays)
  return recent.at(-1)?.localDate === trial.localDate ? recent : [...recent, trial]
}

function inOrder(trials: readonly Trial[]): Trial[] {
  return trials.toSorted((a, b) => (a.localDate < b.localDate ? -1 : a.localDate > b.localDate ? 1 : 0))
}
