import { Instant, LocalDate, LocalTime, Nullable, pageQuery, Uuid } from 'service/http'
import { type Static, Type } from 'typebox'
import { Level, Notes, PerformedSets, PlannedSets, RestSeconds, Tempo } from '../prescriptions/schemas.ts'

const Status = Type.Union([
  Type.Literal('planned'),
  Type.Literal('in_progress'),
  Type.Literal('completed'),
  Type.Literal('skipped'),
])
const SessionType = Type.Union([
  Type.Literal('push'),
  Type.Literal('pull'),
  Type.Literal('squat'),
  Type.Literal('full_body'),
])
const Minutes = Type.Integer({ minimum: 1, maximum: 1440 })
const Reps = Type.Integer({ minimum: 0, maximum: 1000 })
const Seconds = Type.Integer({ minimum: 0, maximum: 3600 })
const SetNumber = Type.Integer({ minimum: 1, maximum: 20 })

/** A session without its exercises, as history lists it. */
export const Session = Type.Object({
  id: Uuid,
  session_type: SessionType,
  session_date: LocalDate,
  scheduled_time: Nullable(LocalTime),
  duration_minutes: Nullable(Minutes),
  level: Nullable(Level),
  status: Status,
  started_at: Nullable(Instant),
  completed_at: Nullable(Instant),
  notes: Notes,
  created_at: Instant,
  updated_at: Instant,
})
export type Session = Static<typeof Session>

/** A set that was done. */
export const SetLog = Type.Object({
  id: Uuid,
  session_exercise_id: Uuid,
  set_number: SetNumber,
  planned_reps: Nullable(Type.Integer()),
  planned_duration_seconds: Nullable(Type.Integer()),
  actual_reps: Nullable(Reps),
  actual_duration_seconds: Nullable(Seconds),
  weight_kg: Nullable(Type.Number()),
  rest_seconds: Nullable(Seconds),
  perceived_effort: Nullable(Type.Number()),
  notes: Notes,
  completed_at: Instant,
})
export type SetLog = Static<typeof SetLog>

/** An exercise of a session: the exercise as it was when planned, the plan, and what came of it. */
export const SessionExercise = Type.Object({
  id: Uuid,
  exercise_id: Uuid,
  exercise_order: Type.Integer(),
  exercise_name: Type.String(),
  category_name: Type.String(),
  level_order: Level,
  planned_sets: PlannedSets,
  planned_tempo: Tempo,
  planned_rest_seconds: RestSeconds,
  actual_sets: Nullable(PerformedSets),
  actual_tempo: Nullable(Tempo),
  actual_rest_seconds: Nullable(Seconds),
  notes: Notes,
  completed: Type.Boolean(),
})
export type SessionExercise = Static<typeof SessionExercise>

/** A session with its exercises and their sets. */
export const SessionDetail = Type.Object({
  ...Session.properties,
  exercises: Type.Array(Type.Object({ ...SessionExercise.properties, sets: Type.Array(SetLog) })),
})
export type SessionDetail = Static<typeof SessionDetail>

/** An exercise of a plan. What is left out comes from the user's config, else from the exercise's defaults. */
export const PlannedExercise = Type.Object({
  exercise_id: Uuid,
  planned_sets: Type.Optional(PlannedSets),
  planned_tempo: Type.Optional(Tempo),
  planned_rest_seconds: Type.Optional(RestSeconds),
  notes: Type.Optional(Notes),
})
export type PlannedExercise = Static<typeof PlannedExercise>

/** A session to be planned, with its exercises in their order. */
export const NewSession = Type.Object({
  session_type: SessionType,
  session_date: LocalDate,
  scheduled_time: Type.Optional(LocalTime),
  duration_minutes: Type.Optional(Minutes),
  level: Type.Optional(Level),
  notes: Type.Optional(Notes),
  exercises: Type.Array(PlannedExercise, { minItems: 1, maxItems: 50 }),
})
export type NewSession = Static<typeof NewSession>

/** A set as a client logs it: repetitions or seconds, one of them. */
export const NewSetLog = Type.Object({
  set_number: SetNumber,
  reps: Type.Optional(Reps),
  duration_seconds: Type.Optional(Seconds),
  weight_kg: Type.Optional(Type.Number({ minimum: -300, maximum: 500, description: 'Negative for assistance.' })),
  rest_seconds: Type.Optional(Seconds),
  perceived_effort: Type.Optional(Type.Number({ minimum: 1, maximum: 10, multipleOf: 0.5 })),
  tempo: Type.Optional(Tempo),
  notes: Type.Optional(Notes),
})
export type NewSetLog = Static<typeof NewSetLog>

/** How a session ended; without minutes they are counted from its start. */
export const Completion = Type.Object({ duration_minutes: Type.Optional(Minutes), notes: Type.Optional(Notes) })
export type Completion = Static<typeof Completion>

/** Why a session was skipped. */
export const Skip = Type.Object({ notes: Type.Optional(Notes) })

/** Which sessions to list, the newest first. */
export const SessionQuery = Type.Object({
  status: Type.Optional(Status),
  from: Type.Optional(LocalDate),
  to: Type.Optional(LocalDate),
  ...pageQuery,
})
export type SessionQuery = Static<typeof SessionQuery>

/** The place of a session in history: its date and id. */
export const SessionKey = Type.Tuple([LocalDate, Uuid])
export type SessionKey = Static<typeof SessionKey>
