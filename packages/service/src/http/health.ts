import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database } from 'rowhouse'
import { Type } from 'typebox'
import { Problem } from './problems.ts'

const Health = Type.Object({ status: Type.Literal('ok') })

/** Whether the server and its database answer. */
export function healthRoutes(db: Database): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/health', { schema: { tags: ['health'], response: { 200: Health } } }, async (request) => {
      await db.ping().catch((error: unknown) => {
        request.log.error(error)
        throw new Problem(503, 'the database does not answer')
      })
      return { status: 'ok' as const }
    })
  }
}
