import type { Queryable } from 'rowhouse'
import type { Policy, ShownQuestion } from './schemas.ts'

const selectAttempt = `
    select attempt.id, quiz.slug as quiz, quiz.id as quiz_id, quiz.lesson_id, attempt.attempt_number, attempt.status,
      attempt.started_at, attempt.deadline_at, attempt.submitted_at, attempt.policy, attempt.question_order,
      attempt.score::double precision as score, attempt.max_score::double precision as max_score, attempt.passed,
      now() as now
    from quiz_attempts as attempt
    join quizzes as quiz on quiz.id = attempt.quiz_id`

/** An attempt of a user. */
export function findAttempt(db: Queryable, userId: string, id: string) {
  return db.maybeOne(
    `${selectAttempt}
    where attempt.id = $1
      and attempt.user_id = $2`,
    [id, userId],
  )
}

/** An attempt of a user, locked so that nobody else saves into it or hands it in until the transaction ends. */
export function lockAttempt(db: Queryable, userId: string, id: string) {
  return db.maybeOne(
    `${selectAttempt}
    where attempt.id = $1
      and attempt.user_id = $2
    for update of attempt`,
    [id, userId],
  )
}

/** The attempts of a user at a quiz, the newest first. */
export function listAttempts(db: Queryable, userId: string, quizId: string) {
  return db.many(
    `${selectAttempt}
    where attempt.user_id = $1
      and attempt.quiz_id = $2
    order by attempt.attempt_number desc`,
    [userId, quizId],
  )
}

/** Inserts an attempt with the rules of its quiz; it ends when its time is over, if that is limited. */
export function insertAttempt(
  db: Queryable,
  attempt: {
    readonly userId: string
    readonly quizId: string
    readonly number: number
    readonly policy: Policy
    readonly questions: readonly ShownQuestion[]
    readonly maxScore: number
  },
): Promise<{ id: string }> {
  const { userId, quizId, number, policy, questions, maxScore } = attempt
  return db.one(
    `
    insert into quiz_attempts (user_id, quiz_id, attempt_number, policy, question_order, max_score, deadline_at)
    values (
      $1, $2, $3, $4, $5, $6,
      case when $7::integer is null then null else now() + make_interval(secs => $7) end)
    returning id`,
    [userId, quizId, number, policy, [...questions], String(maxScore), policy.time_limit_seconds],
  )
}

/** The questions of an attempt as they were shown, in their order, with what was answered, if anything; the right answers are not among them. */
export function listAttemptQuestions(db: Queryable, attemptId: string) {
  return db.many(
    `
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
    order by shown.place`,
    [attemptId],
  )
}

/** Saves an answer; the last one counts. */
export function upsertAnswer(
  db: Queryable,
  answer: {
    readonly attemptId: string
    readonly questionId: string
    readonly version: number
    readonly picked: readonly string[]
    readonly flagged?: boolean | undefined
  },
): Promise<{ saved_at: Date }> {
  const { attemptId, questionId, version, picked, flagged } = answer
  return db.one(
    `
    insert into attempt_answers as answer (attempt_id, question_id, version, picked, flagged)
    values ($1, $2, $3, $4, coalesce($5, false))
    on conflict (attempt_id, question_id) do update
    set picked = excluded.picked,
        changes = answer.changes
          + (cardinality(answer.picked) > 0 and answer.picked is distinct from excluded.picked)::integer,
        flagged = coalesce($5, answer.flagged),
        saved_at = now()
    returning saved_at`,
    [attemptId, questionId, version, picked, flagged ?? null],
  )
}

/** Scores each question of an attempt, answered or not, by the published formula. */
export function scoreAnswers(db: Queryable, attemptId: string): Promise<number> {
  return db.execute(
    `
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
        is_right = excluded.is_right`,
    [attemptId],
  )
}

/** Ends an attempt with the sum of its scores. */
export function updateEnded(db: Queryable, attemptId: string, status: 'submitted' | 'expired'): Promise<number> {
  return db.execute(
    `
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
    where attempt.id = $1`,
    [attemptId, status],
  )
}

/** How each question of an attempt that is over was scored, with what is right. */
export function listResults(db: Queryable, attemptId: string) {
  return db.many(
    `
    select answer.question_id, answer.is_right, answer.score::double precision as score, key.correct, key.explanation,
      key.option_feedback
    from attempt_answers as answer
    join quiz_attempts as attempt on attempt.id = answer.attempt_id
    join answer_key.question_keys as key
      on key.question_id = answer.question_id
      and key.version = answer.version
    where answer.attempt_id = $1
      and attempt.submitted_at is not null
    order by answer.question_id`,
    [attemptId],
  )
}

/** Whether each question that an attempt missed has been reviewed since. */
export async function areMistakesReviewed(db: Queryable, attemptId: string): Promise<boolean> {
  const { reviewed } = await db.one(
    `
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
    ) as reviewed`,
    [attemptId],
  )
  return reviewed
}
