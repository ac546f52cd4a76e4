import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Queryable } from 'rowhouse'
import { type Authenticate, clearTokenCookie, hashToken, setTokenCookie, tokenOf } from 'service/accounts'
import { problems } from 'service/http'
import { Type } from 'typebox'
import { deleteToken, deleteUser } from './repository.ts'
import { type Account, Credentials, Profile, Registration, Token } from './schemas.ts'
import { logIn, register } from './service.ts'

const tags = ['accounts']

// Enough for a class behind one address, too few for guessing.
const scarce = { rateLimit: { max: 30, timeWindow: '1 minute' } }

const none = { 204: Type.Null(), ...problems }

/** Accounts: register, log in, log out, read one's own, delete it. */
export function accountRoutes(db: Queryable, authenticate: Authenticate<Account>): FastifyPluginAsyncTypebox {
  return async (app) => {
    const create = { tags, body: Registration, response: { 201: Profile, ...problems } }
    app.post('/users', { schema: create, config: scarce }, async (request, reply) =>
      reply
        .code(201)
        .header('location', '/api/users/me')
        .send(await register(db, request.body)),
    )

    const enter = { tags, body: Credentials, response: { 201: Token, ...problems } }
    app.post('/tokens', { schema: enter, config: scarce }, async (request, reply) => {
      const token = await logIn(db, request.body)
      setTokenCookie(reply, token.token, token.expires_at)
      return reply.code(201).send(token)
    })

    app.delete('/tokens/current', { schema: { tags, response: none } }, async (request, reply) => {
      const token = tokenOf(request)
      if (token !== undefined) await deleteToken(db, hashToken(token))
      clearTokenCookie(reply)
      return reply.code(204).send(null)
    })

    app.get('/users/me', { schema: { tags, response: { 200: Profile, ...problems } } }, (request) =>
      authenticate(request),
    )

    app.delete('/users/me', { schema: { tags, response: none } }, async (request, reply) => {
      const { id } = await authenticate(request)
      await deleteUser(db, id)
      clearTokenCookie(reply)
      return reply.code(204).send(null)
    })
  }
}
