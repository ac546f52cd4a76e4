// Written by `rowhouse generate` from seeds/50_sample_levels.ts. Run it again instead of editing this.
import 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
      insert into user_current_levels (user_id, category_id, workout_level_id, current_level)
      select $1, category.id, level.id, level.level_order
      from exercise_categories as category
      cross join workout_levels as level
      where category.name = $2
        and level.level_order = $3
      on conflict (user_id, category_id) do nothing`]: {
      row: Record<never, never>
      params: readonly [user_id: string, name: string, level_order: number]
    }
  }
}
