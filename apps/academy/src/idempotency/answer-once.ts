import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Queryable } from 'rowhouse'
import { Unprocessable } from 'service/http'
import { Type } from 'typebox'
import { findAnswer, insertAnswer } from './repository.ts'

/** The header by which a client says that a request may arrive twice and is to be done once. */
export const keyHeader = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({ minLength: 1, maxLength: 200, description: 'The same for each repetition of one request.' }),
  ),
})

/** Who asks, and how an answer that is new is given. */
export interface Asking {
  readonly userId: string
  readonly status: number
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/**
 * Does the work and answers with what it gives. With an Idempotency-Key, a request that was answered before gets the same
 * answer again and no work is done; the key with another request is refused. A refusal is not kept: that request may be
 * tried again.
 */
export async function answerOnce<T>(
  db: Queryable,
  { userId, status, request, reply }: Asking,
  work: (db: Queryable) => Promise<T>,
): Promise<FastifyReply> {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string') return reply.code(status).send(await work(db))
  const requestHash = hashOf(request)
  return db.transaction(async (tx) => {
    // A statement of its own: what follows must see what the one before in the queue has committed.
    await tx.advisoryLock(`idempotency:${userId}:${key}`)
    const before = await findAnswer(tx, userId, key)
    if (before !== undefined) return repeat(reply, before, requestHash)
    const response = await work(tx)
    await insertAnswer(tx, { userId, key, requestHash, status, response: JSON.parse(JSON.stringify(response)) })
    return reply.code(status).send(response)
  })
}

function hashOf({ method, url, body }: FastifyRequest): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([method, url, body]))
    .digest()
}

interface Answer {
  readonly request_hash: Uint8Array
  readonly status: number
  readonly response: unknown
}

function repeat(reply: FastifyReply, { request_hash, status, response }: Answer, requestHash: Buffer): FastifyReply {
  if (!requestHash.equals(request_hash)) throw new Unprocessable('this Idempotency-Key was used for another request')
  return reply.code(status).type('application/json').send(JSON.stringify(response))
}
