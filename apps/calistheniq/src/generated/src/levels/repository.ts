// Written by `rowhouse generate` from src/levels/repository.ts. Run it again instead of editing this.
import 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
    select level_order as level, name, description
    from workout_levels
    order by level_order`]: {
      row: { level: number; name: string; description: string }
      params: readonly []
    }
    [`
    select name, description
    from exercise_categories
    order by name`]: {
      row: { name: string; description: string }
      params: readonly []
    }
    [`
    select name, description
    from exercise_categories
    where lower(name) = lower($1)`]: {
      row: { name: string; description: string }
      params: readonly [name: string]
    }
    [`
    select category.name as category, level.level_order as level, level.name as level_name, mine.updated_at
    from user_current_levels as mine
    join exercise_categories as category on category.id = mine.category_id
    join workout_levels as level on level.id = mine.workout_level_id
    where mine.user_id = $1
    order by category.name`]: {
      row: { category: string; level: number; level_name: string; updated_at: Date }
      params: readonly [user_id: string]
    }
    [`
    insert into user_current_levels (user_id, category_id, workout_level_id, current_level)
    select $1, category.id, level.id, level.level_order
    from exercise_categories as category
    cross join workout_levels as level
    where category.name = $2
      and level.level_order = $3
    on conflict (user_id, category_id) do update
    set workout_level_id = excluded.workout_level_id,
        current_level = excluded.current_level`]: {
      row: Record<never, never>
      params: readonly [user_id: string, name: string, level_order: number]
    }
  }
}
