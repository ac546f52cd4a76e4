import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Queryable } from 'rowhouse'
import { problems, Uuid } from 'service/http'
import { Type } from 'typebox'
import { NewUser, User } from './schemas.ts'
import { createUser, getUser } from './service.ts'

const tags = ['users']

/** Users: create one, read one. */
export function userRoutes(db: Queryable): FastifyPluginAsyncTypebox {
  return async (app) => {
    const create = { tags, body: NewUser, response: { 201: User, ...problems } }
    app.post('/users', { schema: create }, async (request, reply) => {
      const user = await createUser(db, request.body)
      return reply.code(201).header('location', `/api/users/${user.id}`).send(user)
    })

    const read = { tags, params: Type.Object({ userId: Uuid }), response: { 200: User, ...problems } }
    app.get('/users/:userId', { schema: read }, (request) => getUser(db, request.params.userId))
  }
}
