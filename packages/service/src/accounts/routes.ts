import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type TSchema, Type } from 'typebox'
import { problems } from '../http/index.ts'
import { type Authenticate, clearTokenCookie, setTokenCookie, tokenOf } from './authentication.ts'
import { Credentials, Registration, Token } from './schemas.ts'
import { logIn, register } from './service.ts'
import type { Account, AccountStore } from './store.ts'
import { hashToken } from './tokens.ts'

const tags = ['accounts']

// Enough for a class behind one address, too few for guessing.
const scarce = { rateLimit: { max: 30, timeWindow: '1 minute' } }

const none = { 204: Type.Null(), ...problems }

/** Accounts: register, log in, log out, read one's own profile (as the schema has it), delete it. */
export function accountRoutes<A extends Account>(
  store: AccountStore<A>,
  authenticate: Authenticate<A>,
  profile: TSchema,
): FastifyPluginAsyncTypebox {
  return async (app) => {
    const create = { tags, body: Registration, response: { 201: profile, ...problems } }
    app.post('/users', { schema: create, config: scarce }, async (request, reply) =>
      reply
        .code(201)
        .header('location', '/api/users/me')
        .send(await register(store, request.body)),
    )

    const enter = { tags, body: Credentials, response: { 201: Token(profile), ...problems } }
    app.post('/tokens', { schema: enter, config: scarce }, async (request, reply) => {
      const token = await logIn(store, request.body)
      setTokenCookie(reply, token.token, token.expires_at)
      return reply.code(201).send(token)
    })

    app.delete('/tokens/current', { schema: { tags, response: none } }, async (request, reply) => {
      const token = tokenOf(request)
      if (token !== undefined) await store.deleteToken(hashToken(token))
      clearTokenCookie(reply)
      return reply.code(204).send(null)
    })

    app.get('/users/me', { schema: { tags, response: { 200: profile, ...problems } } }, (request) =>
      authenticate(request),
    )

    app.delete('/users/me', { schema: { tags, response: none } }, async (request, reply) => {
      await store.delete((await authenticate(request)).id)
      clearTokenCookie(reply)
      return reply.code(204).send(null)
    })
  }
}
