// Written by `rowhouse generate` from src/configs/repository.ts. Run it again instead of editing this.
import 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
    select exercise.id as exercise_id, exercise.slug as exercise_slug, exercise.name as exercise_name,
      config.current_sets, config.current_tempo, config.current_rest_seconds, config.current_notes,
      config.is_mastered, config.mastered_at, config.updated_at
    from user_exercise_configs as config
    join exercises as exercise on exercise.id = config.exercise_id
    where config.user_id = $1
    order by exercise.name`]: {
      row: { exercise_id: string; exercise_slug: string; exercise_name: string; current_sets: import('../../../prescriptions/schemas.ts').WorkoutSet[]; current_tempo: string; current_rest_seconds: number; current_notes: string; is_mastered: boolean; mastered_at: Date | null; updated_at: Date }
      params: readonly [user_id: string]
    }
    [`
    select exercise.id as exercise_id, exercise.slug as exercise_slug, exercise.name as exercise_name,
      config.current_sets, config.current_tempo, config.current_rest_seconds, config.current_notes,
      config.is_mastered, config.mastered_at, config.updated_at
    from user_exercise_configs as config
    join exercises as exercise on exercise.id = config.exercise_id
    where config.user_id = $1
      and config.exercise_id = $2`]: {
      row: { exercise_id: string; exercise_slug: string; exercise_name: string; current_sets: import('../../../prescriptions/schemas.ts').WorkoutSet[]; current_tempo: string; current_rest_seconds: number; current_notes: string; is_mastered: boolean; mastered_at: Date | null; updated_at: Date }
      params: readonly [user_id: string, exercise_id: string]
    }
    [`
    insert into user_exercise_configs as config (
      user_id, exercise_id, current_sets, current_tempo, current_rest_seconds, current_notes, is_mastered, mastered_at)
    values ($1, $2, $3, $4, $5, $6, $7, case when $7 then now() end)
    on conflict (user_id, exercise_id) do update
    set current_sets = excluded.current_sets,
        current_tempo = excluded.current_tempo,
        current_rest_seconds = excluded.current_rest_seconds,
        current_notes = excluded.current_notes,
        is_mastered = excluded.is_mastered,
        mastered_at = case when excluded.is_mastered then coalesce(config.mastered_at, excluded.mastered_at) end`]: {
      row: Record<never, never>
      params: readonly [user_id: string, exercise_id: string, current_sets: readonly import('../../../prescriptions/schemas.ts').WorkoutSet[], current_tempo: string, current_rest_seconds: number, current_notes: string, is_mastered: boolean]
    }
  }
}
