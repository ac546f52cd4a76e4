import { Instant, Uuid } from 'service/http'
import { type Static, Type } from 'typebox'
import { AnswerKey, Question } from '../quizzes/schemas.ts'

/** A question that is due for review, without its answer. */
export const DueReview = Type.Object({ ...Question.properties, lesson: Type.String(), due_at: Instant })
export type DueReview = Static<typeof DueReview>

/** An answer to a question under review. */
export const NewReview = Type.Object({
  question_id: Uuid,
  picked: Type.Array(Type.String({ maxLength: 20 }), { maxItems: 10, uniqueItems: true }),
})
export type NewReview = Static<typeof NewReview>

/** What a review has brought: what is right and why, and when the question comes back. */
export const Review = Type.Object({ is_right: Type.Boolean(), ...AnswerKey.properties, due_at: Instant })
export type Review = Static<typeof Review>
