import type { Queryable } from 'rowhouse'
import { readLibraryIds } from '../../exercises/library-ids.ts'
import type { WorkoutSet } from '../../prescriptions/schemas.ts'

/** An exercise of the library, as a plan copies it. */
export interface LibraryExercise {
  readonly id: string
  readonly name: string
  readonly category: string
  readonly level: number
  readonly sets: readonly WorkoutSet[]
  readonly tempo: string
  readonly rest: number
}

/** What generated sessions are made from. */
export interface Library {
  /** The ids of the levels, by their order. */
  readonly levels: ReadonlyMap<number, number>
  /** The ids of the categories, by name. */
  readonly categories: ReadonlyMap<string, number>
  /** By category and level, such as `Push 2`. */
  readonly exercises: ReadonlyMap<string, readonly LibraryExercise[]>
}

/** Reads the library that the reference data has written. */
export async function readLibrary(db: Queryable): Promise<Library> {
  const { levels, categories } = await readLibraryIds(db)
  return {
    levels: new Map([...levels.values()].map(({ id, level }) => [level, id])),
    categories,
    exercises: byPlace(await listExercises(db)),
  }
}

function listExercises(db: Queryable): Promise<LibraryExercise[]> {
  return db.many(`
    select exercise.id, exercise.name, category.name as category, level.level_order as level,
      exercise.default_sets as sets, exercise.default_tempo as tempo, exercise.default_rest_seconds as rest
    from exercises as exercise
    join exercise_categories as category on category.id = exercise.category_id
    join workout_levels as level on level.id = exercise.level_id
    order by exercise.slug`)
}

function byPlace(exercises: readonly LibraryExercise[]): Map<string, LibraryExercise[]> {
  const places = new Map<string, LibraryExercise[]>()
  for (const exercise of exercises) {
    const place = `${exercise.category} ${exercise.level}`
    places.set(place, [...(places.get(place) ?? []), exercise])
  }
  return places
}
