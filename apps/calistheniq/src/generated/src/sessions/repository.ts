// Written by `rowhouse generate` from src/sessions/repository.ts. Run it again instead of editing this.
import 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
    select session.id, session.session_type, session.session_date, session.scheduled_time, session.duration_minutes,
      level.level_order as level, session.status, session.started_at, session.completed_at, session.notes,
      session.created_at, session.updated_at
    from workout_sessions as session
    left join workout_levels as level on level.id = session.level_id
    where session.user_id = $1
      and ($2::session_status is null or session.status = $2)
      and ($3::date is null or session.session_date >= $3)
      and ($4::date is null or session.session_date <= $4)
      and ($5::date is null or $6::uuid is null or (session.session_date, session.id) < ($5, $6))
    order by session.session_date desc, session.id desc
    limit $7`]: {
      row: { id: string; session_type: 'push' | 'pull' | 'squat' | 'full_body'; session_date: string; scheduled_time: string | null; duration_minutes: number | null; level: number | null; status: 'planned' | 'in_progress' | 'completed' | 'skipped'; started_at: Date | null; completed_at: Date | null; notes: string; created_at: Date; updated_at: Date }
      params: readonly [user_id: string, status: 'planned' | 'in_progress' | 'completed' | 'skipped' | null, session_date: string | null, session_date2: string | null, p5: string | null, p6: string | null, limit: number]
    }
    [`
    select session.id, session.session_type, session.session_date, session.scheduled_time, session.duration_minutes,
      level.level_order as level, session.status, session.started_at, session.completed_at, session.notes,
      session.created_at, session.updated_at
    from workout_sessions as session
    left join workout_levels as level on level.id = session.level_id
    where session.id = $1
      and session.user_id = $2`]: {
      row: { id: string; session_type: 'push' | 'pull' | 'squat' | 'full_body'; session_date: string; scheduled_time: string | null; duration_minutes: number | null; level: number | null; status: 'planned' | 'in_progress' | 'completed' | 'skipped'; started_at: Date | null; completed_at: Date | null; notes: string; created_at: Date; updated_at: Date }
      params: readonly [id: string, user_id: string]
    }
    [`
    select id, session_date, status
    from workout_sessions
    where id = $1
      and user_id = $2
    for update`]: {
      row: { id: string; session_date: string; status: 'planned' | 'in_progress' | 'completed' | 'skipped' }
      params: readonly [id: string, user_id: string]
    }
    [`
    insert into workout_sessions (
      user_id, session_type, session_date, scheduled_time, duration_minutes, level_id, notes)
    values ($1, $2, $3, $4, $5, (select id from workout_levels where level_order is not distinct from $6::smallint), $7)
    returning id`]: {
      row: { id: string }
      params: readonly [user_id: string, session_type: 'push' | 'pull' | 'squat' | 'full_body', session_date: string, scheduled_time: string | null, duration_minutes: number | null, level_order: number | null, notes: string]
    }
    [`
    update workout_sessions
    set status = 'in_progress',
        started_at = now()
    where id = $1`]: {
      row: Record<never, never>
      params: readonly [id: string]
    }
    [`
    update workout_sessions
    set status = 'completed',
        completed_at = now(),
        duration_minutes = coalesce(
          $2,
          greatest(1, least(1440, round(extract(epoch from now() - started_at) / 60)::integer))),
        notes = coalesce($3, notes)
    where id = $1`]: {
      row: Record<never, never>
      params: readonly [id: string, duration_minutes: number | null, notes: string | null]
    }
    [`
    update workout_sessions
    set status = 'skipped',
        notes = coalesce($2, notes)
    where id = $1`]: {
      row: Record<never, never>
      params: readonly [id: string, notes: string | null]
    }
  }
}
