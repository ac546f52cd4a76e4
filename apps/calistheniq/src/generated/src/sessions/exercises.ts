// Written by `rowhouse generate` from src/sessions/exercises.ts. Run it again instead of editing this.
import type { JsonValue } from 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
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
    left join user_exercise_configs as config on config.exercise_id = exercise.id and config.user_id = $2`]: {
      row: Record<never, never>
      params: readonly [session_id: string, user_id: string, exercise_id: JsonValue | null]
    }
    [`
    select id, exercise_id, exercise_order, exercise_name, category_name, level_order,
      planned_sets, planned_tempo, planned_rest_seconds,
      actual_sets, actual_tempo, actual_rest_seconds, notes, completed
    from session_exercises
    where session_id = $1
    order by exercise_order`]: {
      row: { id: string; exercise_id: string; exercise_order: number; exercise_name: string; category_name: string; level_order: number; planned_sets: import('../../../prescriptions/schemas.ts').WorkoutSet[]; planned_tempo: string; planned_rest_seconds: number; actual_sets: import('../../../prescriptions/schemas.ts').WorkoutSet[] | null; actual_tempo: string | null; actual_rest_seconds: number | null; notes: string; completed: boolean }
      params: readonly [session_id: string]
    }
    [`
    select log.id, log.session_exercise_id, log.set_number,
      log.planned_reps, log.planned_duration_seconds, log.actual_reps, log.actual_duration_seconds,
      log.weight_kg::double precision as weight_kg, log.rest_seconds,
      log.perceived_effort::double precision as perceived_effort, log.notes, log.completed_at
    from exercise_set_logs as log
    join session_exercises as exercise on exercise.id = log.session_exercise_id
    where exercise.session_id = $1
    order by exercise.exercise_order, log.set_number`]: {
      row: { id: string; session_exercise_id: string; set_number: number; planned_reps: number | null; planned_duration_seconds: number | null; actual_reps: number | null; actual_duration_seconds: number | null; weight_kg: number | null; rest_seconds: number | null; perceived_effort: number | null; notes: string; completed_at: Date }
      params: readonly [session_id: string]
    }
    [`
    select log.id, log.session_exercise_id, log.set_number,
      log.planned_reps, log.planned_duration_seconds, log.actual_reps, log.actual_duration_seconds,
      log.weight_kg::double precision as weight_kg, log.rest_seconds,
      log.perceived_effort::double precision as perceived_effort, log.notes, log.completed_at
    from exercise_set_logs as log
    where log.id = $1`]: {
      row: { id: string; session_exercise_id: string; set_number: number; planned_reps: number | null; planned_duration_seconds: number | null; actual_reps: number | null; actual_duration_seconds: number | null; weight_kg: number | null; rest_seconds: number | null; perceived_effort: number | null; notes: string; completed_at: Date }
      params: readonly [id: string]
    }
    [`
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
    returning id`]: {
      row: { id: string }
      params: readonly [id: string, session_id: string, set_number: number, actual_reps: number | null, actual_duration_seconds: number | null, weight_kg: number | null, rest_seconds: number | null, perceived_effort: number | null, notes: string]
    }
    [`
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
      and done.total > 0`]: {
      row: Record<never, never>
      params: readonly [session_exercise_id: string, actual_tempo: string | null]
    }
  }
}
