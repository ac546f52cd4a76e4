import type { Queryable } from 'rowhouse'
import { defineSeed } from 'rowhouse/seed'
import { refreshDailySummary } from '../src/progress/repository.ts'
import { ada, performedSets, type SampleSession, sampleSessions } from '../src/sample/history.ts'
import { insertSessionExercises, listSessionExercises, updateActuals } from '../src/sessions/exercises.ts'
import { lockUser } from '../src/users/repository.ts'

export default defineSeed<SampleSession>({
  kind: 'sample',
  fills: ['workout_sessions', 'session_exercises', 'exercise_set_logs', 'daily_workout_summary'],
  dependsOn: ['sample_user', 'sample_levels', 'sample_exercise_configs'],
  // Counted from the day on which the sample user was made, so that a run on a later day finds the same sessions.
  rows: async ({ db }) => {
    const { start } = await db.one(
      `
      select (created_at at time zone 'UTC')::date as start
      from users
      where id = $1`,
      [ada.id],
    )
    return sampleSessions(start)
  },
  write: async (db, session) => {
    if ((await insertSession(db, session)) === 0) return 'unchanged'
    await insertPlan(db, session)
    if (session.status === 'completed') await insertWork(db, session)
    return 'inserted'
  },
})

function insertSession(db: Queryable, session: SampleSession): Promise<number> {
  return db.execute(
    `
    insert into workout_sessions (
      id, user_id, session_type, session_date, scheduled_time, duration_minutes, level_id, status, started_at, completed_at)
    select $1, $2, $3::session_type, $4::date, '17:30', $5::integer, id, $7::session_status,
      case when $7::session_status = 'completed' then ($4::date + time '17:30') at time zone 'UTC' end,
      case when $7::session_status = 'completed' then ($4::date + time '17:30' + make_interval(mins => $5::integer)) at time zone 'UTC' end
    from workout_levels
    where level_order = $6
    on conflict (id) do nothing`,
    [session.id, ada.id, session.session_type, session.session_date, session.minutes, session.level, session.status],
  )
}

async function insertPlan(db: Queryable, { id: sessionId, category, level }: SampleSession): Promise<void> {
  const plan = await db.many(
    `
    select exercise.id as exercise_id
    from exercises as exercise
    join exercise_categories as category on category.id = exercise.category_id
    join workout_levels as level on level.id = exercise.level_id
    where category.name = $1
      and level.level_order = $2
    order by exercise.ladder, exercise.ladder_order
    limit 5`,
    [category, level],
  )
  await insertSessionExercises(db, { userId: ada.id, sessionId }, plan)
}

async function insertWork(db: Queryable, { id, session_date, week }: SampleSession): Promise<void> {
  for (const exercise of await listSessionExercises(db, id)) {
    await insertSets(db, exercise.id, performedSets(exercise.planned_sets, week))
    await updateActuals(db, exercise.id, undefined)
  }
  await lockUser(db, ada.id)
  await refreshDailySummary(db, ada.id, session_date)
}

function insertSets(db: Queryable, sessionExerciseId: string, sets: ReturnType<typeof performedSets>): Promise<number> {
  return db.execute(
    `
    insert into exercise_set_logs (
      session_exercise_id, set_number, planned_reps, planned_duration_seconds, actual_reps, actual_duration_seconds,
      rest_seconds, perceived_effort, completed_at)
    select exercise.id, performed.set_number,
      (exercise.planned_sets -> (performed.set_number - 1) ->> 'reps')::smallint,
      (exercise.planned_sets -> (performed.set_number - 1) ->> 'duration')::smallint,
      performed.reps, performed.duration_seconds, exercise.planned_rest_seconds, performed.perceived_effort,
      session.started_at + interval '6 minutes' * exercise.exercise_order + interval '2 minutes' * (performed.set_number - 1)
    from session_exercises as exercise
    join workout_sessions as session on session.id = exercise.session_id
    cross join jsonb_to_recordset($2::jsonb)
      as performed (set_number integer, reps integer, duration_seconds integer, perceived_effort numeric)
    where exercise.id = $1`,
    [sessionExerciseId, sets],
  )
}
