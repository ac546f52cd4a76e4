import type { FastifyReply, FastifyRequest } from 'fastify'
import { Unauthorized } from '../http/index.ts'
import { hashToken } from './tokens.ts'

/** Finds who is logged in with the token of that hash, if its time has not run out. */
export type FindAccount<A> = (tokenHash: Buffer) => Promise<A | undefined>

/** Says who sent a request; throws `Unauthorized` when nobody is logged in. */
export type Authenticate<A> = (request: FastifyRequest) => Promise<A>

const cookieName = 'session'

/** Makes the function that routes ask who sent a request: by `Authorization: Bearer …`, or by the cookie of a browser. */
export function createAuthentication<A>(find: FindAccount<A>): Authenticate<A> {
  return async (request) => {
    const token = tokenOf(request)
    const account = token === undefined ? undefined : await find(hashToken(token))
    if (account === undefined) throw new Unauthorized('log in first: POST /api/tokens')
    return account
  }
}

/** The token that a request carries. A cookie counts only if the request cannot come from a page of somebody else. */
export function tokenOf(request: FastifyRequest): string | undefined {
  const bearer = /^Bearer ([\w-]{43})$/i.exec(request.headers.authorization ?? '')?.[1]
  return bearer ?? (isForeign(request) ? undefined : request.cookies[cookieName])
}

// Browsers say with each request where it comes from; `same-site` is a neighbour that may be somebody else.
function isForeign({ headers, method }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  return method !== 'GET' && site !== undefined && site !== 'same-origin' && site !== 'none'
}

/** Gives a browser the token as a cookie that scripts cannot read, until it expires. */
export function setTokenCookie(reply: FastifyReply, token: string, expires: Date): void {
  const secure = reply.request.protocol === 'https'
  reply.setCookie(cookieName, token, { path: '/', httpOnly: true, sameSite: 'lax', secure, expires })
}

/** Takes the cookie back. */
export function clearTokenCookie(reply: FastifyReply): void {
  reply.clearCookie(cookieName, { path: '/' })
}
