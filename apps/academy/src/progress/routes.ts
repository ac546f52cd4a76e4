import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Queryable } from 'rowhouse'
import type { Authenticate } from 'service/accounts'
import { problems } from 'service/http'
import { openEventStream, type Topics } from 'service/live'
import { Type } from 'typebox'
import type { Profile } from '../accounts/schemas.ts'
import { CourseProgress } from './schemas.ts'
import { getCourseProgress, readLesson, startLesson } from './service.ts'

const tags = ['progress']
const params = Type.Object({ slug: Type.String({ maxLength: 100 }) })
const none = { 204: Type.Null(), ...problems }

/** One's own progress: read, moved on by starting and reading lessons, followed live. */
export function progressRoutes(
  db: Queryable,
  authenticate: Authenticate<Profile>,
  topics: Topics,
): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/progress', { schema: { tags, response: { 200: CourseProgress, ...problems } } }, async (request) => {
      const { id } = await authenticate(request)
      return getCourseProgress(db, id)
    })

    app.post('/lessons/:slug/start', { schema: { tags, params, response: none } }, async (request, reply) => {
      const { id } = await authenticate(request)
      await startLesson(db, id, request.params.slug)
      return reply.code(204).send(null)
    })

    app.post('/lessons/:slug/reading', { schema: { tags, params, response: none } }, async (request, reply) => {
      const { id } = await authenticate(request)
      await readLesson(db, id, request.params.slug)
      return reply.code(204).send(null)
    })

    const description = 'Server-sent events: what changed in one’s progress, as it happens.'
    const live = { tags, description, response: problems }
    app.get('/progress/live', { schema: live }, async (request, reply) => {
      const { id: userId } = await authenticate(request)
      const stream = openEventStream(reply)
      const unfollow = topics.follow(`user:${userId}`, ({ id, type }) => stream.send({ id, type, data: {} }))
      await stream.ended
      unfollow()
    })
  }
}
