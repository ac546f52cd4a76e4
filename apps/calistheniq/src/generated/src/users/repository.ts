// Written by `rowhouse generate` from src/users/repository.ts. Run it again instead of editing this.
import 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
    insert into users (email, name)
    values ($1, $2)
    returning id, email, name, created_at, updated_at`]: {
      row: { id: string; email: string; name: string; created_at: Date; updated_at: Date }
      params: readonly [email: string, name: string]
    }
    [`
    select id, email, name, created_at, updated_at
    from users
    where id = $1`]: {
      row: { id: string; email: string; name: string; created_at: Date; updated_at: Date }
      params: readonly [id: string]
    }
    [`
    select id
    from users
    where id = $1
    for no key update`]: {
      row: { id: string }
      params: readonly [id: string]
    }
  }
}
