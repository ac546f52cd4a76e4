import { Instant, Nullable, pageQuery, Uuid } from 'service/http'
import { type Static, Type } from 'typebox'
import { Level, Notes, PlannedSets, RestSeconds, Tempo } from '../prescriptions/schemas.ts'

/** What must be shown, in how many sessions, before an exercise counts as mastered. */
export const Mastery = Type.Object({
  sets: Type.Integer(),
  reps: Type.Optional(Type.Integer()),
  seconds: Type.Optional(Type.Integer()),
  sessions: Type.Integer(),
  maxRpe: Type.Number(),
})
export type Mastery = Static<typeof Mastery>

/** An exercise of the library. */
export const Exercise = Type.Object({
  id: Uuid,
  slug: Type.String(),
  name: Type.String(),
  category: Type.String(),
  level: Level,
  level_name: Type.String(),
  ladder: Nullable(Type.String()),
  ladder_order: Nullable(Type.Integer()),
  metric: Type.Union([Type.Literal('reps'), Type.Literal('seconds')]),
  unilateral: Type.Boolean(),
  default_sets: PlannedSets,
  default_tempo: Tempo,
  default_rest_seconds: RestSeconds,
  default_equipment: Type.Array(Type.String()),
  default_notes: Notes,
  muscles: Type.Array(Type.String()),
  tags: Type.Array(Type.String()),
  mastery: Nullable(Mastery),
  created_at: Instant,
  updated_at: Instant,
})
export type Exercise = Static<typeof Exercise>

/** Which exercises to list; what is given must all hold. */
export const ExerciseQuery = Type.Object({
  category: Type.Optional(Type.String({ maxLength: 100, description: 'Push, Pull or Squat.' })),
  level: Type.Optional(Level),
  tag: Type.Optional(Type.String({ maxLength: 100 })),
  equipment: Type.Optional(
    Type.String({ maxLength: 100, description: 'What the exercise uses; `none` for no equipment.' }),
  ),
  search: Type.Optional(Type.String({ maxLength: 100, description: 'A part of the name.' })),
  ...pageQuery,
})
export type ExerciseQuery = Static<typeof ExerciseQuery>

/** The place of an exercise in the list: category, level, name. */
export const ExerciseKey = Type.Tuple([Type.String(), Level, Type.String()])
export type ExerciseKey = Static<typeof ExerciseKey>
