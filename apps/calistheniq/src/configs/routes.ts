import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Queryable } from 'rowhouse'
import { problems, Uuid } from 'service/http'
import { Type } from 'typebox'
import { ExerciseConfig, NewExerciseConfig } from './schemas.ts'
import { getConfig, listConfigsOf, setConfig } from './service.ts'

const tags = ['exercise configs']
const configParams = Type.Object({
  userId: Uuid,
  exerciseId: Type.String({ maxLength: 100, description: 'The id or the slug.' }),
})

/** How a user does each exercise. */
export function configRoutes(db: Queryable): FastifyPluginAsyncTypebox {
  return async (app) => {
    const all = Type.Object({ exercise_configs: Type.Array(ExerciseConfig) })
    const list = { tags, params: Type.Object({ userId: Uuid }), response: { 200: all, ...problems } }
    app.get('/users/:userId/exercise-configs', { schema: list }, async (request) => ({
      exercise_configs: await listConfigsOf(db, request.params.userId),
    }))

    const one = { tags, params: configParams, response: { 200: ExerciseConfig, ...problems } }
    app.get('/users/:userId/exercise-configs/:exerciseId', { schema: one }, (request) =>
      getConfig(db, request.params.userId, request.params.exerciseId),
    )

    const set = { ...one, body: NewExerciseConfig }
    app.put('/users/:userId/exercise-configs/:exerciseId', { schema: set }, (request) => {
      const { userId, exerciseId } = request.params
      return setConfig(db, { userId, idOrSlug: exerciseId }, request.body)
    })
  }
}
