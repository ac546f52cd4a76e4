import { Nullable, Uuid } from 'service/http'
import { type Static, Type } from 'typebox'

const slug = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 100 })

/** Something to pick. */
export const Option = Type.Object(
  { id: Type.String({ pattern: '^[a-z0-9-]{1,20}$' }), text: Type.String({ minLength: 1, maxLength: 500 }) },
  { additionalProperties: false },
)
export type Option = Static<typeof Option>

/** Which of a learner's attempts counts. */
export const Aggregation = Type.Enum(['highest', 'average', 'first', 'last'])
export type Aggregation = Static<typeof Aggregation>

/** When right answers and explanations are shown. */
export const Feedback = Type.Enum(['never', 'after_submit', 'after_pass_or_exhausted'])
export type Feedback = Static<typeof Feedback>

const policy = {
  passing_percent: Type.Number({ minimum: 0, maximum: 100 }),
  max_attempts: Nullable(Type.Integer({ minimum: 1, maximum: 1000, description: 'Null: as many as one likes.' })),
  aggregation: Aggregation,
  feedback: Feedback,
  retry_minutes: Type.Integer({
    minimum: 0,
    maximum: 10_080,
    description: 'How long after a failed attempt the next may begin, unless its mistakes were reviewed.',
  }),
  time_limit_seconds: Nullable(Type.Integer({ minimum: 10, maximum: 86_400 })),
}

/** A quiz of a lesson, with its rules. */
export const Quiz = Type.Object({
  id: Uuid,
  slug,
  lesson: Type.String(),
  title: Type.String(),
  quiz_order: Type.Integer(),
  ...policy,
  questions: Type.Integer({ description: 'How many.' }),
  scoring: Type.String({ description: 'How a question is scored, in words.' }),
})
export type Quiz = Static<typeof Quiz>

/** What an author writes of a quiz. */
export const NewQuiz = Type.Object({
  slug,
  title: Type.String({ pattern: '\\S', maxLength: 200 }),
  quiz_order: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  ...policy,
})
export type NewQuiz = Static<typeof NewQuiz>

/** How hard a question is. */
export const QuestionDifficulty = Type.Enum(['easy', 'medium', 'hard'])

const question = {
  type: Type.Enum(['multiple_choice', 'true_false']),
  takes_several: Type.Boolean(),
  prompt: Type.String({ pattern: '\\S', maxLength: 2000 }),
  objective: Type.Integer({ minimum: 1, maximum: 20 }),
  options: Type.Array(Option, { minItems: 2, maxItems: 10 }),
}

/** A question as learners see it; what is right is not in it. */
export const Question = Type.Object({
  id: Uuid,
  version: Type.Integer(),
  ...question,
  points: Type.Number(),
})
export type Question = Static<typeof Question>

/** What is right, and why. */
export const AnswerKey = Type.Object({
  correct: Type.Array(Type.String(), { minItems: 1, maxItems: 10, uniqueItems: true }),
  explanation: Type.String({ maxLength: 5000 }),
  option_feedback: Type.Record(Type.String(), Type.String({ maxLength: 1000 })),
})
export type AnswerKey = Static<typeof AnswerKey>

/** What an author writes of a question. */
export const NewQuestion = Type.Object({
  slug,
  question_order: Type.Integer({ minimum: 1, maximum: 1000 }),
  difficulty: QuestionDifficulty,
  points: Type.Number({ exclusiveMinimum: 0, maximum: 1000 }),
  ...question,
  ...AnswerKey.properties,
})
export type NewQuestion = Static<typeof NewQuestion>

/** A question with its key, as authors see it. */
export const AuthoredQuestion = Type.Object({ id: Uuid, version: Type.Integer(), ...NewQuestion.properties })
export type AuthoredQuestion = Static<typeof AuthoredQuestion>
