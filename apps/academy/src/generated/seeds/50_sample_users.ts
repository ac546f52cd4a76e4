// Written by `rowhouse generate` from seeds/50_sample_users.ts. Run it again instead of editing this.
import 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
      insert into users (id, email, name, role, password_hash)
      values ($1, $2, $3, $4, $5)
      on conflict (id) do nothing`]: {
      row: Record<never, never>
      params: readonly [id: string, email: string, name: string, role: 'learner' | 'author', password_hash: string | null]
    }
  }
}
