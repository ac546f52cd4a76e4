import type { Queryable } from 'rowhouse'
import type { Category, UserLevel, WorkoutLevel } from './schemas.ts'

/** The levels, the lowest first. */
export function listLevels(db: Queryable): Promise<WorkoutLevel[]> {
  return db.many(`
    select level_order as level, name, description
    from workout_levels
    order by level_order`)
}

/** The categories by name. */
export function listCategories(db: Queryable): Promise<Category[]> {
  return db.many(`
    select name, description
    from exercise_categories
    order by name`)
}

/** A category by its name in any case. */
export function findCategory(db: Queryable, name: string): Promise<Category | undefined> {
  return db.maybeOne(
    `
    select name, description
    from exercise_categories
    where lower(name) = lower($1)`,
    [name],
  )
}

/** The levels that a user has, by category. */
export function listUserLevels(db: Queryable, userId: string): Promise<UserLevel[]> {
  return db.many(
    `
    select category.name as category, level.level_order as level, level.name as level_name, mine.updated_at
    from user_current_levels as mine
    join exercise_categories as category on category.id = mine.category_id
    join workout_levels as level on level.id = mine.workout_level_id
    where mine.user_id = $1
    order by category.name`,
    [userId],
  )
}

/** Sets the level of a user in a category, which both must exist. */
export function upsertUserLevel(db: Queryable, userId: string, category: string, level: number): Promise<number> {
  return db.execute(
    `
    insert into user_current_levels (user_id, category_id, workout_level_id, current_level)
    select $1, category.id, level.id, level.level_order
    from exercise_categories as category
    cross join workout_levels as level
    where category.name = $2
      and level.level_order = $3
    on conflict (user_id, category_id) do update
    set workout_level_id = excluded.workout_level_id,
        current_level = excluded.current_level`,
    [userId, category, level],
  )
}
