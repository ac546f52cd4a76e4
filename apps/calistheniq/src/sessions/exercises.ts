import type { Queryable } from 'rowhouse'
import type { NewSetLog, PlannedExercise, SessionExercise, SetLog } from './schemas.ts'

/**
 * Inserts the exercises of a plan in their order, with a copy of each exercise as it is now. Parts of the plan that are left out
 * come from the user's config, else from the exercise.
 */
export function insertSessionExercises(
  db: Queryable,
  { userId, sessionId }: { readonly userId: string; readonly sessionId: string },
  plan: readonly PlannedExercise[],
): Promise<number> {
  return db.execute(
    `
    insert into session_exercises (
      session_id, exercise_id, exercise_order, exercise_name, category_name, level_order,
      planned_sets, planned_tempo, planned_rest_seconds, notes)
    select $1, exercise.id, plan.exercise_order, exercise.name, category.name, level.level_order,
      coalesce(plan.planned_sets, config.current_sets, exercise.default_sets),
      coalesce(plan.planned_tempo, config.current_tempo, exercise.default_tempo),
      coalesce(plan.planned_rest_seconds, config.current_rest_seconds, exercise.default_rest_seconds),
      coalesce(plan.notes, '')
    from rows from (
        jsonb_to_recordset($3::jsonb)
          as (exercise_id uuid, planned_sets jsonb, planned_tempo text, planned_rest_seconds integer, notes text))
      with ordinality
      as plan (exercise_id, planned_sets, planned_tempo, planned_rest_seconds, notes, exercise_order)
    join exercises as exercise on exercise.id = plan.exercise_id
    join exercise_categories as category on category.id = exercise.category_id
    join workout_levels as level on level.id = exercise.level_id
    left join user_exercise_configs as config on config.exercise_id = exercise.id and config.user_id = $2`,
    [sessionId, userId, plan],
  )
}

/** The exercises of a session in their order. */
export function listSessionExercises(db: Queryable, sessionId: string): Promise<SessionExercise[]> {
  return db.many(
    `
    select id, exercise_id, exercise_order, exercise_name, category_name, level_order,
      planned_sets, planned_tempo, planned_rest_seconds,
      actual_sets, actual_tempo, actual_rest_seconds, notes, completed
    from session_exercises
    where session_id = $1
    order by exercise_order`,
    [sessionId],
  )
}

const selectSetLog = `
    select log.id, log.session_exercise_id, log.set_number,
      log.planned_reps, log.planned_duration_seconds, log.actual_reps, log.actual_duration_seconds,
      log.weight_kg::double precision as weight_kg, log.rest_seconds,
      log.perceived_effort::double precision as perceived_effort, log.notes, log.completed_at
    from exercise_set_logs as log`

/** The sets of a session, by exercise and number. */
export function listSetLogs(db: Queryable, sessionId: string): Promise<SetLog[]> {
  return db.many(
    `${selectSetLog}
    join session_exercises as exercise on exercise.id = log.session_exercise_id
    where exercise.session_id = $1
    order by exercise.exercise_order, log.set_number`,
    [sessionId],
  )
}

/** A set by id; throws when there is none. */
export function getSetLog(db: Queryable, id: string): Promise<SetLog> {
  return db.one(
    `${selectSetLog}
    where log.id = $1`,
    [id],
  )
}

/** Where a set belongs. */
export interface SetPlace {
  readonly sessionId: string
  readonly sessionExerciseId: string
}

/** Inserts a set with its target from the plan; answers `undefined` when the session has no such exercise. */
export function insertSetLog(db: Queryable, place: SetPlace, set: NewSetLog): Promise<{ id: string } | undefined> {
  return db.maybeOne(
    `
    insert into exercise_set_logs (
      session_exercise_id, set_number, planned_reps, planned_duration_seconds,
      actual_reps, actual_duration_seconds, weight_kg, rest_seconds, perceived_effort, notes)
    select id, $3::integer,
      (planned_sets -> ($3::integer - 1) ->> 'reps')::smallint,
      (planned_sets -> ($3::integer - 1) ->> 'duration')::smallint,
      $4::integer, $5::integer, $6::float8, $7::integer, $8::float8, $9::text
    from session_exercises
    where id = $1
      and session_id = $2
    returning id`,
    [
      place.sessionExerciseId,
      place.sessionId,
      set.set_number,
      set.reps ?? null,
      set.duration_seconds ?? null,
      set.weight_kg ?? null,
      set.rest_seconds ?? null,
      set.perceived_effort ?? null,
      set.notes ?? '',
    ],
  )
}

/** Counts again, from its sets, what was done of an exercise: it is completed when as many sets were done as planned. */
export function updateActuals(db: Queryable, sessionExerciseId: string, tempo: string | undefined): Promise<number> {
  return db.execute(
    `
    update session_exercises as exercise
    set actual_sets = done.sets,
        actual_tempo = coalesce($2, exercise.actual_tempo, exercise.planned_tempo),
        actual_rest_seconds = done.rest_seconds,
        completed = done.total >= jsonb_array_length(exercise.planned_sets)
    from (
      select count(*) as total,
        round(avg(rest_seconds)) as rest_seconds,
        jsonb_agg(
          case
            when actual_reps is not null then jsonb_build_object('reps', actual_reps)
            else jsonb_build_object('duration', actual_duration_seconds)
          end
          order by set_number) as sets
      from exercise_set_logs
      where session_exercise_id = $1
    ) as done
    where exercise.id = $1
      and done.total > 0`,
    [sessionExerciseId, tempo ?? null],
  )
}
