import type { Queryable } from 'rowhouse'
import { NotFound } from 'service/http'
import { getUser } from '../users/service.ts'
import { findCategory, listCategories, listUserLevels, upsertUserLevel } from './repository.ts'
import type { Category, UserLevel } from './schemas.ts'

/** The levels that a user has; throws `NotFound` for an unknown user. */
export async function listLevelsOf(db: Queryable, userId: string): Promise<UserLevel[]> {
  await getUser(db, userId)
  return listUserLevels(db, userId)
}

/** The level that a user has in a category; throws `NotFound` where there is none. */
export async function getLevel(db: Queryable, userId: string, categoryName: string): Promise<UserLevel> {
  const category = await getCategory(db, categoryName)
  const levels = await listLevelsOf(db, userId)
  const level = levels.find((candidate) => candidate.category === category.name)
  if (level === undefined) throw new NotFound(`user ${userId} has no level in ${category.name} yet; set one with PUT`)
  return level
}

/** Sets the level of a user in a category. */
export function setLevel(db: Queryable, userId: string, categoryName: string, level: number): Promise<UserLevel> {
  return db.transaction(async (tx) => {
    const category = await getCategory(tx, categoryName)
    await getUser(tx, userId)
    await upsertUserLevel(tx, userId, category.name, level)
    return getLevel(tx, userId, category.name)
  })
}

/** The sentence about a category that does not exist: it names those that do. */
export async function unknownCategory(db: Queryable, name: string): Promise<string> {
  const known = await listCategories(db)
  return `there is no category ${name}; the categories are ${known.map((category) => category.name).join(', ')}`
}

async function getCategory(db: Queryable, name: string): Promise<Category> {
  const category = await findCategory(db, name)
  if (category === undefined) throw new NotFound(await unknownCategory(db, name))
  return category
}
