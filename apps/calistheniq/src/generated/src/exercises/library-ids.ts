// Written by `rowhouse generate` from src/exercises/library-ids.ts. Run it again instead of editing this.
import 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
    select id, name, level_order as level
    from workout_levels
    order by level_order`]: {
      row: { id: number; name: string; level: number }
      params: readonly []
    }
    [`
    select id, name
    from exercise_categories
    order by name`]: {
      row: { id: number; name: string }
      params: readonly []
    }
  }
}
