// Written by `rowhouse generate` from src/sample/volume/library.ts. Run it again instead of editing this.
import 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
    select exercise.id, exercise.name, category.name as category, level.level_order as level,
      exercise.default_sets as sets, exercise.default_tempo as tempo, exercise.default_rest_seconds as rest
    from exercises as exercise
    join exercise_categories as category on category.id = exercise.category_id
    join workout_levels as level on level.id = exercise.level_id
    order by exercise.slug`]: {
      row: { id: string; name: string; category: string; level: number; sets: import('../../../../prescriptions/schemas.ts').WorkoutSet[]; tempo: string; rest: number }
      params: readonly []
    }
  }
}
