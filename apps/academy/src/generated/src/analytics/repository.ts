// Written by `rowhouse generate` from src/analytics/repository.ts. Run it again instead of editing this.
import 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
    select lesson.slug as lesson, lesson.title,
      count(progress.user_id) filter (where progress.status <> 'not_started') as started,
      count(progress.user_id) filter (where progress.read_at is not null) as read,
      count(progress.user_id) filter (where progress.status = 'completed') as completed
    from lessons as lesson
    left join user_progress as progress on progress.lesson_id = lesson.id
    where lesson.archived_at is null
    group by lesson.id
    order by lesson.lesson_order`]: {
      row: { lesson: string; title: string; started: number; read: number; completed: number }
      params: readonly []
    }
    [`
    select attempt_number, count(*) as attempts, count(*) filter (where passed) as passed
    from quiz_attempts
    where quiz_id = $1
      and submitted_at is not null
    group by attempt_number
    order by attempt_number`]: {
      row: { attempt_number: number; attempts: number; passed: number }
      params: readonly [quiz_id: string]
    }
    [`
    select question.slug as question, answer.version, count(*) as answers,
      avg(answer.score / version.points)::double precision as facility,
      corr((answer.score / version.points)::double precision, (attempt.score - answer.score)::double precision)
        as discrimination
    from quiz_attempts as attempt
    join attempt_answers as answer on answer.attempt_id = attempt.id
    join questions as question on question.id = answer.question_id
    join question_versions as version
      on version.question_id = answer.question_id
      and version.version = answer.version
    where attempt.quiz_id = $1
      and attempt.attempt_number = 1
      and attempt.submitted_at is not null
    group by question.slug, question.question_order, answer.version
    order by question.question_order, answer.version`]: {
      row: { question: string; version: number; answers: number; facility: number | null; discrimination: number | null }
      params: readonly [quiz_id: string]
    }
    [`
    select question.slug as question, answer.version, option.value ->> 'id' as option,
      option.value ->> 'id' = any(key.correct) as is_right,
      avg((option.value ->> 'id' = any(answer.picked))::integer)::double precision as share
    from quiz_attempts as attempt
    join attempt_answers as answer on answer.attempt_id = attempt.id
    join questions as question on question.id = answer.question_id
    join question_versions as version
      on version.question_id = answer.question_id
      and version.version = answer.version
    join answer_key.question_keys as key
      on key.question_id = answer.question_id
      and key.version = answer.version
    cross join lateral jsonb_array_elements(version.options) with ordinality as option (value, place)
    where attempt.quiz_id = $1
      and attempt.attempt_number = 1
      and attempt.submitted_at is not null
    group by question.slug, question.question_order, answer.version, option.value, option.place, key.correct
    order by question.question_order, answer.version, option.place`]: {
      row: { question: string; version: number; option: string | null; is_right: boolean | null; share: number | null }
      params: readonly [quiz_id: string]
    }
  }
}
