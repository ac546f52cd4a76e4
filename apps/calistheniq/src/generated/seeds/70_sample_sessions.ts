// Written by `rowhouse generate` from seeds/70_sample_sessions.ts. Run it again instead of editing this.
import type { JsonValue } from 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
      select (created_at at time zone 'UTC')::date as start
      from users
      where id = $1`]: {
      row: { start: string }
      params: readonly [id: string]
    }
    [`
    insert into workout_sessions (
      id, user_id, session_type, session_date, scheduled_time, duration_minutes, level_id, status, started_at, completed_at)
    select $1, $2, $3::session_type, $4::date, '17:30', $5::integer, id, $7::session_status,
      case when $7::session_status = 'completed' then ($4::date + time '17:30') at time zone 'UTC' end,
      case when $7::session_status = 'completed' then ($4::date + time '17:30' + make_interval(mins => $5::integer)) at time zone 'UTC' end
    from workout_levels
    where level_order = $6
    on conflict (id) do nothing`]: {
      row: Record<never, never>
      params: readonly [id: string, user_id: string, session_type: 'push' | 'pull' | 'squat' | 'full_body', session_date: string, duration_minutes: number | null, level_order: number, status: 'planned' | 'in_progress' | 'completed' | 'skipped']
    }
    [`
    select exercise.id as exercise_id
    from exercises as exercise
    join exercise_categories as category on category.id = exercise.category_id
    join workout_levels as level on level.id = exercise.level_id
    where category.name = $1
      and level.level_order = $2
    order by exercise.ladder, exercise.ladder_order
    limit 5`]: {
      row: { exercise_id: string }
      params: readonly [name: string, level_order: number]
    }
    [`
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
    where exercise.id = $1`]: {
      row: Record<never, never>
      params: readonly [id: string, set_number: JsonValue | null]
    }
  }
}
