import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Queryable } from 'rowhouse'
import { problems, Uuid } from 'service/http'
import { Type } from 'typebox'
import { Level } from '../prescriptions/schemas.ts'
import { listCategories, listLevels } from './repository.ts'
import { Category, UserLevel, WorkoutLevel } from './schemas.ts'
import { getLevel, listLevelsOf, setLevel } from './service.ts'

const tags = ['levels']
const userParams = Type.Object({ userId: Uuid })
const levelParams = Type.Object({ userId: Uuid, category: Type.String({ maxLength: 100 }) })

/** Levels, categories, and the levels that a user has. */
export function levelRoutes(db: Queryable): FastifyPluginAsyncTypebox {
  return async (app) => {
    const levels = { tags, response: { 200: Type.Object({ levels: Type.Array(WorkoutLevel) }) } }
    app.get('/levels', { schema: levels }, async () => ({ levels: await listLevels(db) }))

    const categories = { tags, response: { 200: Type.Object({ categories: Type.Array(Category) }) } }
    app.get('/categories', { schema: categories }, async () => ({ categories: await listCategories(db) }))

    const ofUser = {
      tags,
      params: userParams,
      response: { 200: Type.Object({ levels: Type.Array(UserLevel) }), ...problems },
    }
    app.get('/users/:userId/levels', { schema: ofUser }, async (request) => ({
      levels: await listLevelsOf(db, request.params.userId),
    }))

    const one = { tags, params: levelParams, response: { 200: UserLevel, ...problems } }
    app.get('/users/:userId/levels/:category', { schema: one }, (request) =>
      getLevel(db, request.params.userId, request.params.category),
    )

    const set = { ...one, body: Type.Object({ level: Level }) }
    app.put('/users/:userId/levels/:category', { schema: set }, (request) =>
      setLevel(db, request.params.userId, request.params.category, request.body.level),
    )
  }
}
