import { Nullable } from 'service/http'
import { type Static, Type } from 'typebox'

/** How many learners have come how far in each lesson. */
export const Funnel = Type.Object({
  lessons: Type.Array(
    Type.Object({
      lesson: Type.String(),
      title: Type.String(),
      started: Type.Integer(),
      read: Type.Integer(),
      completed: Type.Integer(),
    }),
  ),
})
export type Funnel = Static<typeof Funnel>

/** How a quiz and its questions did. */
export const QuizStatistics = Type.Object({
  attempts: Type.Array(
    Type.Object({ attempt_number: Type.Integer(), attempts: Type.Integer(), passed: Type.Integer() }),
  ),
  questions: Type.Array(
    Type.Object({
      question: Type.String(),
      version: Type.Integer(),
      answers: Type.Integer(),
      facility: Nullable(Type.Number()),
      discrimination: Nullable(Type.Number()),
      options: Type.Array(
        Type.Object({
          option: Nullable(Type.String()),
          is_right: Nullable(Type.Boolean()),
          share: Nullable(Type.Number()),
        }),
      ),
      warnings: Type.Array(Type.String()),
    }),
  ),
})
export type QuizStatistics = Static<typeof QuizStatistics>
