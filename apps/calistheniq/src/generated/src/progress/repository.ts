// Written by `rowhouse generate` from src/progress/repository.ts. Run it again instead of editing this.
import 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
    with weeks as (
      select week_start_of(coalesce($2, current_date)) - 7 * back as starts_on
      from generate_series(0, $3::integer - 1) as back
    ),
    done as (
      select id, duration_minutes, week_start_of(session_date) as starts_on
      from workout_sessions
      where user_id = $1
        and status = 'completed'
        and session_date >= (select min(starts_on) from weeks)
        and session_date < (select max(starts_on) from weeks) + 7
    ),
    training as (
      select starts_on, count(*) as sessions, sum(duration_minutes) as minutes
      from done
      group by starts_on
    ),
    work as (
      select done.starts_on, exercise.category_name as category,
        count(*) as sets,
        coalesce(sum(log.actual_reps), 0) as reps,
        coalesce(sum(log.actual_duration_seconds), 0) as seconds
      from done
      join session_exercises as exercise on exercise.session_id = done.id
      join exercise_set_logs as log on log.session_exercise_id = exercise.id
      group by done.starts_on, exercise.category_name
    ),
    total as (
      select starts_on,
        sum(sets)::integer as sets,
        sum(reps)::integer as reps,
        sum(seconds)::integer as seconds,
        jsonb_agg(
          jsonb_build_object('category', category, 'sets', sets, 'reps', reps, 'seconds', seconds)
          order by category) as categories
      from work
      group by starts_on
    )
    select coalesce(to_char(weeks.starts_on, 'IYYY-"W"IW'), '') as week, weeks.starts_on,
      coalesce(training.sessions, 0) as sessions,
      coalesce(training.minutes, 0) as minutes,
      coalesce(total.sets, 0) as sets,
      coalesce(total.reps, 0) as reps,
      coalesce(total.seconds, 0) as seconds,
      coalesce(total.categories, '[]') as categories
    from weeks
    left join training on training.starts_on = weeks.starts_on
    left join total on total.starts_on = weeks.starts_on
    where weeks.starts_on is not null
    order by weeks.starts_on`]: {
      row: { week: string; starts_on: string; sessions: number; minutes: number; sets: number; reps: number; seconds: number; categories: { category: string; sets: number; reps: number; seconds: number }[] }
      params: readonly [user_id: string, p2: string | null, p3: number]
    }
    [`
    select workout_date, workout_date = coalesce($2, current_date) as is_today,
      total_sessions, total_minutes, total_exercises, total_sets, total_reps, total_duration_seconds,
      categories, is_completed
    from daily_workout_summary
    where user_id = $1
      and workout_date > coalesce($2, current_date) - $3::integer
      and workout_date <= coalesce($2, current_date)
    order by workout_date`]: {
      row: { workout_date: string; is_today: boolean; total_sessions: number; total_minutes: number; total_exercises: number; total_sets: number; total_reps: number; total_duration_seconds: number; categories: string[]; is_completed: boolean }
      params: readonly [user_id: string, workout_date: string | null, p3: number]
    }
    [`
    with day as (
      select id, status, duration_minutes
      from workout_sessions
      where user_id = $1
        and session_date = $2
    ),
    work as (
      select exercise.id, exercise.category_name, log.actual_reps, log.actual_duration_seconds
      from day
      join session_exercises as exercise on exercise.session_id = day.id
      join exercise_set_logs as log on log.session_exercise_id = exercise.id
      where day.status = 'completed'
    ),
    training as (
      select count(*) filter (where status = 'completed') as sessions,
        sum(duration_minutes) filter (where status = 'completed') as minutes,
        bool_and(status in ('completed', 'skipped')) as finished
      from day
    ),
    total as (
      select count(distinct id) as exercises,
        count(*) as sets,
        coalesce(sum(actual_reps), 0) as reps,
        coalesce(sum(actual_duration_seconds), 0) as seconds,
        coalesce(array_agg(distinct category_name order by category_name), '{}') as categories
      from work
    )
    insert into daily_workout_summary (
      user_id, workout_date, total_sessions, total_minutes, total_exercises, total_sets, total_reps,
      total_duration_seconds, categories, is_completed)
    select $1, $2, training.sessions, training.minutes, total.exercises, total.sets, total.reps,
      total.seconds, total.categories, training.finished
    from training
    cross join total
    where training.sessions > 0
    on conflict (user_id, workout_date) do update
    set total_sessions = excluded.total_sessions,
        total_minutes = excluded.total_minutes,
        total_exercises = excluded.total_exercises,
        total_sets = excluded.total_sets,
        total_reps = excluded.total_reps,
        total_duration_seconds = excluded.total_duration_seconds,
        categories = excluded.categories,
        is_completed = excluded.is_completed`]: {
      row: Record<never, never>
      params: readonly [user_id: string, workout_date: string]
    }
  }
}
