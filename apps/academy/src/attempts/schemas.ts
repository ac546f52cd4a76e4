import { Instant, Nullable, Uuid } from 'service/http'
import { type Static, Type } from 'typebox'
import { type Aggregation, type Feedback, Question } from '../quizzes/schemas.ts'

/** The rules of a quiz as they were when an attempt began; they stand in the attempt. */
export interface Policy {
  readonly passing_percent: number
  readonly max_attempts: number | null
  readonly aggregation: Aggregation
  readonly feedback: Feedback
  readonly retry_minutes: number
  readonly time_limit_seconds: number | null
}

/** A question of an attempt: which version was shown, and its options in the order in which they were shown. */
export interface ShownQuestion {
  readonly id: string
  readonly version: number
  readonly options: readonly string[]
}

const picked = Type.Array(Type.String({ maxLength: 20 }), {
  maxItems: 10,
  uniqueItems: true,
  description: 'Ids of options.',
})

/** An answer that is saved while the attempt is open; the last one saved counts. */
export const NewAnswer = Type.Object({ picked, flagged: Type.Optional(Type.Boolean()) })
export type NewAnswer = Static<typeof NewAnswer>

/** What is handed in: answers that were not saved before, if any. */
export const Submission = Type.Object({
  answers: Type.Optional(Type.Array(Type.Object({ question_id: Uuid, picked }), { maxItems: 100 })),
})
export type Submission = Static<typeof Submission>

/** A question of an attempt, with what was answered. */
export const AttemptQuestion = Type.Object({ ...Question.properties, picked, flagged: Type.Boolean() })
export type AttemptQuestion = Static<typeof AttemptQuestion>

/** How one question was scored; what is right is told when the policy allows it. */
export const QuestionResult = Type.Object({
  question_id: Uuid,
  is_right: Type.Optional(Type.Boolean()),
  score: Type.Optional(Type.Number()),
  correct: Type.Optional(Type.Array(Type.String())),
  explanation: Type.Optional(Type.String()),
  option_feedback: Type.Optional(Type.Record(Type.String(), Type.String())),
})
export type QuestionResult = Static<typeof QuestionResult>

/** What an attempt that is over has brought. */
export const Result = Type.Object({
  score: Type.Number(),
  max_score: Type.Number(),
  percent: Type.Number({ description: 'Unrounded.' }),
  passed: Type.Boolean(),
  questions: Type.Array(QuestionResult),
})
export type Result = Static<typeof Result>

/** An attempt at a quiz without its questions. */
export const AttemptSummary = Type.Object({
  id: Uuid,
  quiz: Type.String(),
  attempt_number: Type.Integer(),
  status: Type.Enum(['open', 'submitted', 'expired']),
  started_at: Instant,
  deadline_at: Nullable(Instant),
  submitted_at: Nullable(Instant),
})
export type AttemptSummary = Static<typeof AttemptSummary>

/** An attempt with its questions, and its result once it is over. */
export const Attempt = Type.Object({
  ...AttemptSummary.properties,
  questions: Type.Array(AttemptQuestion),
  result: Nullable(Result),
})
export type Attempt = Static<typeof Attempt>
