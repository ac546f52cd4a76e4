import { LocalDate } from 'service/http'
import { type Static, Type } from 'typebox'

const Count = Type.Integer({ minimum: 0 })

/** What was done in an ISO week, Monday to Sunday. Only completed sessions count. */
export const Week = Type.Object({
  week: Type.String({ description: 'Such as 2025-W07.' }),
  starts_on: LocalDate,
  sessions: Count,
  minutes: Count,
  sets: Count,
  reps: Count,
  seconds: Count,
  categories: Type.Array(Type.Object({ category: Type.String(), sets: Count, reps: Count, seconds: Count })),
})
export type Week = Static<typeof Week>

/** Which weeks to show. */
export const WeeklyQuery = Type.Object({
  weeks: Type.Optional(Type.Integer({ minimum: 1, maximum: 104, description: 'How many; 8 if left out.' })),
  until: Type.Optional(Type.String({ ...LocalDate, description: 'A day of the last week; today if left out.' })),
})
export type WeeklyQuery = Static<typeof WeeklyQuery>

/** The summary of a day with at least one completed session. */
export const Day = Type.Object({
  workout_date: LocalDate,
  is_today: Type.Boolean(),
  total_sessions: Count,
  total_minutes: Count,
  total_exercises: Count,
  total_sets: Count,
  total_reps: Count,
  total_duration_seconds: Count,
  categories: Type.Array(Type.String()),
  is_completed: Type.Boolean(),
})
export type Day = Static<typeof Day>

/** Which days to show. */
export const DailyQuery = Type.Object({
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 366, description: 'How many; 28 if left out.' })),
  until: Type.Optional(
    Type.String({ ...LocalDate, description: 'The last day, where the user is; today if left out.' }),
  ),
})
export type DailyQuery = Static<typeof DailyQuery>
