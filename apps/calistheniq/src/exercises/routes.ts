import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Queryable } from 'rowhouse'
import { Nullable, problems } from 'service/http'
import { Type } from 'typebox'
import { Exercise, ExerciseQuery } from './schemas.ts'
import { browseExercises, getExercise } from './service.ts'

const tags = ['exercises']

/** The exercise library. */
export function exerciseRoutes(db: Queryable): FastifyPluginAsyncTypebox {
  return async (app) => {
    const page = Type.Object({ exercises: Type.Array(Exercise), next: Nullable(Type.String()) })
    const list = { tags, querystring: ExerciseQuery, response: { 200: page, ...problems } }
    app.get('/exercises', { schema: list }, async (request) => {
      const { rows, next } = await browseExercises(db, request.query)
      return { exercises: rows, next }
    })

    const params = Type.Object({ id: Type.String({ maxLength: 100, description: 'The id or the slug.' }) })
    const one = { tags, params, response: { 200: Exercise, ...problems } }
    app.get('/exercises/:id', { schema: one }, (request) => getExercise(db, request.params.id))
  }
}
