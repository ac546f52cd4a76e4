import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from './problems.ts'

/**
 * Answers with an entity tag made from the body, or with 304 and no body when the client has the same already (RFC 9110,
 * If-None-Match).
 */
export function answerWithTag<T>(request: FastifyRequest, reply: FastifyReply, body: T): T | FastifyReply {
  const tag = `"${createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 27)}"`
  reply.header('etag', tag).header('cache-control', 'private, no-cache')
  return names(request.headers['if-none-match'], tag) ? reply.code(304).send() : body
}

/**
 * The version that a client means to change, from `If-Match: "3"`. Throws 428 when it does not say, since then an edit of
 * somebody else could be lost.
 */
export function expectedVersion(request: FastifyRequest): number {
  const version = /^"(\d{1,9})"$/.exec(request.headers['if-match'] ?? '')?.[1]
  if (version !== undefined) return Number(version)
  throw new Problem(428, 'say which version you change: If-Match: "<version>" with the version that you have read')
}

// A weak tag (W/"…") is as good as a strong one for this comparison.
function names(header: string | undefined, tag: string): boolean {
  return header?.split(',').some((each) => each.trim().replace(/^W\//, '') === tag || each.trim() === '*') ?? false
}
