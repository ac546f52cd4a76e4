// Written by `rowhouse generate` from src/progress/repository.ts. Run it again instead of editing this.
import 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
    insert into user_progress as progress (user_id, lesson_id, status, started_at)
    values ($1, $2, 'in_progress', now())
    on conflict (user_id, lesson_id) do update
    set status = 'in_progress',
        started_at = now()
    where progress.status = 'not_started'`]: {
      row: Record<never, never>
      params: readonly [user_id: string, lesson_id: string]
    }
    [`
    update user_progress
    set read_at = now()
    where user_id = $1
      and lesson_id = $2
      and read_at is null`]: {
      row: Record<never, never>
      params: readonly [user_id: string, lesson_id: string]
    }
    [`
    update user_progress
    set status = 'completed',
        completed_at = now()
    where user_id = $1
      and lesson_id = $2
      and status = 'in_progress'
      and read_at is not null
      and not exists (
        select
        from quizzes as quiz
        cross join lateral (
      select case (array_agg(attempt.policy ->> 'aggregation' order by attempt.attempt_number desc))[1]
          when 'highest' then max(attempt.score * 100 / attempt.max_score)
          when 'average' then avg(attempt.score * 100 / attempt.max_score)
          when 'first' then (array_agg(attempt.score * 100 / attempt.max_score order by attempt.attempt_number))[1]
          else (array_agg(attempt.score * 100 / attempt.max_score order by attempt.attempt_number desc))[1]
        end as percent
      from quiz_attempts as attempt
      where attempt.user_id = $1
        and attempt.quiz_id = quiz.id
        and attempt.submitted_at is not null) as counted
        where quiz.lesson_id = $2
          and (counted.percent >= quiz.passing_percent) is not true)`]: {
      row: Record<never, never>
      params: readonly [user_id: string, lesson_id: string]
    }
    [`
    select lesson.id as lesson_id, lesson.slug as lesson, lesson.title, lesson.objectives,
      coalesce(progress.status, 'not_started') as status, progress.read_at, progress.started_at, progress.completed_at
    from lessons as lesson
    left join user_progress as progress on progress.lesson_id = lesson.id and progress.user_id = $1
    where lesson.archived_at is null
    order by lesson.lesson_order`]: {
      row: { lesson_id: string; lesson: string; title: string; objectives: string[]; status: 'not_started' | 'in_progress' | 'completed'; read_at: Date | null; started_at: Date | null; completed_at: Date | null }
      params: readonly [user_id: string]
    }
    [`
    select quiz.slug as quiz, quiz.lesson_id, quiz.title, taken.attempts, counted.percent::double precision as percent,
      (counted.percent >= quiz.passing_percent) is true as passed
    from quizzes as quiz
    cross join lateral (
      select count(*) as attempts
      from quiz_attempts as attempt
      where attempt.user_id = $1
        and attempt.quiz_id = quiz.id
    ) as taken
    cross join lateral (
      select case (array_agg(attempt.policy ->> 'aggregation' order by attempt.attempt_number desc))[1]
          when 'highest' then max(attempt.score * 100 / attempt.max_score)
          when 'average' then avg(attempt.score * 100 / attempt.max_score)
          when 'first' then (array_agg(attempt.score * 100 / attempt.max_score order by attempt.attempt_number))[1]
          else (array_agg(attempt.score * 100 / attempt.max_score order by attempt.attempt_number desc))[1]
        end as percent
      from quiz_attempts as attempt
      where attempt.user_id = $1
        and attempt.quiz_id = quiz.id
        and attempt.submitted_at is not null) as counted
    order by quiz.lesson_id, quiz.quiz_order`]: {
      row: { quiz: string; lesson_id: string; title: string; attempts: number; percent: number | null; passed: boolean }
      params: readonly [user_id: string]
    }
    [`
    select quiz.lesson_id, evidence.objective, evidence.is_review, evidence.is_right, evidence.occurred_at
    from (
      select version.question_id, version.objective, false as is_review, answer.is_right,
        attempt.submitted_at as occurred_at
      from attempt_answers as answer
      join quiz_attempts as attempt on attempt.id = answer.attempt_id
      join question_versions as version
        on version.question_id = answer.question_id
        and version.version = answer.version
      where attempt.user_id = $1
        and attempt.submitted_at is not null
        and answer.is_right is not null
      union all
      select version.question_id, version.objective, true, review.rating > 1, review.reviewed_at
      from review_log as review
      join question_versions as version
        on version.question_id = review.question_id
        and version.version = review.version
      where review.user_id = $1
        and not review.from_attempt
    ) as evidence
    join questions as question on question.id = evidence.question_id
    join quizzes as quiz on quiz.id = question.quiz_id
    order by quiz.lesson_id, evidence.objective, evidence.occurred_at`]: {
      row: { lesson_id: string; objective: number; is_review: boolean; is_right: boolean; occurred_at: Date }
      params: readonly [user_id: string]
    }
    [`
    select pg_notify(
      'academy_progress',
      jsonb_build_object('topic', 'user:' || $1::uuid, 'id', pg_current_xact_id()::text, 'type', $2::text)::text)`]: {
      row: { pg_notify: string | null }
      params: readonly [p1: string, p2: string | null]
    }
  }
}
