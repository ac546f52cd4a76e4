import type { Queryable } from 'rowhouse'
import type { ExerciseConfig, NewExerciseConfig } from './schemas.ts'

const selectConfig = `
    select exercise.id as exercise_id, exercise.slug as exercise_slug, exercise.name as exercise_name,
      config.current_sets, config.current_tempo, config.current_rest_seconds, config.current_notes,
      config.is_mastered, config.mastered_at, config.updated_at
    from user_exercise_configs as config
    join exercises as exercise on exercise.id = config.exercise_id`

/** The configs of a user, by the exercise's name. */
export function listConfigs(db: Queryable, userId: string): Promise<ExerciseConfig[]> {
  return db.many(
    `${selectConfig}
    where config.user_id = $1
    order by exercise.name`,
    [userId],
  )
}

/** The config of a user for an exercise. */
export function findConfig(db: Queryable, userId: string, exerciseId: string): Promise<ExerciseConfig | undefined> {
  return db.maybeOne(
    `${selectConfig}
    where config.user_id = $1
      and config.exercise_id = $2`,
    [userId, exerciseId],
  )
}

/** Writes the config of a user for an exercise; the day of mastery is the first, and goes when mastery is taken back. */
export function upsertConfig(
  db: Queryable,
  { userId, exerciseId }: { readonly userId: string; readonly exerciseId: string },
  config: NewExerciseConfig,
): Promise<number> {
  return db.execute(
    `
    insert into user_exercise_configs as config (
      user_id, exercise_id, current_sets, current_tempo, current_rest_seconds, current_notes, is_mastered, mastered_at)
    values ($1, $2, $3, $4, $5, $6, $7, case when $7 then now() end)
    on conflict (user_id, exercise_id) do update
    set current_sets = excluded.current_sets,
        current_tempo = excluded.current_tempo,
        current_rest_seconds = excluded.current_rest_seconds,
        current_notes = excluded.current_notes,
        is_mastered = excluded.is_mastered,
        mastered_at = case when excluded.is_mastered then coalesce(config.mastered_at, excluded.mastered_at) end`,
    [
      userId,
      exerciseId,
      config.current_sets,
      config.current_tempo,
      config.current_rest_seconds,
      config.current_notes ?? '',
      config.is_mastered ?? false,
    ],
  )
}
