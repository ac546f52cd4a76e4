import { Type } from 'typebox'

/** A number of a training level, Foundation to Expert. */
export const Level = Type.Integer({ minimum: 0, maximum: 5, description: '0 Foundation … 5 Expert.' })

/** Eccentric, bottom, concentric and top in seconds; `hold` for an exercise that is held. */
export const Tempo = Type.String({
  pattern: '^(\\d{1,3}-\\d{1,3}-\\d{1,3}-\\d{1,3}|hold)$',
  description: 'Such as 3-1-2-1, or hold.',
})

/** Seconds of rest between sets. */
export const RestSeconds = Type.Integer({ minimum: 0, maximum: 900 })

/** Free text. */
export const Notes = Type.String({ maxLength: 2000 })

/** One set: repetitions, or seconds; never both. */
export type WorkoutSet = { readonly reps: number } | { readonly duration: number }

/** A list of sets as a plan gives it: each has repetitions or seconds, at least one. */
export const PlannedSets = Type.Array(workoutSet(1), { minItems: 1, maxItems: 20 })

/** A list of sets as they were done: zero is a set that was tried. */
export const PerformedSets = Type.Array(workoutSet(0), { minItems: 1, maxItems: 20 })

function workoutSet(least: number) {
  const amount = (maximum: number) => Type.Optional(Type.Integer({ minimum: least, maximum }))
  return Type.Unsafe<WorkoutSet>(
    Type.Object(
      { reps: amount(3600), duration: amount(3600) },
      {
        additionalProperties: false,
        minProperties: 1,
        maxProperties: 1,
        description: '{"reps": 8} or {"duration": 30}',
      },
    ),
  )
}
