import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Queryable } from 'rowhouse'
import type { Authenticate } from 'service/accounts'
import { Instant, OptionalBody, problems, Uuid } from 'service/http'
import { Type } from 'typebox'
import type { Profile } from '../accounts/schemas.ts'
import { answerOnce, keyHeader } from '../idempotency/answer-once.ts'
import { Attempt, AttemptSummary, NewAnswer, Submission } from './schemas.ts'
import { browseAttempts, getAttempt, saveAnswer, startAttempt, submitAttempt } from './service.ts'

const tags = ['attempts']
const quiz = Type.Object({ slug: Type.String({ maxLength: 100 }) })
const attempt = Type.Object({ attemptId: Uuid })
const answer = Type.Object({ attemptId: Uuid, questionId: Uuid })

/** One's own attempts at quizzes: begin, save answers, hand in, read. */
export function attemptRoutes(db: Queryable, authenticate: Authenticate<Profile>): FastifyPluginAsyncTypebox {
  return async (app) => {
    const start = { tags, params: quiz, headers: keyHeader, response: { 201: Attempt, ...problems } }
    app.post('/quizzes/:slug/attempts', { schema: start }, async (request, reply) => {
      const { id: userId } = await authenticate(request)
      return answerOnce(db, { userId, status: 201, request, reply }, (tx) =>
        startAttempt(tx, userId, request.params.slug),
      )
    })

    const list = {
      tags,
      params: quiz,
      response: { 200: Type.Object({ attempts: Type.Array(AttemptSummary) }), ...problems },
    }
    app.get('/quizzes/:slug/attempts', { schema: list }, async (request) => {
      const { id } = await authenticate(request)
      return { attempts: await browseAttempts(db, id, request.params.slug) }
    })

    const one = { tags, params: attempt, response: { 200: Attempt, ...problems } }
    app.get('/attempts/:attemptId', { schema: one }, async (request) => {
      const { id } = await authenticate(request)
      return getAttempt(db, id, request.params.attemptId)
    })

    const save = {
      tags,
      params: answer,
      body: NewAnswer,
      response: { 200: Type.Object({ saved_at: Instant }), ...problems },
    }
    app.put('/attempts/:attemptId/answers/:questionId', { schema: save }, async (request) => {
      const { id } = await authenticate(request)
      return saveAnswer(db, { userId: id, ...request.params }, request.body)
    })

    const submit = { ...one, headers: keyHeader, body: OptionalBody(Submission) }
    app.post('/attempts/:attemptId/submission', { schema: submit }, async (request, reply) => {
      const { id: userId } = await authenticate(request)
      return answerOnce(db, { userId, status: 200, request, reply }, (tx) =>
        submitAttempt(tx, userId, request.params.attemptId, request.body ?? {}),
      )
    })
  }
}
