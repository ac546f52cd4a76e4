// Written by `rowhouse generate` from seeds/40_sample_user.ts. Run it again instead of editing this.
import 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
      insert into users (id, email, name, created_at)
      values ($1, $2, $3, now() - interval '28 days')
      on conflict (id) do nothing`]: {
      row: Record<never, never>
      params: readonly [id: string, email: string, name: string]
    }
  }
}
