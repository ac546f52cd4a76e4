import type { Queryable } from 'rowhouse'
import { NotFound } from 'service/http'
import { getExercise } from '../exercises/service.ts'
import { getUser } from '../users/service.ts'
import { findConfig, listConfigs, upsertConfig } from './repository.ts'
import type { ExerciseConfig, NewExerciseConfig } from './schemas.ts'

/** The configs of a user; throws `NotFound` for an unknown user. */
export async function listConfigsOf(db: Queryable, userId: string): Promise<ExerciseConfig[]> {
  await getUser(db, userId)
  return listConfigs(db, userId)
}

/** The config of a user for an exercise, named by id or slug; throws `NotFound` where there is none. */
export async function getConfig(db: Queryable, userId: string, idOrSlug: string): Promise<ExerciseConfig> {
  await getUser(db, userId)
  const exercise = await getExercise(db, idOrSlug)
  const config = await findConfig(db, userId, exercise.id)
  if (config === undefined)
    throw new NotFound(`user ${userId} does ${exercise.name} by its defaults; set a config with PUT`)
  return config
}

/** Writes the config of a user for an exercise, named by id or slug. */
export function setConfig(
  db: Queryable,
  { userId, idOrSlug }: { readonly userId: string; readonly idOrSlug: string },
  config: NewExerciseConfig,
): Promise<ExerciseConfig> {
  return db.transaction(async (tx) => {
    await getUser(tx, userId)
    const exercise = await getExercise(tx, idOrSlug)
    await upsertConfig(tx, { userId, exerciseId: exercise.id }, config)
    return getConfig(tx, userId, exercise.id)
  })
}
