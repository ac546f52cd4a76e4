import { type TObject, type TSchema, Type } from 'typebox'

/** A uuid in its usual form. */
export const Uuid = Type.String({ format: 'uuid' })

/** A calendar day without a zone, `YYYY-MM-DD`. */
export const LocalDate = Type.String({ format: 'date', pattern: '^(19|20|21)', description: 'A day, YYYY-MM-DD.' })

/** A time of day without a zone. */
export const LocalTime = Type.String({
  pattern: '^([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?$',
  description: 'HH:MM, or HH:MM:SS.',
})

/** An instant: a `Date` in the program, ISO 8601 in an answer. */
export const Instant = Type.Unsafe<Date>({ type: 'string', format: 'date-time' })

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

/** A schema, or null. */
export function Nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()])
}

/** A body that may be left out. */
export function OptionalBody<T extends TObject>(schema: T) {
  return Type.Union([schema, Type.Null()])
}

/** An answer that is not a success (RFC 9457), for a route's `response`. */
export const problems = {
  '4xx': {
    description: 'A problem that the client can mend.',
    content: {
      'application/problem+json': {
        schema: Type.Object({
          type: Type.String(),
          title: Type.String(),
          status: Type.Integer(),
          detail: Type.String(),
          errors: Type.Optional(
            Type.Array(Type.Object({ in: Type.String(), field: Type.String(), message: Type.String() })),
          ),
        }),
      },
    },
  },
}

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
