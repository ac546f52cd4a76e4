import type { Queryable } from 'rowhouse'
import { conflictOn, defaultLimit, NotFound, type Page, page, readKey, Unprocessable } from 'service/http'
import { listKnownExerciseIds } from '../exercises/repository.ts'
import { refreshDailySummary } from '../progress/repository.ts'
import { lockUser } from '../users/repository.ts'
import { getUser, unknownUser } from '../users/service.ts'
import {
  getSetLog,
  insertSessionExercises,
  insertSetLog,
  listSessionExercises,
  listSetLogs,
  updateActuals,
} from './exercises.ts'
import {
  findSession,
  insertSession,
  type LockedSession,
  listSessions,
  lockSession,
  updateCompleted,
  updateSkipped,
  updateStarted,
} from './repository.ts'
import {
  type Completion,
  type NewSession,
  type NewSetLog,
  type Session,
  type SessionDetail,
  SessionKey,
  type SessionQuery,
  type SetLog,
} from './schemas.ts'
import { refuseStep, type SessionStep } from './status.ts'

/** A session and the user it belongs to. */
export interface SessionOwner {
  readonly userId: string
  readonly sessionId: string
}

/** A page of the sessions of a user, the newest first. */
export async function browseSessions(db: Queryable, userId: string, query: SessionQuery): Promise<Page<Session>> {
  await getUser(db, userId)
  const limit = query.limit ?? defaultLimit
  const after = query.after === undefined ? undefined : readKey(SessionKey, query.after)
  const rows = await listSessions(db, { ...query, userId }, { limit: limit + 1, after })
  return page(rows, limit, ({ session_date, id }) => [session_date, id] satisfies SessionKey)
}

/** A session with its exercises and sets; throws `NotFound` when it does not exist or belongs to somebody else. */
export async function getSession(db: Queryable, { userId, sessionId }: SessionOwner): Promise<SessionDetail> {
  const session = await findSession(db, userId, sessionId)
  if (session === undefined) throw unknownSession(sessionId)
  const exercises = await listSessionExercises(db, sessionId)
  const logs = await listSetLogs(db, sessionId)
  const setsOf = (id: string) => logs.filter((log) => log.session_exercise_id === id)
  return { ...session, exercises: exercises.map((exercise) => ({ ...exercise, sets: setsOf(exercise.id) })) }
}

/** Plans a session with its exercises, all of it or nothing; throws `Unprocessable` for exercises that do not exist. */
export function planSession(db: Queryable, userId: string, plan: NewSession): Promise<SessionDetail> {
  refuseMissingLevel(plan)
  return db.transaction(async (tx) => {
    if ((await lockUser(tx, userId)) === undefined) throw unknownUser(userId)
    await refuseUnknownExercises(tx, plan)
    const { id: sessionId } = await insertSession(tx, userId, plan)
    await insertSessionExercises(tx, { userId, sessionId }, plan.exercises)
    await refreshDailySummary(tx, userId, plan.session_date)
    return getSession(tx, { userId, sessionId })
  })
}

/** Begins a planned session; throws `Conflict` while another one of the user is in progress. */
export function startSession(db: Queryable, owner: SessionOwner): Promise<SessionDetail> {
  return step(db, owner, 'start', (tx) => updateStarted(tx, owner.sessionId)).catch(
    conflictOn('workout_sessions_one_in_progress', 'another session is in progress; complete it first'),
  )
}

/** Completes a session that is in progress, and counts its day again. */
export function completeSession(db: Queryable, owner: SessionOwner, completion: Completion): Promise<SessionDetail> {
  return step(db, owner, 'complete', async (tx, { session_date }) => {
    await updateCompleted(tx, owner.sessionId, completion)
    await countDay(tx, owner.userId, session_date)
  })
}

/** Skips a planned session, and counts its day again. */
export function skipSession(db: Queryable, owner: SessionOwner, notes: string | undefined): Promise<SessionDetail> {
  return step(db, owner, 'skip', async (tx, { session_date }) => {
    await updateSkipped(tx, owner.sessionId, notes)
    await countDay(tx, owner.userId, session_date)
  })
}

/** Logs a set of a session that is in progress; throws `Conflict` when the set of that number is logged already. */
export function logSet(
  db: Queryable,
  owner: SessionOwner & { readonly sessionExerciseId: string },
  set: NewSetLog,
): Promise<SetLog> {
  refuseUnclearResult(set)
  const work = db.transaction(async (tx) => {
    const session = await getLockedSession(tx, owner)
    refuseStep(session.status, 'log a set of')
    const log = await insertSetLog(tx, owner, set)
    if (log === undefined) throw new NotFound(`session ${owner.sessionId} has no exercise ${owner.sessionExerciseId}`)
    await updateActuals(tx, owner.sessionExerciseId, set.tempo)
    return getSetLog(tx, log.id)
  })
  return work.catch(conflictOn('exercise_set_logs_number_key', `set ${set.set_number} is logged already`))
}

/** Takes one step of a session's life while its row is locked, so that two requests cannot both take it. */
function step(
  db: Queryable,
  owner: SessionOwner,
  name: SessionStep,
  take: (tx: Queryable, session: LockedSession) => Promise<unknown>,
): Promise<SessionDetail> {
  return db.transaction(async (tx) => {
    const session = await getLockedSession(tx, owner)
    refuseStep(session.status, name)
    await take(tx, session)
    return getSession(tx, owner)
  })
}

async function getLockedSession(db: Queryable, { userId, sessionId }: SessionOwner): Promise<LockedSession> {
  const session = await lockSession(db, userId, sessionId)
  if (session === undefined) throw unknownSession(sessionId)
  return session
}

// Two sessions of one day may end at the same moment; each would count without the other, and the later write would win.
async function countDay(db: Queryable, userId: string, date: string): Promise<void> {
  await lockUser(db, userId)
  await refreshDailySummary(db, userId, date)
}

function refuseMissingLevel({ session_type, level }: NewSession): void {
  if (session_type === 'full_body' || level !== undefined) return
  throw new Unprocessable(`a ${session_type} session needs a level; only a full_body session may mix levels`)
}

function refuseUnclearResult({ reps, duration_seconds }: NewSetLog): void {
  if ((reps === undefined) !== (duration_seconds === undefined)) return
  throw new Unprocessable('a set has either reps or duration_seconds')
}

async function refuseUnknownExercises(db: Queryable, plan: NewSession): Promise<void> {
  const ids = [...new Set(plan.exercises.map((exercise) => exercise.exercise_id.toLowerCase()))]
  const known = await listKnownExerciseIds(db, ids)
  const unknown = ids.filter((id) => !known.has(id))
  if (unknown.length > 0) throw new Unprocessable(`there is no exercise ${unknown.join(', ')}`)
}

function unknownSession(id: string): NotFound {
  return new NotFound(`there is no session ${id}`)
}
