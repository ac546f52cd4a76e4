import { Instant, Nullable, Uuid } from 'service/http'
import { type Static, Type } from 'typebox'

/** How hard a lesson is. */
export const Difficulty = Type.Enum(['beginner', 'intermediate', 'advanced'])

const line = Type.String({ minLength: 1, maxLength: 2000 })

/** What a lesson teaches: sections of points, a worked example, terms and a summary. Plain text throughout. */
export const Content = Type.Object(
  {
    sections: Type.Array(Type.Object({ heading: line, points: Type.Array(line, { maxItems: 50 }) }), { maxItems: 50 }),
    worked: Type.Optional(Type.Object({ title: line, text: Type.String({ maxLength: 10_000 }) })),
    keyTerms: Type.Record(Type.String(), Type.String({ maxLength: 2000 })),
    summary: Type.String({ maxLength: 10_000 }),
  },
  { additionalProperties: false },
)
export type Content = Static<typeof Content>

const lesson = {
  slug: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 100 }),
  title: Type.String({ pattern: '\\S', maxLength: 200 }),
  description: Type.String({ maxLength: 2000 }),
  difficulty: Difficulty,
  lesson_order: Type.Integer({ minimum: 1, maximum: 10_000 }),
  estimated_minutes: Type.Integer({ minimum: 1, maximum: 600 }),
  objectives: Type.Array(Type.String({ minLength: 1, maxLength: 500 }), { minItems: 1, maxItems: 20 }),
}

/** A lesson as the course lists it. */
export const LessonSummary = Type.Object({ id: Uuid, ...lesson, version: Type.Integer() })
export type LessonSummary = Static<typeof LessonSummary>

/** A lesson with what it teaches. */
export const Lesson = Type.Object({
  id: Uuid,
  ...lesson,
  version: Type.Integer(),
  content: Content,
  prerequisites: Type.Array(Type.String(), { description: 'Slugs of the lessons to know before.' }),
  archived_at: Nullable(Instant),
})
export type Lesson = Static<typeof Lesson>

/** What an author writes. */
export const NewLesson = Type.Object({
  ...lesson,
  content: Content,
  prerequisites: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 20, uniqueItems: true })),
})
export type NewLesson = Static<typeof NewLesson>

/** Which lessons to list. */
export const LessonQuery = Type.Object({
  difficulty: Type.Optional(Difficulty),
  search: Type.Optional(
    Type.String({ maxLength: 200, description: 'Words that the lesson holds, as in a search engine.' }),
  ),
})
export type LessonQuery = Static<typeof LessonQuery>
