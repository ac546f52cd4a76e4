import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Queryable } from 'rowhouse'
import type { Authenticate } from 'service/accounts'
import { problems } from 'service/http'
import { Type } from 'typebox'
import type { Profile } from '../accounts/schemas.ts'
import { answerOnce, keyHeader } from '../idempotency/answer-once.ts'
import { DueReview, NewReview, Review } from './schemas.ts'
import { browseDue, reviewQuestion } from './service.ts'

const tags = ['reviews']

/** Questions that were missed, asked again when they are about to be forgotten. */
export function reviewRoutes(db: Queryable, authenticate: Authenticate<Profile>): FastifyPluginAsyncTypebox {
  return async (app) => {
    const due = { tags, response: { 200: Type.Object({ questions: Type.Array(DueReview) }), ...problems } }
    app.get('/reviews/due', { schema: due }, async (request) => {
      const { id } = await authenticate(request)
      return { questions: await browseDue(db, id) }
    })

    const review = { tags, headers: keyHeader, body: NewReview, response: { 201: Review, ...problems } }
    app.post('/reviews', { schema: review }, async (request, reply) => {
      const { id: userId } = await authenticate(request)
      return answerOnce(db, { userId, status: 201, request, reply }, (tx) => reviewQuestion(tx, userId, request.body))
    })
  }
}
