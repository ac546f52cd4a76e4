// Written by `rowhouse generate` from src/attempts/repository.ts. Run it again instead of editing this.
import 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
    select attempt.id, quiz.slug as quiz, quiz.id as quiz_id, quiz.lesson_id, attempt.attempt_number, attempt.status,
      attempt.started_at, attempt.deadline_at, attempt.submitted_at, attempt.policy, attempt.question_order,
      attempt.score::double precision as score, attempt.max_score::double precision as max_score, attempt.passed,
      now() as now
    from quiz_attempts as attempt
    join quizzes as quiz on quiz.id = attempt.quiz_id
    where attempt.id = $1
      and attempt.user_id = $2`]: {
      row: { id: string; quiz: string; quiz_id: string; lesson_id: string; attempt_number: number; status: 'open' | 'submitted' | 'expired'; started_at: Date; deadline_at: Date | null; submitted_at: Date | null; policy: import('../../../attempts/schemas.ts').Policy; question_order: import('../../../attempts/schemas.ts').ShownQuestion[]; score: number | null; max_score: number; passed: boolean | null; now: Date }
      params: readonly [id: string, user_id: string]
    }
    [`
    select attempt.id, quiz.slug as quiz, quiz.id as quiz_id, quiz.lesson_id, attempt.attempt_number, attempt.status,
      attempt.started_at, attempt.deadline_at, attempt.submitted_at, attempt.policy, attempt.question_order,
      attempt.score::double precision as score, attempt.max_score::double precision as max_score, attempt.passed,
      now() as now
    from quiz_attempts as attempt
    join quizzes as quiz on quiz.id = attempt.quiz_id
    where attempt.id = $1
      and attempt.user_id = $2
    for update of attempt`]: {
      row: { id: string; quiz: string; quiz_id: string; lesson_id: string; attempt_number: number; status: 'open' | 'submitted' | 'expired'; started_at: Date; deadline_at: Date | null; submitted_at: Date | null; policy: import('../../../attempts/schemas.ts').Policy; question_order: import('../../../attempts/schemas.ts').ShownQuestion[]; score: number | null; max_score: number; passed: boolean | null; now: Date }
      params: readonly [id: string, user_id: string]
    }
    [`
    select attempt.id, quiz.slug as quiz, quiz.id as quiz_id, quiz.lesson_id, attempt.attempt_number, attempt.status,
      attempt.started_at, attempt.deadline_at, attempt.submitted_at, attempt.policy, attempt.question_order,
      attempt.score::double precision as score, attempt.max_score::double precision as max_score, attempt.passed,
      now() as now
    from quiz_attempts as attempt
    join quizzes as quiz on quiz.id = attempt.quiz_id
    where attempt.user_id = $1
      and attempt.quiz_id = $2
    order by attempt.attempt_number desc`]: {
      row: { id: string; quiz: string; quiz_id: string; lesson_id: string; attempt_number: number; status: 'open' | 'submitted' | 'expired'; started_at: Date; deadline_at: Date | null; submitted_at: Date | null; policy: import('../../../attempts/schemas.ts').Policy; question_order: import('../../../attempts/schemas.ts').ShownQuestion[]; score: number | null; max_score: number; passed: boolean | null; now: Date }
      params: readonly [user_id: string, quiz_id: string]
    }
    [`
    insert into quiz_attempts (user_id, quiz_id, attempt_number, policy, question_order, max_score, deadline_at)
    values (
      $1, $2, $3, $4, $5, $6,
      case when $7::integer is null then null else now() + make_interval(secs => $7) end)
    returning id`]: {
      row: { id: string }
      params: readonly [user_id: string, quiz_id: string, attempt_number: number, policy: NonNullable<import('../../../attempts/schemas.ts').Policy>, question_order: readonly import('../../../attempts/schemas.ts').ShownQuestion[], max_score: string, p7: number | null]
    }
    [`
    select version.question_id as id, version.version, version.type, version.takes_several, version.prompt,
      version.objective, version.options, version.points::double precision as points,
      answer.picked, coalesce(answer.flagged, false) as flagged
    from quiz_attempts as attempt
    cross join lateral jsonb_array_elements(attempt.question_order) with ordinality as shown (question, place)
    join question_versions as version
      on version.question_id = (shown.question ->> 'id')::uuid
      and version.version = (shown.question ->> 'version')::integer
    left join attempt_answers as answer on answer.attempt_id = attempt.id and answer.question_id = version.question_id
    where attempt.id = $1
    order by shown.place`]: {
      row: { id: string; version: number; type: 'multiple_choice' | 'true_false'; takes_several: boolean; prompt: string; objective: number; options: import('../../../quizzes/schemas.ts').Option[]; points: number; picked: string[] | null; flagged: boolean }
      params: readonly [id: string]
    }
    [`
    insert into attempt_answers as answer (attempt_id, question_id, version, picked, flagged)
    values ($1, $2, $3, $4, coalesce($5, false))
    on conflict (attempt_id, question_id) do update
    set picked = excluded.picked,
        changes = answer.changes
          + (cardinality(answer.picked) > 0 and answer.picked is distinct from excluded.picked)::integer,
        flagged = coalesce($5, answer.flagged),
        saved_at = now()
    returning saved_at`]: {
      row: { saved_at: Date }
      params: readonly [attempt_id: string, question_id: string, version: number, picked: readonly string[], flagged: boolean | null]
    }
    [`
    insert into attempt_answers (attempt_id, question_id, version, picked, score, is_right)
    select attempt.id, version.question_id, version.version, coalesce(answer.picked, '{}'),
      version.points * greatest(0, (tally.hits - tally.misses)::numeric / cardinality(key.correct)),
      tally.hits = cardinality(key.correct) and tally.misses = 0
    from quiz_attempts as attempt
    cross join lateral jsonb_array_elements(attempt.question_order) as shown (question)
    join question_versions as version
      on version.question_id = (shown.question ->> 'id')::uuid
      and version.version = (shown.question ->> 'version')::integer
    join answer_key.question_keys as key
      on key.question_id = version.question_id
      and key.version = version.version
    left join attempt_answers as answer on answer.attempt_id = attempt.id and answer.question_id = version.question_id
    cross join lateral (
      select count(*) filter (where option = any(key.correct)) as hits,
        count(*) filter (where option <> all(key.correct)) as misses
      from unnest(answer.picked) as option
    ) as tally
    where attempt.id = $1
    on conflict (attempt_id, question_id) do update
    set score = excluded.score,
        is_right = excluded.is_right`]: {
      row: Record<never, never>
      params: readonly [id: string]
    }
    [`
    update quiz_attempts as attempt
    set status = $2,
        submitted_at = now(),
        score = total.score,
        passed = total.score * 100 >= (attempt.policy ->> 'passing_percent')::numeric * attempt.max_score
    from (
      select coalesce(sum(score), 0) as score
      from attempt_answers
      where attempt_id = $1
    ) as total
    where attempt.id = $1`]: {
      row: Record<never, never>
      params: readonly [attempt_id: string, status: 'open' | 'submitted' | 'expired']
    }
    [`
    select answer.question_id, answer.is_right, answer.score::double precision as score, key.correct, key.explanation,
      key.option_feedback
    from attempt_answers as answer
    join quiz_attempts as attempt on attempt.id = answer.attempt_id
    join answer_key.question_keys as key
      on key.question_id = answer.question_id
      and key.version = answer.version
    where answer.attempt_id = $1
      and attempt.submitted_at is not null
    order by answer.question_id`]: {
      row: { question_id: string; is_right: boolean | null; score: number | null; correct: string[]; explanation: string; option_feedback: Record<string, string> }
      params: readonly [attempt_id: string]
    }
    [`
    select not exists (
      select
      from attempt_answers as answer
      join quiz_attempts as attempt on attempt.id = answer.attempt_id
      where answer.attempt_id = $1
        and answer.is_right = false
        and not exists (
          select
          from review_log as review
          where review.user_id = attempt.user_id
            and review.question_id = answer.question_id
            and review.reviewed_at > attempt.submitted_at)
    ) as reviewed`]: {
      row: { reviewed: boolean }
      params: readonly [attempt_id: string]
    }
  }
}
