import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Queryable } from 'rowhouse'
import { Nullable, OptionalBody, problems, Uuid } from 'service/http'
import { Type } from 'typebox'
import { Completion, NewSession, NewSetLog, Session, SessionDetail, SessionQuery, SetLog, Skip } from './schemas.ts'
import {
  browseSessions,
  completeSession,
  getSession,
  logSet,
  planSession,
  skipSession,
  startSession,
} from './service.ts'

const tags = ['sessions']
const user = Type.Object({ userId: Uuid })
const session = Type.Object({ userId: Uuid, sessionId: Uuid })
const sessionExercise = Type.Object({ userId: Uuid, sessionId: Uuid, sessionExerciseId: Uuid })
const sessions = '/users/:userId/sessions'

/** Sessions: plan, list, read, start, log sets, complete, skip. */
export function sessionRoutes(db: Queryable): FastifyPluginAsyncTypebox {
  return async (app) => {
    const page = Type.Object({ sessions: Type.Array(Session), next: Nullable(Type.String()) })
    const list = { tags, params: user, querystring: SessionQuery, response: { 200: page, ...problems } }
    app.get(sessions, { schema: list }, async (request) => {
      const { rows, next } = await browseSessions(db, request.params.userId, request.query)
      return { sessions: rows, next }
    })

    const plan = { tags, params: user, body: NewSession, response: { 201: SessionDetail, ...problems } }
    app.post(sessions, { schema: plan }, async (request, reply) => {
      const { userId } = request.params
      const planned = await planSession(db, userId, request.body)
      return reply.code(201).header('location', `/api/users/${userId}/sessions/${planned.id}`).send(planned)
    })

    const one = { tags, params: session, response: { 200: SessionDetail, ...problems } }
    app.get(`${sessions}/:sessionId`, { schema: one }, (request) => getSession(db, request.params))

    app.post(`${sessions}/:sessionId/start`, { schema: one }, (request) => startSession(db, request.params))

    const completion = { ...one, body: OptionalBody(Completion) }
    app.post(`${sessions}/:sessionId/completion`, { schema: completion }, (request) =>
      completeSession(db, request.params, request.body ?? {}),
    )

    const skip = { ...one, body: OptionalBody(Skip) }
    app.post(`${sessions}/:sessionId/skip`, { schema: skip }, (request) =>
      skipSession(db, request.params, request.body?.notes),
    )

    const set = { tags, params: sessionExercise, body: NewSetLog, response: { 201: SetLog, ...problems } }
    app.post(`${sessions}/:sessionId/exercises/:sessionExerciseId/sets`, { schema: set }, async (request, reply) =>
      reply.code(201).send(await logSet(db, request.params, request.body)),
    )
  }
}
