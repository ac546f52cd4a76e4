import { Instant, Uuid } from 'service/http'
import { type Static, Type } from 'typebox'

/** Somebody who trains. */
export const User = Type.Object({
  id: Uuid,
  email: Type.String(),
  name: Type.String(),
  created_at: Instant,
  updated_at: Instant,
})
export type User = Static<typeof User>

/** What is needed to create a user. */
export const NewUser = Type.Object({
  email: Type.String({ format: 'email', maxLength: 254 }),
  name: Type.String({ pattern: '\\S', maxLength: 100 }),
})
export type NewUser = Static<typeof NewUser>
