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
