// Written by `rowhouse generate` from src/accounts/repository.ts. Run it again instead of editing this.
import 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
    insert into users (email, name, password_hash)
    values ($1, $2, $3)
    returning id, email, name, role`]: {
      row: { id: string; email: string; name: string; role: 'learner' | 'author' }
      params: readonly [email: string, name: string, password_hash: string | null]
    }
    [`
    select id, email, name, role, password_hash
    from users
    where lower(email) = lower($1)`]: {
      row: { id: string; email: string; name: string; role: 'learner' | 'author'; password_hash: string | null }
      params: readonly [email: string]
    }
    [`
    insert into user_tokens (token_hash, user_id, expires_at)
    values ($1, $2, now() + make_interval(days => $3))
    returning expires_at`]: {
      row: { expires_at: Date }
      params: readonly [token_hash: Uint8Array, user_id: string, p3: number]
    }
    [`
    select users.id, users.email, users.name, users.role
    from user_tokens
    join users on users.id = user_tokens.user_id
    where user_tokens.token_hash = $1
      and user_tokens.expires_at > now()`]: {
      row: { id: string; email: string; name: string; role: 'learner' | 'author' }
      params: readonly [token_hash: Uint8Array]
    }
    [`
    delete from user_tokens
    where token_hash = $1`]: {
      row: Record<never, never>
      params: readonly [token_hash: Uint8Array]
    }
    [`
    delete from user_tokens
    where user_id = $1
      and expires_at <= now()`]: {
      row: Record<never, never>
      params: readonly [user_id: string]
    }
    [`
    delete from users
    where id = $1`]: {
      row: Record<never, never>
      params: readonly [id: string]
    }
  }
}
