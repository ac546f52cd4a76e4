import type { Prescription } from './tempo.ts'

/** One week of training, the oldest first. */
export interface TrainingWeek {
  readonly hardSets: number
  readonly isDeload: boolean
}

const weeksUntilDeload = 6

/** Whether the next week should be an easy one: after six weeks without one, or two weeks running that fell by a tenth. */
export function isDeloadDue(weeks: readonly TrainingWeek[]): boolean {
  const last = weeks.findLastIndex(({ isDeload }) => isDeload)
  const since = weeks.slice(last + 1)
  if (since.length >= weeksUntilDeload) return true
  const [before, middle, newest] = since.slice(-3)
  return (
    before !== undefined && middle !== undefined && newest !== undefined && fell(before, middle) && fell(middle, newest)
  )
}

/** A prescription for an easy week: half of its sets, at least one. */
export function deloaded<P extends Pick<Prescription, 'sets'>>(prescription: P): P {
  return { ...prescription, sets: prescription.sets.slice(0, Math.max(1, Math.floor(prescription.sets.length / 2))) }
}

function fell(before: TrainingWeek, after: TrainingWeek): boolean {
  return after.hardSets < before.hardSets * 0.9
}
