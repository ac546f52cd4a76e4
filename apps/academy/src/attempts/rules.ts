import type { Policy } from './schemas.ts'

/** What is known when somebody wants to begin an attempt. */
export interface Standing {
  readonly policy: Pick<Policy, 'max_attempts' | 'retry_minutes'>
  /** How many attempts there were. */
  readonly attempts: number
  /** The last attempt that is over. */
  readonly last?:
    | {
        readonly passed: boolean
        readonly submittedAt: Date
        /** Whether each question that it missed has been reviewed since. */
        readonly mistakesReviewed: boolean
      }
    | undefined
  readonly now: Date
}

/** Why an attempt may not begin, or `undefined` when it may. */
export function refusalToStart({ policy, attempts, last, now }: Standing): string | undefined {
  if (policy.max_attempts !== null && attempts >= policy.max_attempts) {
    return `all ${policy.max_attempts} attempts at this quiz are used`
  }
  if (last === undefined || last.passed || last.mistakesReviewed) return undefined
  const opensAt = new Date(last.submittedAt.getTime() + policy.retry_minutes * 60_000)
  if (opensAt <= now) return undefined
  return `review the mistakes of the last attempt first, or wait until ${opensAt.toISOString()}`
}

/** How much of an attempt's result is shown: the score, also which questions were right, or everything. */
export type Insight = 'score' | 'marks' | 'answers'

/** What decides how much of a result is shown. */
export interface Disclosure {
  readonly policy: Pick<Policy, 'feedback' | 'max_attempts'>
  /** Whether this attempt or another one at the quiz was passed. */
  readonly passed: boolean
  /** How many attempts there were. */
  readonly attempts: number
  /** Whether an attempt at the same quiz is open, in which the answers would help. */
  readonly anotherOpen: boolean
}

/** How much of a result its learner may see now. */
export function insightInto({ policy, passed, attempts, anotherOpen }: Disclosure): Insight {
  if (anotherOpen || policy.feedback === 'never') return 'score'
  if (policy.feedback === 'after_submit') return 'answers'
  const exhausted = policy.max_attempts !== null && attempts >= policy.max_attempts
  return passed || exhausted ? 'answers' : 'marks'
}

// What a slow network may take from those who hand in at the last moment.
const graceMs = 5_000

/** Whether answers come too late. */
export function isOverdue(deadline: Date | null, now: Date): boolean {
  return deadline !== null && now.getTime() > deadline.getTime() + graceMs
}
