// Written by `rowhouse generate` from src/idempotency/repository.ts. Run it again instead of editing this.
import type { JsonValue } from 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
    select request_hash, status, response
    from idempotency_keys
    where user_id = $1
      and key = $2`]: {
      row: { request_hash: Uint8Array; status: number; response: JsonValue }
      params: readonly [user_id: string, key: string]
    }
    [`
    insert into idempotency_keys (user_id, key, request_hash, status, response)
    values ($1, $2, $3, $4, $5)`]: {
      row: Record<never, never>
      params: readonly [user_id: string, key: string, request_hash: Uint8Array, status: number, response: NonNullable<JsonValue>]
    }
  }
}
