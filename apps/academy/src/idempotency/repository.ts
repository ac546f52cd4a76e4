import type { JsonValue, Queryable } from 'rowhouse'

/** What a request of a user with this key answered, if there was one. */
export function findAnswer(db: Queryable, userId: string, key: string) {
  return db.maybeOne(
    `
    select request_hash, status, response
    from idempotency_keys
    where user_id = $1
      and key = $2`,
    [userId, key],
  )
}

/** Keeps what a request answered. */
export function insertAnswer(
  db: Queryable,
  answer: {
    readonly userId: string
    readonly key: string
    readonly requestHash: Buffer
    readonly status: number
    readonly response: NonNullable<JsonValue>
  },
): Promise<number> {
  return db.execute(
    `
    insert into idempotency_keys (user_id, key, request_hash, status, response)
    values ($1, $2, $3, $4, $5)`,
    [answer.userId, answer.key, answer.requestHash, answer.status, answer.response],
  )
}
