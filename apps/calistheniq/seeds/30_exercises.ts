import { defineSeed } from 'rowhouse/seed'
import { entryName, exerciseColumns } from '../src/exercises/library.ts'
import { type LibraryIds, readLibraryIds } from '../src/exercises/library-ids.ts'

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
    const ids = await readLibraryIds(db)
    return exercises.map((entry) => ({ entry, ids }))
  },
  label: ({ entry }) => entryName(entry),
  columns: ({ entry, ids }) => exerciseColumns(entry, ids),
})
