import { tableDice } from 'rowhouse/seed'
import type { WorkoutSet } from '../../prescriptions/schemas.ts'
import type { Library, LibraryExercise } from './library.ts'
import { dateOf, type VolumeSession } from './sessions.ts'

/** A generated exercise of a session, with what was done of it. */
export interface VolumeExercise {
  readonly row: number
  readonly id: string
  readonly session: VolumeSession
  readonly order: number
  readonly exercise: LibraryExercise
  /** The sets that were done, from the first on; none where nothing was. */
  readonly sets: readonly VolumeSet[]
}

/** A set that was done. */
export interface VolumeSet {
  readonly row: number
  readonly planned: WorkoutSet
  readonly done: WorkoutSet
  readonly effort: number
}

const exerciseDice = tableDice('calistheniq', 'session_exercises')
const setDice = tableDice('calistheniq', 'exercise_set_logs')

const rowsPerSession = 16
const rowsPerExercise = 32
const secondsPerSet = 150

/** The exercises of a session, in their order, with their sets. */
export function exercisesOf(session: VolumeSession, library: Library): VolumeExercise[] {
  const pool = session.categories.flatMap((category) => library.exercises.get(`${category} ${session.level}`) ?? [])
  const chosen = exerciseDice.at(session.row, 'exercises')
  return chosen.sample(pool, chosen.integer(5, 7)).map((exercise, index) => {
    const row = session.row * rowsPerSession + index
    const id = exerciseDice.at(row, 'id').uuid()
    return { row, id, session, order: index + 1, exercise, sets: setsOf(session, exercise, row) }
  })
}

function setsOf(session: VolumeSession, { sets }: LibraryExercise, row: number): VolumeSet[] {
  return sets.slice(0, setsDone(session, sets.length, row)).map((planned, index) => {
    const setRow = row * rowsPerExercise + index
    const effort = setDice.at(setRow, 'perceived_effort').normal(7 + index / 2, 1)
    return { row: setRow, planned, done: performed(planned, setRow), effort: halfStep(effort) }
  })
}

/** All sets as a rule; of a session that goes on, the first two exercises. */
function setsDone({ status }: VolumeSession, planned: number, row: number): number {
  if (status === 'in_progress') return row % rowsPerSession < 2 ? planned : 0
  if (status !== 'completed') return 0
  return exerciseDice.at(row, 'gave up').chance(0.04) ? Math.max(1, planned - 1) : planned
}

function performed(planned: WorkoutSet, row: number): WorkoutSet {
  const share = setDice.at(row, 'done').normal(1, 0.12)
  const amount = (target: number) => Math.min(1000, Math.max(1, Math.round(target * share)))
  return 'reps' in planned ? { reps: amount(planned.reps) } : { duration: amount(planned.duration) }
}

function halfStep(effort: number): number {
  return Math.round(Math.min(10, Math.max(1, effort)) * 2) / 2
}

/** The row of an exercise of a session. */
export function exerciseRow({ id, session, order, exercise, sets }: VolumeExercise): Record<string, unknown> {
  const wasDone = sets.length > 0
  const at = new Date(session.startsAt)
  return {
    id,
    session_id: session.id,
    exercise_id: exercise.id,
    exercise_order: order,
    exercise_name: exercise.name,
    category_name: exercise.category,
    level_order: exercise.level,
    planned_sets: exercise.sets,
    planned_tempo: exercise.tempo,
    planned_rest_seconds: exercise.rest,
    actual_sets: wasDone ? sets.map(({ done }) => done) : null,
    actual_tempo: wasDone ? exercise.tempo : null,
    actual_rest_seconds: wasDone ? exercise.rest : null,
    completed: wasDone && sets.length === exercise.sets.length,
    created_at: at,
    updated_at: at,
  }
}

/** The rows of the sets of an exercise. */
export function setRows({ id, session, order, exercise, sets }: VolumeExercise): Record<string, unknown>[] {
  return sets.map(({ row, planned, done, effort }, index) => ({
    id: setDice.at(row, 'id').uuid(),
    session_exercise_id: id,
    set_number: index + 1,
    planned_reps: repsOf(planned),
    planned_duration_seconds: secondsOf(planned),
    actual_reps: repsOf(done),
    actual_duration_seconds: secondsOf(done),
    rest_seconds: exercise.rest,
    perceived_effort: effort,
    completed_at: new Date(session.startsAt + (order * 6 * 60 + index * secondsPerSet) * 1000),
  }))
}

/** The row of the day of a completed session, which counts what was done of its exercises. */
export function summaryRow(session: VolumeSession, exercises: readonly VolumeExercise[]): Record<string, unknown> {
  const worked = exercises.filter(({ sets }) => sets.length > 0)
  const done = worked.flatMap(({ sets }) => sets.map((set) => set.done))
  const at = new Date(session.startsAt)
  return {
    user_id: session.user.id,
    workout_date: dateOf(session.day),
    total_sessions: 1,
    total_minutes: session.minutes,
    total_exercises: worked.length,
    total_sets: done.length,
    total_reps: sum(done.map((set) => repsOf(set) ?? 0)),
    total_duration_seconds: sum(done.map((set) => secondsOf(set) ?? 0)),
    categories: [...new Set(worked.map(({ exercise }) => exercise.category))].sort(),
    is_completed: true,
    created_at: at,
    updated_at: at,
  }
}

function repsOf(set: WorkoutSet): number | null {
  return 'reps' in set ? set.reps : null
}

function secondsOf(set: WorkoutSet): number | null {
  return 'duration' in set ? set.duration : null
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
