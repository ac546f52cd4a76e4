import type { FastifyRequest } from 'fastify'
import type { Authenticate } from 'service/accounts'
import { Forbidden } from 'service/http'
import type { Profile } from './schemas.ts'

/** Makes the hook that lets only authors pass; it throws `Forbidden` for learners. */
export function authorsOnly(authenticate: Authenticate<Profile>): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    const { role } = await authenticate(request)
    if (role !== 'author') throw new Forbidden('only authors may do this')
  }
}
