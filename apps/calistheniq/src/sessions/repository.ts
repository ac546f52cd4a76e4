import type { Queryable } from 'rowhouse'
import type { Completion, NewSession, Session, SessionKey, SessionQuery } from './schemas.ts'
import type { SessionStatus } from './status.ts'

const selectSession = `
    select session.id, session.session_type, session.session_date, session.scheduled_time, session.duration_minutes,
      level.level_order as level, session.status, session.started_at, session.completed_at, session.notes,
      session.created_at, session.updated_at
    from workout_sessions as session
    left join workout_levels as level on level.id = session.level_id`

/** Up to `limit` sessions of a user, the newest first, from behind the key `after`. */
export function listSessions(
  db: Queryable,
  { userId, status, from, to }: SessionQuery & { readonly userId: string },
  { limit, after }: { readonly limit: number; readonly after?: SessionKey | undefined },
): Promise<Session[]> {
  const [date, id] = after ?? [null, null]
  return db.many(
    `${selectSession}
    where session.user_id = $1
      and ($2::session_status is null or session.status = $2)
      and ($3::date is null or session.session_date >= $3)
      and ($4::date is null or session.session_date <= $4)
      and ($5::date is null or $6::uuid is null or (session.session_date, session.id) < ($5, $6))
    order by session.session_date desc, session.id desc
    limit $7`,
    [userId, status ?? null, from ?? null, to ?? null, date, id, limit],
  )
}

/** A session of a user. */
export function findSession(db: Queryable, userId: string, sessionId: string): Promise<Session | undefined> {
  return db.maybeOne(
    `${selectSession}
    where session.id = $1
      and session.user_id = $2`,
    [sessionId, userId],
  )
}

/** A session that is locked until the transaction ends. */
export interface LockedSession {
  readonly id: string
  readonly session_date: string
  readonly status: SessionStatus
}

/** Locks a session of a user, so that its state cannot change before the transaction ends. */
export function lockSession(db: Queryable, userId: string, sessionId: string): Promise<LockedSession | undefined> {
  return db.maybeOne(
    `
    select id, session_date, status
    from workout_sessions
    where id = $1
      and user_id = $2
    for update`,
    [sessionId, userId],
  )
}

/** Inserts a planned session. */
export function insertSession(db: Queryable, userId: string, session: NewSession): Promise<{ id: string }> {
  return db.one(
    `
    insert into workout_sessions (
      user_id, session_type, session_date, scheduled_time, duration_minutes, level_id, notes)
    values ($1, $2, $3, $4, $5, (select id from workout_levels where level_order is not distinct from $6::smallint), $7)
    returning id`,
    [
      userId,
      session.session_type,
      session.session_date,
      session.scheduled_time ?? null,
      session.duration_minutes ?? null,
      session.level ?? null,
      session.notes ?? '',
    ],
  )
}

/** Marks a session as begun. */
export function updateStarted(db: Queryable, sessionId: string): Promise<number> {
  return db.execute(
    `
    update workout_sessions
    set status = 'in_progress',
        started_at = now()
    where id = $1`,
    [sessionId],
  )
}

/** Marks a session as completed. Without minutes they are counted from its start, up to a day. */
export function updateCompleted(db: Queryable, sessionId: string, completion: Completion): Promise<number> {
  return db.execute(
    `
    update workout_sessions
    set status = 'completed',
        completed_at = now(),
        duration_minutes = coalesce(
          $2,
          greatest(1, least(1440, round(extract(epoch from now() - started_at) / 60)::integer))),
        notes = coalesce($3, notes)
    where id = $1`,
    [sessionId, completion.duration_minutes ?? null, completion.notes ?? null],
  )
}

/** Marks a session as skipped. */
export function updateSkipped(db: Queryable, sessionId: string, notes: string | undefined): Promise<number> {
  return db.execute(
    `
    update workout_sessions
    set status = 'skipped',
        notes = coalesce($2, notes)
    where id = $1`,
    [sessionId, notes ?? null],
  )
}
