import { Instant, Nullable, Uuid } from 'service/http'
import { type Static, Type } from 'typebox'

/** How far somebody has come in a lesson, its objectives and its quizzes. */
export const LessonProgress = Type.Object({
  lesson_id: Uuid,
  lesson: Type.String(),
  title: Type.String(),
  status: Type.Enum(['not_started', 'in_progress', 'completed']),
  read_at: Nullable(Instant),
  started_at: Nullable(Instant),
  completed_at: Nullable(Instant),
  objectives: Type.Array(
    Type.Object({
      text: Type.String(),
      mastery: Type.Enum(['not_attempted', 'attempted', 'familiar', 'proficient', 'mastered']),
    }),
  ),
  quizzes: Type.Array(
    Type.Object({
      quiz: Type.String(),
      title: Type.String(),
      attempts: Type.Integer(),
      percent: Nullable(Type.Number()),
      passed: Type.Boolean(),
    }),
  ),
})
export type LessonProgress = Static<typeof LessonProgress>

/** How far somebody has come in the course. */
export const CourseProgress = Type.Object({
  percent: Type.Number({ description: 'Lessons that are completed, of all.' }),
  next: Nullable(Type.String({ description: 'The first lesson that is not completed.' })),
  reviews_due: Type.Integer(),
  lessons: Type.Array(LessonProgress),
})
export type CourseProgress = Static<typeof CourseProgress>
