// Written by `rowhouse generate` from src/reviews/repository.ts. Run it again instead of editing this.
import 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
    select answer.question_id, answer.version, answer.is_right is true as is_right, answer.changes, card.state,
      now() as now
    from attempt_answers as answer
    left join review_cards as card on card.user_id = $1 and card.question_id = answer.question_id
    where answer.attempt_id = $2
    order by answer.question_id`]: {
      row: { question_id: string; version: number; is_right: boolean; changes: number; state: import('../../../reviews/schedule.ts').CardState | null; now: Date }
      params: readonly [user_id: string, attempt_id: string]
    }
    [`
    select question.id, question.version, question.type, question.takes_several, question.prompt, question.objective,
      question.options, question.points::double precision as points, lesson.slug as lesson, card.due_at
    
    from review_cards as card
    join questions as question on question.id = card.question_id
    join quizzes as quiz on quiz.id = question.quiz_id
    join lessons as lesson on lesson.id = quiz.lesson_id
    
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
          and (taken.is_passed or taken.attempts >= (taken.policy ->> 'max_attempts')::integer))
    order by card.due_at, question.id
    limit $2`]: {
      row: { id: string; version: number; type: 'multiple_choice' | 'true_false'; takes_several: boolean; prompt: string; objective: number; options: import('../../../quizzes/schemas.ts').Option[]; points: number; lesson: string; due_at: Date }
      params: readonly [user_id: string, limit: number]
    }
    [`
    select question.id, question.version, question.takes_several, question.options, card.state, now() as now,
      key.correct, key.explanation, key.option_feedback
    
    from review_cards as card
    join questions as question on question.id = card.question_id
    join quizzes as quiz on quiz.id = question.quiz_id
    join lessons as lesson on lesson.id = quiz.lesson_id
    join answer_key.question_keys as key on key.question_id = question.id and key.version = question.version
    
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
          and (taken.is_passed or taken.attempts >= (taken.policy ->> 'max_attempts')::integer))
      and question.id = $2
    for update of card`]: {
      row: { id: string; version: number; takes_several: boolean; options: import('../../../quizzes/schemas.ts').Option[]; state: import('../../../reviews/schedule.ts').CardState; now: Date; correct: string[]; explanation: string; option_feedback: Record<string, string> }
      params: readonly [user_id: string, id: string]
    }
    [`
    insert into review_log (user_id, question_id, version, rating, from_attempt)
    values ($1, $2, $3, $4, $5)`]: {
      row: Record<never, never>
      params: readonly [user_id: string, question_id: string, version: number, rating: number, from_attempt: boolean]
    }
    [`
    insert into review_cards (user_id, question_id, due_at, state)
    values ($1, $2, $3, $4)
    on conflict (user_id, question_id) do update
    set due_at = excluded.due_at,
        state = excluded.state,
        updated_at = now()`]: {
      row: Record<never, never>
      params: readonly [user_id: string, question_id: string, due_at: Date, state: NonNullable<import('../../../reviews/schedule.ts').CardState>]
    }
  }
}
