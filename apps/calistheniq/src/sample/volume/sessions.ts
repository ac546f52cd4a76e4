import { tableDice } from 'rowhouse/seed'
import type { Library } from './library.ts'
import { type Category, categories, dayAt, historyDays, type VolumeUser } from './users.ts'

/** A generated session. */
export interface VolumeSession {
  /** A number that no other session has. */
  readonly row: number
  readonly id: string
  readonly user: VolumeUser
  /** The day of the history. */
  readonly day: number
  readonly type: 'push' | 'pull' | 'squat' | 'full_body'
  readonly categories: readonly Category[]
  readonly level: number
  readonly status: 'planned' | 'in_progress' | 'completed' | 'skipped'
  readonly minutes: number
  /** Milliseconds since 1970. */
  readonly startsAt: number
}

const dice = tableDice('calistheniq', 'workout_sessions')

// Room for the days of one user; the history and the plans take 737.
const rowsPerUser = 1024
const plannedDays = 7
const minuteMs = 60_000

// Monday first; people train when the week is young.
const weekdays = [1.4, 1.15, 1.3, 1.05, 0.85, 0.75, 0.5]

/** The sessions of a user, in the order of their days: at most one a day. */
export function* sessionsOf(user: VolumeUser): Generator<VolumeSession> {
  let number = 0
  for (let day = user.joined; day <= historyDays + plannedDays; day++) {
    const row = user.number * rowsPerUser + day
    if (!dice.at(row, 'trains').chance(user.activity * (weekdayShares[day] ?? 1))) continue
    yield sessionOn(user, { day, row, number })
    number += 1
  }
}

// Made once, because a million sessions ask for them.
const days = Array.from({ length: historyDays + plannedDays + 1 }, (_, day) => new Date(dayAt(day)))
const dates = days.map((day) => day.toISOString().slice(0, 10))
const weekdayShares = days.map((day) => weekdays[(day.getUTCDay() + 6) % 7] ?? 1)

interface Place {
  readonly day: number
  readonly row: number
  /** How many sessions the user had before. */
  readonly number: number
}

function sessionOn(user: VolumeUser, { day, row, number }: Place): VolumeSession {
  const at = (column: string) => dice.at(row, column)
  const category = categories[number % categories.length] ?? 'Push'
  const isFullBody = at('type').chance(0.1)
  return {
    row,
    id: at('id').uuid(),
    user,
    day,
    type: isFullBody ? 'full_body' : sessionTypes[category],
    categories: isFullBody ? categories : [category],
    level: levelAfter(user, category, number),
    status: statusOn(day, row),
    minutes: Math.round(Math.min(120, Math.max(15, at('minutes').normal(45, 10)))),
    startsAt: dayAt(day) + (user.minuteOfDay + at('starts').integer(-20, 20)) * minuteMs,
  }
}

const sessionTypes = { Push: 'push', Pull: 'pull', Squat: 'squat' } as const

// A level takes about 60 sessions.
function levelAfter(user: VolumeUser, category: Category, sessions: number): number {
  return Math.min(5, user.startLevels[category] + Math.floor(sessions / 60))
}

function statusOn(day: number, row: number): VolumeSession['status'] {
  if (day > historyDays) return 'planned'
  const status = dice.at(row, 'status')
  if (day === historyDays) return status.pick(['planned', 'in_progress', 'completed'])
  return status.weighted([
    ['completed', 92],
    ['skipped', 8],
  ])
}

/** The levels of a user after all sessions. */
export function currentLevels(user: VolumeUser): readonly (readonly [Category, number])[] {
  let sessions = 0
  for (const { status } of sessionsOf(user)) if (status === 'completed') sessions += 1
  return categories.map((category) => [category, levelAfter(user, category, sessions)])
}

/** The row of a session. */
export function sessionRow(session: VolumeSession, { levels }: Library): Record<string, unknown> {
  const { id, user, day, type, level, status, minutes, startsAt } = session
  const started = status === 'completed' || status === 'in_progress' ? new Date(startsAt) : null
  const completed = status === 'completed' ? new Date(startsAt + minutes * minuteMs) : null
  const created = new Date(dayAt(day - plannedDays))
  return {
    id,
    user_id: user.id,
    session_type: type,
    session_date: dateOf(day),
    scheduled_time: timeOf(user.minuteOfDay),
    duration_minutes: minutes,
    level_id: levels.get(level),
    status,
    started_at: started,
    completed_at: completed,
    created_at: created,
    updated_at: completed ?? started ?? created,
  }
}

/** The day as SQL writes it. */
export function dateOf(day: number): string {
  return dates[day] ?? new Date(dayAt(day)).toISOString().slice(0, 10)
}

function timeOf(minutes: number): string {
  return new Date(minutes * minuteMs).toISOString().slice(11, 16)
}
