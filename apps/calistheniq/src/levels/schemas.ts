import { Instant } from 'service/http'
import { type Static, Type } from 'typebox'
import { Level } from '../prescriptions/schemas.ts'

/** A training level. */
export const WorkoutLevel = Type.Object({
  level: Level,
  name: Type.String(),
  description: Type.String(),
})
export type WorkoutLevel = Static<typeof WorkoutLevel>

/** A category of exercises. */
export const Category = Type.Object({
  name: Type.String(),
  description: Type.String(),
})
export type Category = Static<typeof Category>

/** The level that a user has in one category. */
export const UserLevel = Type.Object({
  category: Type.String(),
  level: Level,
  level_name: Type.String(),
  updated_at: Instant,
})
export type UserLevel = Static<typeof UserLevel>
