import type { WorkoutSet } from '../prescriptions/schemas.ts'
import { sampleId } from './uuid.ts'

/** The user of the sample data. */
export const ada = {
  id: sampleId('ada'),
  email: 'ada@example.com',
  name: 'Ada Example',
  levels: { Push: 2, Pull: 1, Squat: 2 },
} as const

/** A session of the sample data. */
export interface SampleSession {
  readonly id: string
  readonly name: string
  readonly session_type: 'push' | 'pull' | 'squat'
  readonly category: keyof typeof ada.levels
  readonly level: number
  readonly session_date: string
  readonly status: 'planned' | 'completed' | 'skipped'
  readonly minutes: number
  /** Weeks since the first. */
  readonly week: number
}

const trainingDays: ReadonlyMap<number, keyof typeof ada.levels> = new Map([
  [1, 'Push'],
  [3, 'Pull'],
  [5, 'Squat'],
])

const weeksTrained = 4
const weeksPlanned = 1

/**
 * Four weeks of training from the day `start` and one week of plans behind them, Mondays, Wednesdays and Fridays; the eighth
 * session was skipped. The same start gives the same sessions.
 */
export function sampleSessions(start: string): SampleSession[] {
  const days = Array.from({ length: 7 * (weeksTrained + weeksPlanned) }, (_, day) => day)
  return days.flatMap((day) => sessionOn(start, day) ?? []).map(skipTheEighth)
}

/** What was done of one exercise of a plan: a little more every second week, the last set the hardest. */
export function performedSets(planned: readonly WorkoutSet[], week: number) {
  return planned.map((set, index) => {
    const more = Math.floor(week / 2)
    const last = index === planned.length - 1
    return {
      set_number: index + 1,
      reps: 'reps' in set ? set.reps + more : null,
      duration_seconds: 'duration' in set ? set.duration + 2 * more : null,
      perceived_effort: 7 + 0.5 * index + (last ? 0.5 : 0),
    }
  })
}

function sessionOn(start: string, day: number): SampleSession | undefined {
  const date = new Date(`${start}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + day)
  const category = trainingDays.get(date.getUTCDay())
  if (category === undefined) return undefined
  const session_date = date.toISOString().slice(0, 10)
  const level = ada.levels[category]
  return {
    id: sampleId(`session ${session_date}`),
    name: `${category} on ${session_date}`,
    session_type: sessionTypes[category],
    category,
    level,
    session_date,
    status: day < 7 * weeksTrained ? 'completed' : 'planned',
    minutes: 38 + ((day * 5) % 11),
    week: Math.floor(day / 7),
  }
}

const sessionTypes = { Push: 'push', Pull: 'pull', Squat: 'squat' } as const

function skipTheEighth(session: SampleSession, index: number): SampleSession {
  return index === 7 ? { ...session, status: 'skipped' } : session
}
