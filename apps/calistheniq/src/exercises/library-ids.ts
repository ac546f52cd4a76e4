import type { Queryable } from 'rowhouse'

/** The rows that an exercise refers to, by the names that the file uses. */
export interface LibraryIds {
  readonly levels: ReadonlyMap<string, { readonly id: number; readonly level: number }>
  readonly categories: ReadonlyMap<string, number>
}

/** Reads the levels and categories that the reference data has written. */
export async function readLibraryIds(db: Queryable): Promise<LibraryIds> {
  const levels = await db.many(`
    select id, name, level_order as level
    from workout_levels
    order by level_order`)
  const categories = await db.many(`
    select id, name
    from exercise_categories
    order by name`)
  return {
    levels: new Map(levels.map(({ id, name, level }) => [name, { id, level }])),
    categories: new Map(categories.map(({ id, name }) => [name, id])),
  }
}
