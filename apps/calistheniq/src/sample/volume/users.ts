import { tableDice } from 'rowhouse/seed'

/** The last day of the generated history; what comes after it is planned. Fixed, so that every run makes the same. */
export const lastDay = Date.UTC(2026, 10, 15)

/** Two years of history. */
export const historyDays = 730

export const dayMs = 86_400_000

/** A generated user, with the habits from which the history follows. */
export interface VolumeUser {
  readonly number: number
  readonly id: string
  readonly email: string
  readonly name: string
  /** The day of the history, from 0, on which the user came. */
  readonly joined: number
  /** The share of days on which the user trains; a few train much, most of them little. */
  readonly activity: number
  /** The usual time of day, in minutes. */
  readonly minuteOfDay: number
  /** The level of each category on the first day. */
  readonly startLevels: Readonly<Record<Category, number>>
}

/** A category of exercises. */
export type Category = 'Push' | 'Pull' | 'Squat'

export const categories: readonly Category[] = ['Push', 'Pull', 'Squat']

const dice = tableDice('calistheniq', 'users')

const firstNames = [
  'Ada',
  'Alan',
  'Barbara',
  'Dennis',
  'Edsger',
  'Frances',
  'Grace',
  'John',
  'Ken',
  'Margaret',
  'Niklaus',
  'Radia',
]
const lastNames = [
  'Almeida',
  'Brandt',
  'Costa',
  'Dubois',
  'Eriksen',
  'Fischer',
  'García',
  'Haddad',
  'Ito',
  'Jansen',
  'Kaya',
  'Li',
]

/** The user of that number. */
export function volumeUser(number: number): VolumeUser {
  const at = (column: string) => dice.at(number, column)
  const first = at('first name').pick(firstNames)
  const startLevel = () =>
    at('level').weighted([
      [0, 5],
      [1, 4],
      [2, 2],
      [3, 1],
    ])
  const start = startLevel()
  return {
    number,
    id: at('id').uuid(),
    email: `${first.toLowerCase()}.${number}@example.com`,
    name: `${first} ${at('last name').pick(lastNames)}`,
    joined: Math.floor(historyDays * 0.9 * at('joined').fraction() ** 2),
    activity: activityOf(at('activity').zipf(10)),
    minuteOfDay: at('time').weighted([
      [7 * 60, 3],
      [12 * 60 + 15, 1],
      [17 * 60 + 30, 5],
      [19 * 60, 4],
    ]),
    startLevels: { Push: start, Pull: Math.max(0, start - at('weak').integer(0, 1)), Squat: start },
  }
}

// With this share 10,000 users train about a million times.
function activityOf(rank: number): number {
  return 0.375 / rank ** 0.85
}

/** The row of a user. */
export function userRow({ id, email, name, joined }: VolumeUser): Record<string, unknown> {
  const created = new Date(dayAt(joined))
  return { id, email, name, created_at: created, updated_at: created }
}

/** Midnight (UTC) of a day of the history, in milliseconds. */
export function dayAt(day: number): number {
  return lastDay + (day - historyDays) * dayMs
}
