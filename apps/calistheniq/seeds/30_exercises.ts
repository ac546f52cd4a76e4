import type { Queryable } from 'rowhouse'
import { defineSeed } from 'rowhouse/seed'
import { entryName, exerciseColumns, type LibraryIds } from '../src/exercises/library.ts'

interface Row {
  readonly entry: unknown
  readonly ids: LibraryIds
}

export default defineSeed<Row>({
  kind: 'reference',
  dependsOn: ['workout_levels', 'exercise_categories'],
  table: 'exercises',
  key: ['slug'],
  rows: async ({ db, readJson }) => {
    const { exercises } = await readJson<{ exercises: unknown[] }>('data/exercises.json')
    const ids = await readIds(db)
    return exercises.map((entry) => ({ entry, ids }))
  },
  label: ({ entry }) => entryName(entry),
  columns: ({ entry, ids }) => exerciseColumns(entry, ids),
})

async function readIds(db: Queryable): Promise<LibraryIds> {
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
