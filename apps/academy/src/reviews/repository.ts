import type { Queryable } from 'rowhouse'
import type { CardState } from './schedule.ts'

/** What an attempt showed about each of its questions, with the card of the question if it has one. */
export function listAttemptEvidence(db: Queryable, userId: string, attemptId: string) {
  return db.many(
    `
    select answer.question_id, answer.version, answer.is_right is true as is_right, answer.changes, card.state,
      now() as now
    from attempt_answers as answer
    left join review_cards as card on card.user_id = $1 and card.question_id = answer.question_id
    where answer.attempt_id = $2
    order by answer.question_id`,
    [userId, attemptId],
  )
}

const cards = `
    from review_cards as card
    join questions as question on question.id = card.question_id
    join quizzes as quiz on quiz.id = question.quiz_id
    join lessons as lesson on lesson.id = quiz.lesson_id`

// A question whose answer its learner may not see yet is not reviewed, because the review would tell.
const thatAreDue = `
    cross join lateral (
      select count(*) as attempts, bool_or(attempt.status = 'open') as is_open, bool_or(attempt.passed) as is_passed,
        (array_agg(attempt.policy order by attempt.attempt_number desc))[1] as policy
      from quiz_attempts as attempt
      where attempt.user_id = card.user_id
        and attempt.quiz_id = quiz.id
    ) as taken
    where card.user_id = $1
      and card.due_at <= now()
      and question.archived_at is null
      and taken.is_open is not true
      and (
        taken.policy ->> 'feedback' = 'after_submit'
        or taken.policy ->> 'feedback' = 'after_pass_or_exhausted'
          and (taken.is_passed or taken.attempts >= (taken.policy ->> 'max_attempts')::integer))`

/** The questions that a user should review now, those due longest first. */
export function listDue(db: Queryable, userId: string, limit: number) {
  return db.many(
    `
    select question.id, question.version, question.type, question.takes_several, question.prompt, question.objective,
      question.options, question.points::double precision as points, lesson.slug as lesson, card.due_at
    ${cards}
    ${thatAreDue}
    order by card.due_at, question.id
    limit $2`,
    [userId, limit],
  )
}

/** Locks a card that is due, with what is right. */
export function lockDueCard(db: Queryable, userId: string, questionId: string) {
  return db.maybeOne(
    `
    select question.id, question.version, question.takes_several, question.options, card.state, now() as now,
      key.correct, key.explanation, key.option_feedback
    ${cards}
    join answer_key.question_keys as key on key.question_id = question.id and key.version = question.version
    ${thatAreDue}
      and question.id = $2
    for update of card`,
    [userId, questionId],
  )
}

/** Writes a review into the log. */
export function insertReview(
  db: Queryable,
  review: {
    readonly userId: string
    readonly questionId: string
    readonly version: number
    readonly rating: number
    readonly fromAttempt: boolean
  },
): Promise<number> {
  return db.execute(
    `
    insert into review_log (user_id, question_id, version, rating, from_attempt)
    values ($1, $2, $3, $4, $5)`,
    [review.userId, review.questionId, review.version, review.rating, review.fromAttempt],
  )
}

/** Keeps the card of a question. */
export function upsertCard(
  db: Queryable,
  { userId, questionId, state }: { readonly userId: string; readonly questionId: string; readonly state: CardState },
): Promise<number> {
  return db.execute(
    `
    insert into review_cards (user_id, question_id, due_at, state)
    values ($1, $2, $3, $4)
    on conflict (user_id, question_id) do update
    set due_at = excluded.due_at,
        state = excluded.state,
        updated_at = now()`,
    [userId, questionId, new Date(state.due), state],
  )
}
