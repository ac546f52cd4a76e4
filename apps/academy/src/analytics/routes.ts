import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Queryable } from 'rowhouse'
import type { Authenticate } from 'service/accounts'
import { problems } from 'service/http'
import { Type } from 'typebox'
import { authorsOnly } from '../accounts/authors.ts'
import type { Profile } from '../accounts/schemas.ts'
import { Funnel, QuizStatistics } from './schemas.ts'
import { getFunnel, getQuizStatistics } from './service.ts'

const tags = ['analytics']

/** What authors see of how their course does. */
export function analyticsRoutes(db: Queryable, authenticate: Authenticate<Profile>): FastifyPluginAsyncTypebox {
  const asAuthor = authorsOnly(authenticate)
  return async (app) => {
    const funnel = { tags, response: { 200: Funnel, ...problems } }
    app.get('/analytics/lessons', { schema: funnel, onRequest: asAuthor }, () => getFunnel(db))

    const params = Type.Object({ slug: Type.String({ maxLength: 100 }) })
    const quiz = { tags, params, response: { 200: QuizStatistics, ...problems } }
    app.get('/analytics/quizzes/:slug', { schema: quiz, onRequest: asAuthor }, (request) =>
      getQuizStatistics(db, request.params.slug),
    )
  }
}
