import type { Queryable } from 'rowhouse'
import { BadRequest, defaultLimit, NotFound, type Page, page, readKey } from 'service/http'
import { findCategory } from '../levels/repository.ts'
import { unknownCategory } from '../levels/service.ts'
import { findExercise, listExercises } from './repository.ts'
import { type Exercise, ExerciseKey, type ExerciseQuery } from './schemas.ts'

/** A page of the library; throws `BadRequest` for a category that does not exist. */
export async function browseExercises(db: Queryable, query: ExerciseQuery): Promise<Page<Exercise>> {
  const limit = query.limit ?? defaultLimit
  const after = query.after === undefined ? undefined : readKey(ExerciseKey, query.after)
  const filter = { ...query, ...(query.category !== undefined && { category: await categoryName(db, query.category) }) }
  const rows = await listExercises(db, filter, { limit: limit + 1, after })
  return page(rows, limit, ({ category, level, name }) => [category, level, name] satisfies ExerciseKey)
}

/** An exercise by its id or its slug; throws `NotFound` if there is none. */
export async function getExercise(db: Queryable, idOrSlug: string): Promise<Exercise> {
  const exercise = await findExercise(db, idOrSlug)
  if (exercise === undefined) throw new NotFound(`there is no exercise ${idOrSlug}`)
  return exercise
}

async function categoryName(db: Queryable, name: string): Promise<string> {
  const category = await findCategory(db, name)
  if (category === undefined) throw new BadRequest(await unknownCategory(db, name))
  return category.name
}
