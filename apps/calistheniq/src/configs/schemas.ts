import { Instant, Nullable, Uuid } from 'service/http'
import { type Static, Type } from 'typebox'
import { Notes, PlannedSets, RestSeconds, Tempo } from '../prescriptions/schemas.ts'

/** How a user does an exercise at present. */
export const ExerciseConfig = Type.Object({
  exercise_id: Uuid,
  exercise_slug: Type.String(),
  exercise_name: Type.String(),
  current_sets: PlannedSets,
  current_tempo: Tempo,
  current_rest_seconds: RestSeconds,
  current_notes: Notes,
  is_mastered: Type.Boolean(),
  mastered_at: Nullable(Instant),
  updated_at: Instant,
})
export type ExerciseConfig = Static<typeof ExerciseConfig>

/** The whole of a config as a client sends it. */
export const NewExerciseConfig = Type.Object({
  current_sets: PlannedSets,
  current_tempo: Tempo,
  current_rest_seconds: RestSeconds,
  current_notes: Type.Optional(Notes),
  is_mastered: Type.Optional(Type.Boolean()),
})
export type NewExerciseConfig = Static<typeof NewExerciseConfig>
